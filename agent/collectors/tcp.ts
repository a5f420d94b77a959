/** TCP segments sent again: the first sign of a bad link, from /proc/net/snmp. */
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';
import { Rate } from './rate.ts';

/** Retransmitted segments since boot. Throws when the file has no such counter. */
export function parseRetransmits(text: string): number {
  const [names = '', values = ''] = text.split('\n').filter((line) => line.startsWith('Tcp: '));
  const column = names.split(' ').indexOf('RetransSegs');
  const count = Number(values.split(' ')[column] ?? Number.NaN);
  if (column === -1 || Number.isNaN(count)) throw new Error('/proc/net/snmp has no RetransSegs');
  return count;
}

/** Series `tcp_retransmits_per_s`. */
export function tcpCollector(root = ''): Collector {
  const file = new ProcFile(`${root}/proc/net/snmp`);
  const rate = new Rate();
  return {
    name: 'tcp',
    series: ['tcp_retransmits_per_s'],
    missingReason: '/proc/net/snmp is not there',
    read(atMs): Values | null {
      const text = file.read();
      return text === null ? null : [rate.perSecond(parseRetransmits(text), atMs)];
    },
    close: () => file.close(),
  };
}
