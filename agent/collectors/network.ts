/** Bytes received and sent by the device's real interfaces, from /proc/net/dev. */
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';
import { Rate } from './rate.ts';

/** Sums over the counted interfaces since they came up. */
export type NetworkTotals = { readonly receivedBytes: number; readonly sentBytes: number };

/** Loopback, and what carries traffic that a real interface carries too: bridges, tunnels, bonds, VLANs, containers. */
const notCounted = /^(?:lo|ifb\d|veth|docker|br-|virbr|cni|flannel|cali|vxlan|dummy|bond\d|team\d|tun\d|tap\d|wg\d)|\./;

/** Reads /proc/net/dev. */
export function parseNetworkTotals(text: string): NetworkTotals {
  let receivedBytes = 0;
  let sentBytes = 0;
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === -1 || notCounted.test(line.slice(0, colon).trim())) continue;
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    receivedBytes += Number(fields[0]);
    sentBytes += Number(fields[8]);
  }
  if (Number.isNaN(receivedBytes + sentBytes)) throw new Error('/proc/net/dev has another shape than expected');
  return { receivedBytes, sentBytes };
}

/** Series of the sums; an interface that goes away lowers them, which is a gap for one second. */
export function networkCollector(root = ''): Collector {
  const file = new ProcFile(`${root}/proc/net/dev`);
  const received = new Rate();
  const sent = new Rate();
  return {
    name: 'network',
    series: ['net_rx_bytes_per_s', 'net_tx_bytes_per_s'],
    missingReason: '/proc/net/dev is not there',
    read(atMs): Values | null {
      const text = file.read();
      if (text === null) return null;
      const { receivedBytes, sentBytes } = parseNetworkTotals(text);
      return [received.perSecond(receivedBytes, atMs), sent.perSecond(sentBytes, atMs)];
    },
    close: () => file.close(),
  };
}
