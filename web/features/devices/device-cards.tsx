'use client';
/**
 * The device list on a phone: two lines per device and the whole line is the button. It is the same store and the same
 * order as the table, drawn for a thumb instead of a keyboard.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { Age } from '../../ui/age.tsx';
import type { DeviceFacts } from './device-row-fragment.ts';
import { DeviceStateCell } from './device-state-cell.tsx';
import type { RowStore } from './row-store.ts';

const CARD_HEIGHT = 60;
const LOAD_MORE_WITHIN_ROWS = 50;

interface DeviceCardsProps {
  store: RowStore<DeviceFacts>;
  isStale: boolean;
  onPeek: (id: string) => void;
  onLoadMore: () => void;
}

/** A virtual list of cards. */
export function DeviceCards({ store, isStale, onPeek, onLoadMore }: DeviceCardsProps) {
  const shape = useSyncExternalStore(store.subscribeList, store.shape, store.shape);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: shape.ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => shape.ids[index] ?? index,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (shape.hasMore && lastShown >= shape.ids.length - LOAD_MORE_WITHIN_ROWS) onLoadMore();
  }, [shape.hasMore, lastShown, shape.ids.length, onLoadMore]);
  return (
    <div ref={scroller} className="device-grid" data-stale={isStale} aria-busy={isStale}>
      <ul className="device-cards" aria-label="Devices" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const id = shape.ids[item.index];
          return id === undefined ? null : (
            <DeviceCard key={id} id={id} store={store} top={item.start} onPeek={onPeek} />
          );
        })}
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
