/**
 * The series every agent knows, with their units. Each is a column of the metrics database, so a new one is a
 * migration there and a line here; series outside this list are stored too, within a budget.
 */

/** One series of the catalogue. */
export type SeriesDescription = { readonly name: string; readonly unit: string; readonly description: string };

/** All of them, in the order of the columns. */
export const catalogue: readonly SeriesDescription[] = [
  { name: 'cpu_usage_pct', unit: '%', description: 'Processor time not idle, all cores together.' },
  { name: 'cpu_iowait_pct', unit: '%', description: 'Processor time idle while a disk request was outstanding.' },
  { name: 'cpu_steal_pct', unit: '%', description: 'Processor time taken by the hypervisor.' },
  { name: 'load1', unit: 'processes', description: 'Length of the run queue, 1-minute average.' },
  { name: 'mem_used_bytes', unit: 'bytes', description: 'Memory not available to new work.' },
  { name: 'mem_available_bytes', unit: 'bytes', description: 'Memory available to new work without swapping.' },
  { name: 'swap_used_bytes', unit: 'bytes', description: 'Swap space in use.' },
  { name: 'psi_cpu_some_pct', unit: '%', description: 'Time in which some task waited for a processor.' },
  { name: 'psi_io_some_pct', unit: '%', description: 'Time in which some task waited for a disk.' },
  { name: 'psi_io_full_pct', unit: '%', description: 'Time in which every task waited for a disk.' },
  { name: 'psi_mem_some_pct', unit: '%', description: 'Time in which some task waited for memory.' },
  { name: 'psi_mem_full_pct', unit: '%', description: 'Time in which every task waited for memory.' },
  { name: 'disk_read_bytes_per_s', unit: 'bytes/s', description: 'Read from all disks.' },
  { name: 'disk_write_bytes_per_s', unit: 'bytes/s', description: 'Written to all disks.' },
  { name: 'disk_read_latency_ms', unit: 'ms', description: 'Mean time of a read request.' },
  { name: 'disk_write_latency_ms', unit: 'ms', description: 'Mean time of a write request.' },
  { name: 'disk_used_pct', unit: '%', description: 'Space used on the fullest file system.' },
  { name: 'net_rx_bytes_per_s', unit: 'bytes/s', description: 'Received on all interfaces but loopback.' },
  { name: 'net_tx_bytes_per_s', unit: 'bytes/s', description: 'Sent on all interfaces but loopback.' },
  { name: 'tcp_retransmits_per_s', unit: 'segments/s', description: 'TCP segments sent again.' },
  { name: 'uptime_s', unit: 's', description: 'Time since boot.' },
];

const columnByName = new Map(catalogue.map(({ name }, column) => [name, column]));
const customName = /^[a-z][a-z0-9_]{0,63}$/;

/** The place of a series in the catalogue; undefined for a series outside it. */
export function columnOf(name: string): number | undefined {
  return columnByName.get(name);
}

/** The unit of a series; empty for one outside the catalogue, whose unit only its sender knows. */
export function unitOf(name: string): string {
  return catalogue[columnByName.get(name) ?? -1]?.unit ?? '';
}

/** Whether a name can be that of a series at all. */
export function isSeriesName(name: string): boolean {
  return customName.test(name);
}
