/**
 * Which measurements of a device are drawn together. One chart answers one question and has one unit; the order is
 * that of a diagnosis: is it busy, is it starved, is it waiting for its disk, is its network the problem.
 */

/** One chart: its lines in the order of the legend. */
export interface ChartDefinition {
  id: string;
  title: string;
  unit: string;
  max?: number;
  lines: readonly { series: string; label: string }[];
}

/** The charts of a device, in their order on the page. */
export const DEVICE_CHARTS: readonly ChartDefinition[] = [
  {
    id: 'cpu',
    title: 'CPU',
    unit: '%',
    max: 100,
    lines: [
      { series: 'cpu_usage_pct', label: 'usage' },
      { series: 'cpu_iowait_pct', label: 'I/O wait' },
      { series: 'cpu_steal_pct', label: 'steal' },
    ],
  },
  {
    id: 'memory',
    title: 'Memory',
    unit: 'bytes',
    lines: [
      { series: 'mem_used_bytes', label: 'used' },
      { series: 'mem_available_bytes', label: 'available' },
      { series: 'swap_used_bytes', label: 'swap' },
    ],
  },
  {
    id: 'pressure-cpu',
    title: 'Pressure: CPU',
    unit: '%',
    lines: [{ series: 'psi_cpu_some_pct', label: 'some tasks waiting' }],
  },
  {
    id: 'pressure-io',
    title: 'Pressure: I/O',
    unit: '%',
    lines: [
      { series: 'psi_io_some_pct', label: 'some tasks' },
      { series: 'psi_io_full_pct', label: 'all tasks' },
    ],
  },
  {
    id: 'pressure-memory',
    title: 'Pressure: memory',
    unit: '%',
    lines: [
      { series: 'psi_mem_some_pct', label: 'some tasks' },
      { series: 'psi_mem_full_pct', label: 'all tasks' },
    ],
  },
  { id: 'load', title: 'Load', unit: '', lines: [{ series: 'load1', label: '1 minute' }] },
  {
    id: 'disk-throughput',
    title: 'Disk throughput',
    unit: 'bytes/s',
    lines: [
      { series: 'disk_read_bytes_per_s', label: 'read' },
      { series: 'disk_write_bytes_per_s', label: 'write' },
    ],
  },
  {
    id: 'disk-latency',
    title: 'Disk latency',
    unit: 'ms',
    lines: [
      { series: 'disk_read_latency_ms', label: 'read' },
      { series: 'disk_write_latency_ms', label: 'write' },
    ],
  },
  {
    id: 'network',
    title: 'Network',
    unit: 'bytes/s',
    lines: [
      { series: 'net_rx_bytes_per_s', label: 'received' },
      { series: 'net_tx_bytes_per_s', label: 'sent' },
    ],
  },
  {
    id: 'retransmits',
    title: 'TCP retransmits',
    unit: '/s',
    lines: [{ series: 'tcp_retransmits_per_s', label: 'retransmits' }],
  },
];

/** Every series the charts draw: what is asked of the API, once for all charts. */
export const DEVICE_SERIES: readonly string[] = DEVICE_CHARTS.flatMap(({ lines }) => lines.map(({ series }) => series));
