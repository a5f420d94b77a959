import { expect, test } from 'vitest';
import { parseNetworkTotals } from './network.ts';

const captured = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 10466944   35934    0    0    0     0          0         0 10466944   35934    0    0    0     0       0          0
  eth0: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0
 wlan0:300 3 0 0 0 0 0 0 400 4 0 0 0 0 0 0
docker0: 77 1 0 0 0 0 0 0 77 1 0 0 0 0 0 0
vethab12: 77 1 0 0 0 0 0 0 77 1 0 0 0 0 0 0
eth0.100: 77 1 0 0 0 0 0 0 77 1 0 0 0 0 0 0
`;

test('real interfaces count, and what travels inside them does not count twice', () => {
  expect(parseNetworkTotals(captured)).toEqual({ receivedBytes: 1300, sentBytes: 2400 });
});

test('a line of another shape is refused', () => {
  expect(() => parseNetworkTotals('eth0: nonsense')).toThrow('/proc/net/dev');
});
