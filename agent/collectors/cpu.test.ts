import { expect, test } from 'vitest';
import { parseCpuTimes } from './cpu.ts';

const captured = `cpu  13842 5 8008 419959 466 2 159 27 0 0
cpu0 6179 0 3680 211243 69 0 42 10 0 0
intr 4321`;

test('the first line of /proc/stat says where the time of all processors went', () => {
  expect(parseCpuTimes(captured)).toEqual({
    user: 13842,
    nice: 5,
    system: 8008,
    idle: 419959,
    iowait: 466,
    irq: 2,
    softirq: 159,
    steal: 27,
  });
});

test('a kernel that tells only four columns is understood', () => {
  expect(parseCpuTimes('cpu 1 2 3 4')).toMatchObject({ user: 1, idle: 4, iowait: 0, steal: 0 });
});

test('another file is refused', () => {
  expect(() => parseCpuTimes('intr 1 2 3 4 5')).toThrow('cpu line');
});
