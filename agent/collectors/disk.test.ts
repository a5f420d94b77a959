import { expect, test } from 'vitest';
import { parseDiskTotals, parseMountPoints } from './disk.ts';

const disk =
  ' 254       0 vda 51107 15372 5315106 41114 27142 81987 5804112 36913 0 8872 79252 11885 15 789064 866 9900 357';
const partition = ' 254       1 vda1 51000 15000 5000000 41000 27000 81000 5800000 36000 0 8000 79000 0 0 0 0 0 0';
const loop = '   7       0 loop0 9 9 9 9 9 9 9 9 9 9 9 0 0 0 0 0 0';
const mapper = ' 253       0 dm-0 51107 0 5315106 41114 27142 0 5804112 36913 0 8872 79252 0 0 0 0 0 0';

test('whole disks count once, however many layers show their traffic', () => {
  expect(parseDiskTotals([loop, disk, partition, mapper].join('\n'))).toEqual({
    reads: 51107,
    readBytes: 5315106 * 512,
    readMs: 41114,
    writes: 27142,
    writtenBytes: 5804112 * 512,
    writeMs: 36913,
  });
});

test('several disks are summed', () => {
  const nvme = disk.replace('vda', 'nvme0n1');
  expect(parseDiskTotals([disk, nvme].join('\n')).reads).toBe(2 * 51107);
});

test('where only partitions are shown they count', () => {
  expect(parseDiskTotals([loop, partition].join('\n')).reads).toBe(51000);
});

test('a machine without disks has no traffic', () => {
  expect(parseDiskTotals(loop)).toMatchObject({ reads: 0, writtenBytes: 0 });
});

test("only file systems of the device's own disks are looked at, each once, under their real names", () => {
  const mounts = [
    '/dev/vda1 / ext4 rw 0 0',
    'proc /proc proc rw 0 0',
    '/dev/vdb1 /mnt/big\\040disk xfs rw 0 0',
    '/dev/loop3 /snap/core squashfs ro 0 0',
    'server:/share /mnt/net nfs rw 0 0',
  ];
  expect(parseMountPoints(mounts.join('\n'))).toEqual(['/', '/mnt/big disk']);
});
