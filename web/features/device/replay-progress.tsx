'use client';
/** How a return is going: how much is here, how fast it comes, when it will be over, and what was said to decisions. */
import { formatDuration } from '../../charts/format-value.ts';
import { Age } from '../../ui/age.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { stateColor } from '../../ui/states.ts';
import { endWords, progressOf, type ReplayFacts, sessionWords } from './replay-session-fragment.ts';

/** The bar, the figures under it, and the verdicts. */
export function ReplayProgress({ session }: { session: ReplayFacts }) {
  const { total, accepted, share } = progressOf(session);
  const isOver = session.endedAt !== null && session.endedAt !== undefined;
  const percent = Math.floor(share * 100);
  const look = !isOver ? 'REPLAYING' : session.endReason === 'QUARANTINED' ? 'QUARANTINED' : 'LIVE';
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['Rate', typeof session.ratePerS === 'number' ? `${format(session.ratePerS)}/s` : '–'],
    ['Left', isOver ? '–' : typeof session.etaS === 'number' ? formatDuration(session.etaS) : 'unknown'],
    // A clock that was wrong tells no age; then the date itself is what there is.
    ['Missing is younger than', session.oldestAt ? <Age at={session.oldestAt} prefix="" /> : '–'],
    ['Dropped by the device', session.dropped.toLocaleString('en')],
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <StateGlyph state={look} />
        <span className="font-medium">{isOver ? endWords(session) : sessionWords[session.state]}</span>
        <span>
          <span className="figures text-base">{accepted.toLocaleString('en')}</span>{' '}
          <span className="figures text-muted">of {total.toLocaleString('en')} records</span>
        </span>
        <span className="ml-auto figures text-muted">{percent} %</span>
      </div>
      <div
        role="progressbar"
        aria-label="Records accepted"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-2.5 overflow-hidden rounded-[2px] bg-hover"
      >
        <div className="h-full" style={{ width: `${share * 100}%`, backgroundColor: stateColor(look) }} />
      </div>
      <dl className="replay-facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
      </dl>
      <Verdicts session={session} />
    </div>
  );
}

/** What reconciliation said to what the device decided on its own. */
function Verdicts({ session: { permitted, conflicts, unauthorised, evidence } }: { session: ReplayFacts }) {
  const verdicts = [
    ['permitted', permitted],
    ['in conflict', conflicts],
    ['not authorised', unauthorised],
  ] as const;
  return (
    <p className="flex flex-wrap gap-x-4 text-xs">
      <span className="text-muted">Local decisions</span>
      {verdicts.map(([word, count]) => (
        <span key={word} className={count === 0 ? 'text-muted' : ''}>
          <span className="figures">{count.toLocaleString('en')}</span> {word}
        </span>
      ))}
      {evidence ? (
        <span>
          {/* A place in the log is no number of a record: a hole is one entry, however many records it held. */}
          first not authorised, in the log: <code className="figures">{evidence}</code>
        </span>
      ) : null}
    </p>
  );
}

function format(rate: number): string {
  return rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1);
}
