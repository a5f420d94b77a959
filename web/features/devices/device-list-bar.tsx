/**
 * The line above the list: how many devices there are, what is selected, what is new, and how dense the rows are. Its
 * height is fixed, so that nothing below it moves.
 */
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import type { Preference } from '../../ui/preferences.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import type { ListStatus } from './device-list-reader.ts';
import { NewsPill } from './news-pill.tsx';
import type { ListNews, ListShape } from './row-store.ts';

interface DeviceListBarProps {
  shape: ListShape;
  status: ListStatus;
  news: ListNews;
  /** What is selected and what can be done with it. */
  selection: ReactNode;
  density: Preference<'density'>;
  columns: readonly string[];
  onShowNews: () => void;
  onDensity: (density: Preference<'density'>) => void;
  onColumns: (columns: readonly string[]) => void;
}

/** Counts on the left, controls on the right. */
export function DeviceListBar(props: DeviceListBarProps) {
  const { shape, status, news, selection, density } = props;
  const isKnown = status.kind !== 'loading' && status.kind !== 'failed';
  return (
    <div className="device-list-bar">
      <p className="text-muted" aria-live="polite">
        {isKnown ? (
          <>
            <span className="figures text-ink">{shape.totalCount.toLocaleString('en')}</span>{' '}
            {shape.totalCount === 1 ? 'device' : 'devices'}
          </>
        ) : null}
      </p>
      <NewsPill news={news} onShow={props.onShowNews} />
      <span className="flex-1" />
      {selection}
      <ColumnsMenu columns={props.columns} onColumns={props.onColumns} />
      <Button
        tone="quiet"
        className="max-sm:hidden"
        onClick={() => props.onDensity(density === 'compact' ? 'comfortable' : 'compact')}
      >
        {density === 'compact' ? 'Comfortable rows' : 'Compact rows'}
      </Button>
    </div>
  );
}
