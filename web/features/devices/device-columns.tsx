/**
 * The columns of the device list: what each shows, how wide it is, what the API sorts it by, and the text that tells
 * whether its value changed (so that the cell can flash).
 */
import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { Age } from '../../ui/age.tsx';
import { DeviceStateCell } from './device-state-cell.tsx';
import type { DeviceFacts } from './device-row-fragment.ts';
import { LabelList } from './label-list.tsx';
import { linkText } from './link-text.ts';

/** What a column knows about itself beyond the table model. */
export interface DeviceColumn {
  id: string;
  title: string;
  /** A track of a CSS grid. */
  width: string;
  /** The key the API sorts by; null when it cannot. */
  sortKey: string | null;
  render: (facts: DeviceFacts) => ReactNode;
  /** Equal texts mean an unchanged value. */
  signature: (facts: DeviceFacts) => string;
}

/** All columns, in their order. */
export const DEVICE_COLUMNS: readonly DeviceColumn[] = [
  {
    id: 'name',
    title: 'Device',
    width: 'minmax(160px, 1.5fr)',
    sortKey: 'name',
    render: ({ name, id }) => (
      <span className="truncate font-medium" title={`${name}\n${id}`}>
        {name}
      </span>
    ),
    signature: ({ name }) => name,
  },
  {
    id: 'state',
    title: 'State',
    width: '168px',
    sortKey: 'state',
    render: (facts) => <DeviceStateCell facts={facts} />,
    signature: ({ connectivity, trust, phase }) => `${connectivity.mode} ${trust} ${phase}`,
  },
  {
    id: 'age',
    title: 'Age',
    width: '84px',
    sortKey: 'lastSeen',
    render: ({ connectivity }) => <Age at={connectivity.lastSeenAt} prefix="" />,
    // The age changes all the time; that is no news.
    signature: () => '',
  },
  {
    id: 'domain',
    title: 'Domain',
    width: 'minmax(100px, 1fr)',
    sortKey: null,
    render: ({ domain }) => (
      <span className="truncate" title={domain.path}>
        {domain.name}
      </span>
    ),
    signature: ({ domain }) => domain.id,
  },
  {
    id: 'location',
    title: 'Location',
    width: 'minmax(100px, 1fr)',
    sortKey: null,
    render: ({ location }) => <span className="truncate">{location?.name ?? '–'}</span>,
    signature: ({ location }) => location?.id ?? '',
  },
  {
    id: 'labels',
    title: 'Labels',
    width: 'minmax(120px, 1.3fr)',
    sortKey: null,
    render: ({ labels }) => <LabelList labels={labels} />,
    signature: ({ labels }) => labels.map(({ key, value }) => `${key}=${value}`).join(' '),
  },
  {
    id: 'agent',
    title: 'Agent',
    width: '72px',
    sortKey: null,
    render: ({ reported }) => <span className="font-mono">{reported?.agentVersion ?? '–'}</span>,
    signature: ({ reported }) => reported?.agentVersion ?? '',
  },
  {
    id: 'channel',
    title: 'Channel',
    width: '72px',
    sortKey: null,
    render: ({ channel }) => channel,
    signature: ({ channel }) => channel,
  },
  {
    id: 'link',
    title: 'Link',
    width: '152px',
    sortKey: null,
    render: ({ connectivity }) => <span className="truncate font-mono">{linkText(connectivity.linkQuality)}</span>,
    // Round-trip times jitter with every heartbeat: a flash per beat would be noise.
    signature: () => '',
  },
];

/** The parts of the table library that are used: nothing but the order and visibility of columns. */
export const deviceTableFeatures = tableFeatures({ columnVisibilityFeature, columnMeta: {} as DeviceColumn });

const helper = createColumnHelper<typeof deviceTableFeatures, { id: string }>();

/** The same columns for the table model, whose rows are only ids: facts are read by the row that shows them. */
export const deviceTableColumns = helper.columns(
  DEVICE_COLUMNS.map((column) => helper.display({ id: column.id, header: column.title, meta: column })),
);
