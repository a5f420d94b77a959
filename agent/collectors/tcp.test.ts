import { expect, test } from 'vitest';
import { parseRetransmits } from './tcp.ts';

test('the counter is found by its name, not its place', () => {
  const captured = `Ip: Forwarding DefaultTTL
Ip: 1 64
Tcp: RtoAlgorithm RtoMin InSegs OutSegs RetransSegs InErrs
Tcp: 1 200 58349 50085 2 0
Udp: InDatagrams
Udp: 5
`;
  expect(parseRetransmits(captured)).toBe(2);
});

test('a kernel without the counter is refused', () => {
  expect(() => parseRetransmits('Ip: Forwarding\nIp: 1\n')).toThrow('RetransSegs');
});
