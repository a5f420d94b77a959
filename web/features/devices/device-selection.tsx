'use client';
/** What is selected in the list, how to select all of it, and the actions on it. Takes no room while nothing is selected. */
import dynamic from 'next/dynamic';
import { Button } from '../../ui/button.tsx';
import type { BatchTarget } from '../batch/batch-target.ts';
import type { ListShape } from './row-store.ts';
import type { useRowCursor } from './use-row-cursor.ts';

const BatchActions = dynamic(() => import('../batch/batch-actions.tsx').then((module) => module.BatchActions), {
  ssr: false,
});

interface DeviceSelectionProps {
  rows: ReturnType<typeof useRowCursor>;
  shape: ListShape;
  /** The filter of the list, its scope included. */
  filter: string;
  isNarrow: boolean;
}

/** Count, widening, actions, and the way back to nothing. */
export function DeviceSelection({ rows, shape, filter, isNarrow }: DeviceSelectionProps) {
  const { cursor, isAllListed, isAllMatching, clearSelection, selectMatching } = rows;
  const count = isAllMatching ? shape.totalCount : cursor.selected.size;
  if (count === 0 || isNarrow) return null;
  const target: BatchTarget = isAllMatching ? { q: filter } : { deviceIds: [...cursor.selected] };
  const canWiden = isAllListed && !isAllMatching && shape.totalCount > shape.ids.length;
  return (
    <>
      <span className="text-muted" aria-live="polite">
        <span className="figures text-ink">{count.toLocaleString('en')}</span> selected
        {isAllMatching && ', all that match'}
      </span>
      {canWiden && (
        <Button tone="quiet" onClick={selectMatching}>
          Select all {shape.totalCount.toLocaleString('en')} that match
        </Button>
      )}
      <BatchActions target={target} onStarted={clearSelection} />
      <Button tone="quiet" onClick={clearSelection}>
        Clear selection
      </Button>
    </>
  );
}
