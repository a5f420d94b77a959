'use client';
/**
 * The device list on a phone: two lines per device and the whole line is the button. It is the same store and the same
 * order as the table, drawn for a thumb instead of a keyboard.
 */
import { memo, useCallback, useRef, useSyncExternalStore } from 'react';
import { Age } from '../../ui/age.tsx';
import type { DeviceFacts } from './device-row-fragment.ts';
import { DeviceStateCell } from './device-state-cell.tsx';
import type { ListShape, RowStore } from './row-store.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

const CARD_HEIGHT = 60;

interface DeviceCardsProps {
  store: RowStore<DeviceFacts>;
  shape: ListShape;
  isStale: boolean;
  onPeek: (id: string) => void;
  onLoadMore: () => void;
  onShown: (ids: readonly string[]) => void;
}

/** A virtual list of cards. */
export function DeviceCards({ store, shape, isStale, onPeek, onLoadMore, onShown }: DeviceCardsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const options = { scroller, shape, rowHeight: CARD_HEIGHT, cursorIndex: -1, onLoadMore, onShown };
  const { rows, totalHeight } = useVirtualRows(options);
  return (
    <div ref={scroller} className="device-grid" data-stale={isStale} aria-busy={isStale}>
      <ul className="device-cards" aria-label="Devices" style={{ height: totalHeight }}>
        {rows.map(({ id, top }) => (
          <DeviceCard key={id} id={id} top={top} store={store} onPeek={onPeek} />
        ))}
      </ul>
    </div>
  );
}

interface DeviceCardProps {
  id: string;
  store: RowStore<DeviceFacts>;
  top: number;
  onPeek: (id: string) => void;
}

const DeviceCard = memo(function DeviceCard({ id, store, top, onPeek }: DeviceCardProps) {
  const subscribe = useCallback((changed: () => void) => store.subscribeRow(id, changed), [store, id]);
  const read = () => store.row(id);
  const facts = useSyncExternalStore(subscribe, read, read);
  if (facts === undefined) return null;
  const place = [facts.domain.name, facts.location?.name, `channel ${facts.channel}`].filter(Boolean).join(' · ');
  return (
    <li className="device-card-place" style={{ transform: `translateY(${top}px)`, height: CARD_HEIGHT }}>
      <button type="button" className="device-card" onClick={() => onPeek(id)} data-left={store.hasLeft(id)}>
        <span className="truncate font-medium text-sm">{facts.name}</span>
        <DeviceStateCell facts={facts} />
        <span className="truncate text-muted text-xs">{place}</span>
        <span className="text-right text-muted text-xs">
          <Age at={facts.connectivity.lastSeenAt} prefix="" />
        </span>
      </button>
    </li>
  );
});
