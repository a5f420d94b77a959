'use client';
/** Things in quarantine with a box before each, and what can be decided about the chosen ones or all of them. */
import { useState } from 'react';
import { formatValue } from '../../charts/format-value.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { QuarantineOrder } from './use-quarantine-store.ts';

/** One thing of either store. */
export interface HeldThing {
  id: string;
  what: string;
  detail: string | null;
  bytes: number;
  divertedAt: string;
  payload: unknown;
}

interface HeldListProps {
  title: string;
  emptyWords: string;
  things: readonly HeldThing[];
  /** How many there are altogether; null where nobody counted. */
  total: number | null;
  hasMore: boolean;
  whyNot: string | undefined;
  onMore: (() => void) | undefined;
  onDecide: (order: Pick<QuarantineOrder, 'verb' | 'ids'> & { what: string }) => void;
}

/** The list; its buttons are about the chosen things, or about all when none is chosen. */
export function HeldList(props: HeldListProps) {
  const { title, emptyWords, things, total, hasMore, whyNot, onMore, onDecide } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What was decided on meanwhile is no longer there to choose.
  const ids = things.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const decide = (verb: QuarantineOrder['verb']) =>
    onDecide(
      ids.length > 0
        ? { verb, ids, what: countWords(ids.length) }
        : { verb, ids: null, what: 'everything in this list' },
    );
  const about = ids.length > 0 ? `${ids.length} chosen` : 'all';
  const count = total?.toLocaleString('en') ?? `${things.length}${hasMore ? '+' : ''}`;
  return (
    <Panel
      title={`${title}: ${count}`}
      flush
      aside={
        things.length > 0 && (
          <>
            <Button disabledBecause={whyNot} onClick={() => decide('Release')}>
              Release {about}…
            </Button>
            <Button disabledBecause={whyNot} onClick={() => decide('Discard')}>
              Discard {about}…
            </Button>
          </>
        )
      }
    >
      {things.length === 0 ? (
        <p className="p-3 text-muted">{emptyWords}</p>
      ) : (
        <ul className="held-list">
          {things.map((thing) => (
            <HeldItem key={thing.id} thing={thing} isChosen={chosen.has(thing.id)} onToggle={() => toggle(thing.id)} />
          ))}
        </ul>
      )}
      {hasMore && (
        <div className="flex items-center gap-3 p-2 text-xs text-muted">
          {onMore && <Button onClick={onMore}>Show more</Button>}
          <span>
            the oldest <span className="figures">{things.length}</span> are shown
          </span>
        </div>
      )}
    </Panel>
  );
}

function countWords(count: number): string {
  return count === 1 ? '1 thing' : `${count} things`;
}

function HeldItem({ thing, isChosen, onToggle }: { thing: HeldThing; isChosen: boolean; onToggle: () => void }) {
  const { what, detail, bytes, divertedAt, payload } = thing;
  return (
    <li className="flex items-start gap-3 border-b border-line px-3 py-1.5 last:border-0">
      <input
        type="checkbox"
        aria-label={`Choose ${what}${detail === null ? '' : `, ${detail}`}`}
        checked={isChosen}
        onChange={onToggle}
        className="mt-0.5 accent-accent"
      />
      <details className="min-w-0 flex-1">
        <summary className="flex flex-wrap gap-x-3 text-xs">
          <span className="font-medium">{what}</span>
          {detail !== null && <span className="figures text-muted">{detail}</span>}
          <span className="figures text-muted">{formatValue(bytes, 'bytes')}</span>
          <span className="ml-auto text-muted">
            <Age at={divertedAt} prefix="diverted" />
          </span>
        </summary>
        <pre className="timeline-data">{JSON.stringify(payload, null, 2)}</pre>
      </details>
    </li>
  );
}
