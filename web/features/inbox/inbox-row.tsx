'use client';
/** One item in the inbox. It listens to its own item only; what changed in it flashes and moves nothing. */
import { memo, useCallback, useSyncExternalStore } from 'react';
import { Age } from '../../ui/age.tsx';
import type { RowStore } from '../devices/row-store.ts';
import { usePress } from '../devices/use-press.ts';
import { type AttentionFacts, isQueued, severityWord, stateWords } from './attention-item.ts';

interface InboxRowProps {
  id: string;
  store: RowStore<AttentionFacts>;
  isCursor: boolean;
  isSelected: boolean;
  onToggle: (id: string) => void;
  onPeek: (id: string) => void;
}

/** The id of a row's element, which the grid names as its active descendant. */
export function inboxRowId(id: string): string {
  return `inbox-row-${id}`;
}

/** A row: score and severity, what and where, how old, how many, whose, what next. */
export const InboxRow = memo(function InboxRow({ id, store, isCursor, isSelected, onToggle, onPeek }: InboxRowProps) {
  const subscribe = useCallback((changed: () => void) => store.subscribeRow(id, changed), [store, id]);
  const read = useCallback(() => store.row(id), [store, id]);
  const item = useSyncExternalStore(subscribe, read, read);
  const press = usePress(() => onPeek(id));
  if (item === undefined) return null;
  const { title, score, severity, devices, since, state, owner, nextAction } = item;
  return (
    <div
      role="row"
      id={inboxRowId(id)}
      aria-selected={isSelected}
      data-cursor={isCursor}
      data-over={store.hasLeft(id) || undefined}
      className="inbox-row inbox-item"
      {...press}
    >
      <div role="gridcell" className="inbox-cell inbox-check">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isSelected}
          aria-label={`Select ${title}`}
          onChange={() => onToggle(id)}
          className="accent-accent"
        />
      </div>
      <div role="gridcell" className="inbox-cell inbox-score severity-bar" data-severity={severity}>
        <span key={score} className="figures flash text-base">
          {score}
        </span>
        <span className="sr-only">, {severityWord[severity]}</span>
      </div>
      <div role="gridcell" className="inbox-cell inbox-what">
        <span className="truncate font-medium" title={title}>
          {title}
        </span>
        <span className="inbox-state">{stateWords[state]}</span>
      </div>
      <div role="gridcell" className="inbox-cell inbox-scope">
        <span className="truncate">{scopeWords(item)}</span>
      </div>
      <div role="gridcell" className="inbox-cell inbox-age">
        <Age at={since} prefix="" />
      </div>
      <div role="gridcell" className="inbox-cell inbox-devices figures">
        {devices}
        <span className="inbox-unit">{devices === 1 ? ' device' : ' devices'}</span>
      </div>
      <div role="gridcell" className="inbox-cell inbox-owner">
        <span className="truncate">{owner?.name ?? <span className="text-muted">nobody</span>}</span>
      </div>
      <div role="gridcell" className="inbox-cell inbox-next text-muted">
        <span className="truncate" title={nextAction.words}>
          {isQueued(state) ? nextAction.words : (owner?.name ?? '')}
        </span>
      </div>
    </div>
  );
});

/** Where it belongs: the domain, and the device where it is about one. */
export function scopeWords({ scope }: Pick<AttentionFacts, 'scope'>): string {
  return [scope.domain?.name, scope.device?.name].filter((part) => part !== undefined).join(' / ') || 'the whole fleet';
}
