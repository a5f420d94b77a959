import { expect, test } from 'vitest';
import { parseMemory, parseOomKills } from './memory.ts';

const captured = `MemTotal:       24684096 kB
MemFree:        22814000 kB
MemAvailable:   23537000 kB
Buffers:          120000 kB
Cached:           900000 kB
SwapCached:            0 kB
SwapTotal:       2097148 kB
SwapFree:        2000000 kB
`;

test('kilobytes of /proc/meminfo become bytes', () => {
  expect(parseMemory(captured)).toEqual({
    totalBytes: 24684096 * 1024,
    availableBytes: 23537000 * 1024,
    swapTotalBytes: 2097148 * 1024,
    swapFreeBytes: 2000000 * 1024,
  });
});

test('a kernel that does not tell what is available is understood by what is free or cached', () => {
  const old = captured.replace(/MemAvailable.*\n/, '');
  expect(parseMemory(old).availableBytes).toBe((22814000 + 120000 + 900000) * 1024);
});

test('a machine without swap uses none', () => {
  const { swapTotalBytes, swapFreeBytes } = parseMemory('MemTotal: 100 kB\nMemAvailable: 50 kB\n');
  expect([swapTotalBytes, swapFreeBytes]).toEqual([0, 0]);
});

test('text without MemTotal is refused', () => {
  expect(() => parseMemory('nothing: 1 kB')).toThrow('MemTotal');
});

test('the count of processes killed for want of memory is found, or known to be missing', () => {
  expect(parseOomKills('pgfault 12\noom_kill 3\ndrop_slab 0\n')).toBe(3);
  expect(parseOomKills('pgfault 12\n')).toBeNull();
});
