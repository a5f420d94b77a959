/**
 * Says what the charts are made of: which rollup, how wide a point is, and how many samples the device declared lost.
 */
import { formatDuration } from '../../charts/format-value.ts';
import type { HistoryStatus } from './metrics-reader.ts';

const ROLLUP_WORDS: Record<string, string> = {
  RAW: 'raw samples',
  PER_MINUTE: 'per-minute rollup',
  PER_HOUR: 'per-hour rollup',
};

interface MetricsNoteProps {
  status: HistoryStatus;
  isPaused: boolean;
}

/** One line of fixed height, so that nothing moves when the answer arrives. */
export function MetricsNote({ status, isPaused }: MetricsNoteProps) {
  return (
    <p className="metrics-note">
      {status.kind === 'loading' ? 'Reading history…' : null}
      {status.kind === 'ready' ? (
        <>
          <span>
            From {ROLLUP_WORDS[status.rollup] ?? status.rollup}, one point per {formatDuration(status.stepS)}
          </span>
          {status.lost > 0 ? (
            <span className="metrics-loss">
              <span aria-hidden className="metrics-loss-swatch" />
              What we did not see: {status.lost.toLocaleString('en-GB')} samples dropped on the device (
              {status.lossReasons.join(', ')})
            </span>
          ) : null}
          <span className="metrics-gap">
            <span aria-hidden className="metrics-gap-swatch" />
            no data
          </span>
        </>
      ) : null}
      {isPaused ? <strong>Paused by you</strong> : null}
    </p>
  );
}
