/** One machine over time: a segment per state, with its word where there is room for it. */
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { type DisplayState, displayStates, stateColor, stateTint } from '../../ui/states.ts';
import { placeSegments, type Segment, segmentAt, type Window } from './ribbon-segments.ts';

interface PastRibbonProps {
  label: string;
  segments: readonly Segment[];
  window: Window;
  /** The chosen moment; null for the present. */
  moment: number | null;
}

const WORD_FITS_FROM = 8;

/** A state without a colour of its own stands on neutral ground; what nobody knows is hatched. */
export function PastRibbon({ label, segments, window, moment }: PastRibbonProps) {
  const placed = placeSegments(segments, window);
  const held = segmentAt(segments, moment ?? window.to);
  const shown = held === undefined ? 'not known' : wordOf(held.state);
  return (
    <div className="past-row">
      <span className="past-label">
        <span className="text-muted">{label}</span>
        <span className="flex items-center gap-1.5">
          {held && displayOf(held.state) && <StateGlyph state={displayOf(held.state) ?? 'DISCONNECTED'} />}
          {shown}
        </span>
      </span>
      <div
        role="img"
        aria-label={`${label} ${shown}; ${placed.length} parts in this window`}
        className="past-track hatch"
      >
        {placed.map(({ state, from, left, width, reason }) => (
          <span
            key={`${from} ${state}`}
            title={[wordOf(state), new Date(from).toLocaleString('sv-SE'), reason].filter(Boolean).join(', ')}
            className="past-segment"
            style={{ left: `${left}%`, width: `${width}%`, ...groundOf(state) }}
          >
            {width >= WORD_FITS_FROM && (
              <>
                {displayOf(state) && <StateGlyph state={displayOf(state) ?? 'DISCONNECTED'} size={10} />}
                <span className="truncate">{wordOf(state)}</span>
              </>
            )}
          </span>
        ))}
        {moment !== null && (
          <span
            className="past-moment"
            style={{ left: `${((moment - window.from) / Math.max(1, window.to - window.from)) * 100}%` }}
          />
        )}
      </div>
    </div>
  );
}

function displayOf(state: string): DisplayState | undefined {
  return displayStates.find((each) => each === state);
}

function groundOf(state: string): { background: string; borderTopColor: string } {
  const display = displayOf(state);
  if (display === undefined) return { background: 'var(--color-hover)', borderTopColor: 'var(--color-muted)' };
  return {
    background: `linear-gradient(${stateTint(display)}, ${stateTint(display)}), var(--color-panel)`,
    borderTopColor: stateColor(display),
  };
}

function wordOf(state: string): string {
  return state.toLowerCase().replaceAll('_', ' ');
}
