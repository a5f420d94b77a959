/** Throughput and latency of the disks from /proc/diskstats, and how full the fullest file system is. */
import { statfsSync } from 'node:fs';
import type { Collector, Values } from './collector.ts';
import { ProcFile } from './proc-file.ts';
import { Increase } from './rate.ts';

/** Sums over the whole disks since boot. */
export type DiskTotals = {
  readonly reads: number;
  readonly readBytes: number;
  readonly readMs: number;
  readonly writes: number;
  readonly writtenBytes: number;
  readonly writeMs: number;
};

/** A sector of /proc/diskstats, whatever the disk's own. */
const sectorBytes = 512;
const wholeDisk = /^(?:sd[a-z]+|hd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+|pmem\d+|nbd\d+|dasd[a-z]+)$/;
const notDisk = /^(?:loop|ram|zram|sr|fd|dm-|md)\d*/;

/**
 * Reads /proc/diskstats. Partitions and layers above disks (device mapper, RAID) are left out, for their traffic is
 * the disks' traffic; where only partitions are shown, as in some virtual machines, they count.
 */
export function parseDiskTotals(text: string): DiskTotals {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const named = lines.filter((fields) => fields.length >= 11);
  const disks = named.filter((fields) => wholeDisk.test(fields[2] ?? ''));
  const counted = disks.length > 0 ? disks : named.filter((fields) => !notDisk.test(fields[2] ?? ''));
  const sum = (index: number): number => counted.reduce((total, fields) => total + Number(fields[index]), 0);
  return {
    reads: sum(3),
    readBytes: sum(5) * sectorBytes,
    readMs: sum(6),
    writes: sum(7),
    writtenBytes: sum(9) * sectorBytes,
    writeMs: sum(10),
  };
}

/** Latency is the mean of the operations that ended since the last reading; without any it is a gap, not a zero. */
export function diskCollector(root = ''): Collector {
  const file = new ProcFile(`${root}/proc/diskstats`);
  const mounts = new ProcFile(`${root}/proc/self/mounts`);
  const increase = new Increase();
  let lastMs = 0;
  return {
    name: 'disk',
    series: [
      'disk_read_bytes_per_s',
      'disk_write_bytes_per_s',
      'disk_read_latency_ms',
      'disk_write_latency_ms',
      'disk_used_pct',
    ],
    missingReason: '/proc/diskstats is not there',
    read(atMs): Values | null {
      const text = file.read();
      if (text === null) return null;
      const totals = parseDiskTotals(text);
      const { reads, readBytes, readMs, writes, writtenBytes, writeMs } = totals;
      const since = increase.since([reads, readBytes, readMs, writes, writtenBytes, writeMs], atMs);
      const seconds = (atMs - lastMs) / 1_000;
      lastMs = atMs;
      const used = fullestPct(parseMountPoints(mounts.read() ?? ''));
      if (!since) return [null, null, null, null, used];
      const [readsDone = 0, bytesRead = 0, readTime = 0, writesDone = 0, bytesWritten = 0, writeTime = 0] = since;
      return [
        bytesRead / seconds,
        bytesWritten / seconds,
        readsDone > 0 ? readTime / readsDone : null,
        writesDone > 0 ? writeTime / writesDone : null,
        used,
      ];
    },
    close(): void {
      file.close();
      mounts.close();
    },
  };
}

/** Where file systems of this device's own disks are mounted. Network file systems can hang whoever asks them. */
export function parseMountPoints(text: string): string[] {
  const mounts = text.split('\n').map((line) => line.split(' '));
  const own = mounts.filter(([device = '']) => device.startsWith('/dev/') && !device.startsWith('/dev/loop'));
  return [...new Map(own.map(([device, point = '/']) => [device, unescaped(point)])).values()];
}

/** The kernel writes space, tab, line end and backslash as octal. */
function unescaped(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function fullestPct(points: readonly string[]): number | null {
  // In a container the disks are out of sight; what is mounted at the root still counts.
  const shares = (points.length > 0 ? points : ['/']).flatMap((point) => usedPct(point) ?? []);
  return shares.length > 0 ? Math.max(...shares) : null;
}

/** As `df` counts: what unprivileged programs can no longer use. */
function usedPct(point: string): number | null {
  try {
    const { blocks, bfree, bavail } = statfsSync(point);
    const used = blocks - bfree;
    return used + bavail === 0 ? null : (used * 100) / (used + bavail);
  } catch {
    return null;
  }
}
