'use client';
/**
 * One device in the grid. It listens to its own device only, so a busy fleet re-renders single rows; a value that
 * changed flashes its cell, and nothing moves.
 */
import { memo, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { DeviceColumn } from './device-columns.tsx';
import type { DeviceFacts } from './device-row-fragment.ts';
import type { RowStore } from './row-store.ts';
import { usePress } from './use-press.ts';

interface DeviceRowProps {
  id: string;
  index: number;
  store: RowStore<DeviceFacts>;
  columns: readonly DeviceColumn[];
  tracks: string;
  top: number;
  height: number;
  isCursor: boolean;
  isSelected: boolean;
  onToggle: (id: string) => void;
  onPeek: (id: string) => void;
}

/** The id of a row's element, which the grid names as its active descendant. */
export function rowElementId(id: string): string {
  return `device-row-${id}`;
}

/** A row of the grid, placed by the virtualizer. */
export const DeviceRow = memo(function DeviceRow(props: DeviceRowProps) {
  const { id, store, columns, onToggle, onPeek } = props;
  const facts = useRowFacts(store, id);
  const press = usePress(() => onPeek(id));
  if (facts === undefined) return null;
  return (
    <div
      role="row"
      id={rowElementId(id)}
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      className="device-grid-row device-grid-device"
      data-cursor={props.isCursor}
      data-left={store.hasLeft(id)}
      title={store.hasLeft(id) ? 'No longer matches the filter' : undefined}
      style={{ gridTemplateColumns: props.tracks, height: props.height, transform: `translateY(${props.top}px)` }}
      {...press}
    >
      <div role="gridcell" className="device-grid-cell">
        <input
          type="checkbox"
          tabIndex={-1}
          className="device-grid-checkbox"
          aria-label={`Select ${facts.name}`}
          checked={props.isSelected}
          onChange={() => onToggle(id)}
        />
      </div>
      {columns.map((column) => (
        <DeviceCell key={column.id} column={column} facts={facts} />
      ))}
    </div>
  );
});

function DeviceCell({ column, facts }: { column: DeviceColumn; facts: DeviceFacts }) {
  const element = useRef<HTMLDivElement>(null);
  const signature = column.signature(facts);
  const seen = useRef(signature);
  useEffect(() => {
    if (seen.current === signature) return;
    seen.current = signature;
    element.current?.classList.add('flash');
  }, [signature]);
  return (
    <div
      ref={element}
      role="gridcell"
      className="device-grid-cell"
      onAnimationEnd={({ currentTarget }) => currentTarget.classList.remove('flash')}
    >
      {column.render(facts)}
    </div>
  );
}

function useRowFacts(store: RowStore<DeviceFacts>, id: string): DeviceFacts | undefined {
  const subscribe = useCallback((changed: () => void) => store.subscribeRow(id, changed), [store, id]);
  const read = () => store.row(id);
  return useSyncExternalStore(subscribe, read, read);
}
