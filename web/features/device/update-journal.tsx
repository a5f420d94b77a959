'use client';
/** Updates of a device, newest first: what it was to run, how that ended and why; each opens to the steps it took. */
import Link from 'next/link';
import { useState } from 'react';
import type { LeaseState } from '../../gql/graphql.ts';
import { Age } from '../../ui/age.tsx';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { InstantText } from './instant-text.tsx';
import { type JournalStep, journalSteps } from './journal-steps.ts';
import { leaseWords } from './update-words.ts';
import type { UpdateJournalFacts } from './use-update-journal.ts';

/** One open row at a time is enough to read. */
export function UpdateJournal({ entries }: { entries: readonly UpdateJournalFacts[] }) {
  const [openId, setOpenId] = useState<string | null>(entries[0]?.id ?? null);
  return (
    <ul aria-label="Updates">
      {entries.map((entry) => (
        <JournalItem
          key={entry.id}
          entry={entry}
          isOpen={entry.id === openId}
          onToggle={() => setOpenId(entry.id === openId ? null : entry.id)}
        />
      ))}
    </ul>
  );
}

function JournalItem(props: { entry: UpdateJournalFacts; isOpen: boolean; onToggle: () => void }) {
  const { entry, isOpen, onToggle } = props;
  const { id, artifact, direction, leaseState, code, detail, grantedAt, endedAt } = entry;
  const at = endedAt ?? grantedAt;
  const what = artifact === null ? 'something older than this journal' : `${artifact.name} ${artifact.version}`;
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={`update-${id}`}
        onClick={onToggle}
        className="flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span aria-hidden="true" className={isOpen ? '' : '-rotate-90'}>
          <Icon name="chevron" size={12} />
        </span>
        <span className="min-w-0 truncate font-medium">{direction === 'BACK' ? `Back to ${what}` : what}</span>
        <LeaseBadge state={leaseState} />
        {code !== null && <code className="figures text-xs">{code}</code>}
        {detail !== null && <span className="min-w-0 truncate text-xs text-muted">{detail}</span>}
        <span className="ml-auto text-xs text-muted max-sm:ml-0">{at !== null && <Age at={at} prefix="" />}</span>
      </button>
      <div id={`update-${id}`}>{isOpen && <Steps entry={entry} />}</div>
    </li>
  );
}

function Steps({ entry }: { entry: UpdateJournalFacts }) {
  const { steps, generation, fence, rollout, detail, artifact } = entry;
  return (
    <div className="flex flex-col gap-2 border-t border-line bg-bg px-3 py-2">
      {detail !== null && <p className="break-words">{detail}</p>}
      <ol aria-label="Steps" className="flex flex-col gap-0.5">
        {journalSteps(entry).map((step) => (
          <Step key={`${step.at} ${step.words}`} step={step} />
        ))}
      </ol>
      {steps.length === 0 && <p className="text-xs text-muted">The device told no steps of this one.</p>}
      <p className="text-xs text-muted">
        generation <span className="figures">{generation}</span>
        {fence !== null && (
          <>
            {' '}
            · fence <span className="figures">{fence}</span>
          </>
        )}
        {rollout !== null && (
          <>
            {' · '}
            <Link href={`/rollouts/${rollout.id}`} className="text-accent underline">
              {rollout.name}
            </Link>
          </>
        )}
        {artifact !== null && (
          <>
            {' · '}
            <code className="figures break-all">{artifact.digest}</code>
          </>
        )}
      </p>
    </div>
  );
}

function Step({ step: { at, words, code, clock } }: { step: JournalStep }) {
  return (
    <li className="flex flex-wrap gap-x-3">
      <span className="text-xs text-muted">
        <InstantText at={at} />
      </span>
      <span>{words}</span>
      <span className="text-xs text-muted">
        {code !== null && <code className="figures">{code} · </code>}
        by {clock} clock
      </span>
    </li>
  );
}

/** Where the lease is; an intent refused without one says so. */
function LeaseBadge({ state }: { state: LeaseState | null }) {
  const { color: hue, drawing } = state === null ? refused : looks[state];
  const color = `var(--color-${hue})`;
  return (
    <Badge
      color={color}
      title={state === null ? 'It said that it will not run it.' : leaseWords[state].meaning}
      glyph={<LineGlyph color={color} drawing={drawing} />}
    >
      {state === null ? 'Refused' : leaseWords[state].word}
    </Badge>
  );
}

const tick = 'm2.5 8.5 3.6 3.6L13.5 4';
const cross = 'm4 4 8 8m0-8-8 8';
const clock = 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.6';
const barred = 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8';
const refused = { color: 'quarantined', drawing: barred };

const looks: Readonly<Record<LeaseState, { color: string; drawing: string }>> = {
  GRANTED: { color: 'returning', drawing: clock },
  ACTIVE: { color: 'delayed', drawing: 'M4 3l9 5-9 5z' },
  SUSPECT: { color: 'replaying', drawing: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6h.01' },
  SUCCEEDED: { color: 'live', drawing: tick },
  FAILED: { color: 'quarantined', drawing: cross },
  ROLLED_BACK: { color: 'replaying', drawing: 'M14 8H3m4.5-5L2.5 8l5 5' },
  ABORTED: { color: 'disconnected', drawing: barred },
  EXPIRED: { color: 'disconnected', drawing: clock },
  OVERRIDDEN: { color: 'autonomous', drawing: 'M2 8h12M9 3l5 5-5 5' },
};
