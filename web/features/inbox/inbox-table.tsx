'use client';
/**
 * The items as a grid that keeps its focus and names its active row, as the device list does. On a phone the same rows
 * stand in two lines: a queue has to be read there too.
 */
import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import type { RowCursor } from '../devices/row-cursor.ts';
import type { ListShape, RowStore } from '../devices/row-store.ts';
import type { AttentionFacts } from './attention-item.ts';
import { inboxRowId, InboxRow } from './inbox-row.tsx';

interface InboxTableProps {
  store: RowStore<AttentionFacts>;
  shape: ListShape;
  cursor: RowCursor;
  onToggle: (id: string) => void;
  onPeek: (id: string) => void;
  /** Somebody reads the table (pointer or focus is inside), or nobody does any more. */
  onReader: (isReading: boolean) => void;
  onLoadMore: () => void;
}

const heads = ['', 'Score', 'What', 'Scope', 'Age', 'Devices', 'Owner', 'Next step'];

/** The grid with its head. */
export function InboxTable({ store, shape, cursor, onToggle, onPeek, onReader, onLoadMore }: InboxTableProps) {
  const grid = useRef<HTMLDivElement>(null);
  const { at, selected } = cursor;
  useEffect(() => {
    if (at !== null) document.getElementById(inboxRowId(at))?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const isWithin = (state: ':hover' | ':focus-within') => grid.current?.matches(state) ?? false;
  return (
    <div className="inbox-scroller">
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Items"
        aria-multiselectable
        aria-rowcount={shape.totalCount + 1}
        aria-activedescendant={at !== null && shape.ids.includes(at) ? inboxRowId(at) : undefined}
        className="inbox-grid"
        onPointerEnter={() => onReader(true)}
        onPointerLeave={() => onReader(isWithin(':focus-within'))}
        onFocus={() => onReader(true)}
        onBlur={() => onReader(isWithin(':hover'))}
      >
        <div role="row" className="inbox-row inbox-head">
          {heads.map((head) => (
            <div key={head} role="columnheader" className="inbox-cell">
              {head === '' ? <span className="sr-only">Select</span> : head}
            </div>
          ))}
        </div>
        {shape.ids.map((id) => (
          <InboxRow key={id} {...{ id, store, onToggle, onPeek }} isCursor={at === id} isSelected={selected.has(id)} />
        ))}
      </div>
      {shape.hasMore && (
        <div className="p-2">
          <Button onClick={onLoadMore}>Load more</Button>
        </div>
      )}
    </div>
  );
}
