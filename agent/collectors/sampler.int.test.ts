/** Collectors against a tree of captured files: what they make of it, and what they say when part of it is not there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readInventory } from '../inventory/inventory.ts';
import { allCollectors, Sampler } from './sampler.ts';

let root: string;

const first: Readonly<Record<string, string>> = {
  'proc/stat': 'cpu  100 0 50 800 50 0 0 0 0 0\n',
  'proc/loadavg': '0.50 0.4 0.3 1/1 1\n',
  'proc/meminfo': 'MemTotal: 1000 kB\nMemAvailable: 400 kB\nSwapTotal: 10 kB\nSwapFree: 4 kB\n',
  'proc/vmstat': 'oom_kill 1\n',
  'proc/pressure/cpu': 'some avg10=0 avg60=0 avg300=0 total=1000000\nfull avg10=0 avg60=0 avg300=0 total=0\n',
  'proc/pressure/io': 'some avg10=0 avg60=0 avg300=0 total=1000000\nfull avg10=0 avg60=0 avg300=0 total=1000000\n',
  'proc/pressure/memory': 'some avg10=0 avg60=0 avg300=0 total=0\nfull avg10=0 avg60=0 avg300=0 total=0\n',
  'proc/diskstats': ' 8 0 sda 10 0 100 40 20 0 200 100 0 0 0\n',
  'proc/net/dev': 'h\nh\n eth0: 1000 0 0 0 0 0 0 0 2000 0 0 0 0 0 0 0\n',
  'proc/net/snmp': 'Tcp: RetransSegs\nTcp: 5\n',
  'proc/uptime': '100.5 1\n',
};

const second: Readonly<Record<string, string>> = {
  'proc/stat': 'cpu  140 0 60 840 60 0 0 0 0 0\n',
  'proc/vmstat': 'oom_kill 3\n',
  'proc/pressure/cpu': 'some avg10=0 avg60=0 avg300=0 total=1250000\nfull avg10=0 avg60=0 avg300=0 total=0\n',
  'proc/pressure/io': 'some avg10=0 avg60=0 avg300=0 total=1500000\nfull avg10=0 avg60=0 avg300=0 total=1100000\n',
  'proc/diskstats': ' 8 0 sda 20 0 300 90 20 0 200 100 0 0 0\n',
  'proc/net/dev': 'h\nh\n eth0: 1500 0 0 0 0 0 0 0 2200 0 0 0 0 0 0 0\n',
  'proc/net/snmp': 'Tcp: RetransSegs\nTcp: 9\n',
};

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flotilla-proc-'));
  write(first);
  return () => rmSync(root, { recursive: true });
});

test('two readings a second apart give every series its value, and the kernel its event', () => {
  const sampler = new Sampler(allCollectors(root));
  sampler.read(1_000);
  write(second);
  const { values, happenings } = sampler.read(2_000);
  const bySeries = Object.fromEntries(sampler.series.map((name, index) => [name, values[index]]));
  sampler.close();
  expect(bySeries).toEqual({
    cpu_usage_pct: 50,
    cpu_iowait_pct: 10,
    cpu_steal_pct: 0,
    load1: 0.5,
    mem_used_bytes: 600 * 1024,
    mem_available_bytes: 400 * 1024,
    swap_used_bytes: 6 * 1024,
    psi_cpu_some_pct: 25,
    psi_io_some_pct: 50,
    psi_io_full_pct: 10,
    psi_mem_some_pct: 0,
    psi_mem_full_pct: 0,
    disk_read_bytes_per_s: 200 * 512,
    disk_write_bytes_per_s: 0,
    disk_read_latency_ms: 5,
    disk_write_latency_ms: null,
    disk_used_pct: expect.any(Number),
    net_rx_bytes_per_s: 500,
    net_tx_bytes_per_s: 200,
    tcp_retransmits_per_s: 4,
    uptime_s: 100.5,
  });
  expect(happenings).toEqual([{ type: 'OOM_KILL', pid: 0, comm: '', details: { kills: 2, source: '/proc/vmstat' } }]);
});

test('a kernel without pressure accounting loses that collector alone, and says why', () => {
  rmSync(join(root, 'proc/pressure'), { recursive: true });
  const sampler = new Sampler(allCollectors(root));
  const { values } = sampler.read(1_000);
  const reports = sampler.reports();
  sampler.close();
  expect(reports.filter((report) => report.state !== 'OK')).toEqual([
    { name: 'pressure', state: 'MISSING', reason: expect.stringContaining('psi=0') },
  ]);
  expect(values[sampler.series.indexOf('load1')]).toBe(0.5);
  expect(values[sampler.series.indexOf('psi_io_some_pct')]).toBeNull();
});

test('a device without any of the files still gives rows, of nothing', () => {
  const sampler = new Sampler(allCollectors(join(root, 'nowhere')));
  const { values } = sampler.read(1_000);
  expect(values.every((value) => value === null)).toBe(true);
  expect(sampler.reports().every((report) => report.state === 'MISSING' && report.reason)).toBe(true);
  sampler.close();
});

test('a file that makes no sense is a fault of its collector and of no other', () => {
  write({ 'proc/net/snmp': 'gibberish\n' });
  const sampler = new Sampler(allCollectors(root));
  sampler.read(1_000);
  const failing = sampler.reports().filter((report) => report.state === 'FAILING');
  sampler.close();
  expect(failing).toEqual([{ name: 'tcp', state: 'FAILING', reason: expect.stringContaining('RetransSegs') }]);
});

test('the inventory is what the files say, with nulls for what they do not', () => {
  write({
    'proc/cpuinfo': 'processor\t: 0\nmodel name\t: AMD EPYC\nprocessor\t: 1\nmodel name\t: AMD EPYC\n',
    'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
    'proc/sys/kernel/osrelease': '6.18.44\n',
    'proc/sys/kernel/hostname': 'kiosk-7\n',
    'sys/block/sda/size': '1000\n',
    'sys/block/loop0/size': '9999\n',
    'sys/class/drm/card0/device/vendor': '0x8086\n',
    'sys/class/drm/card0/device/device': '0x46a6\n',
  });
  expect(readInventory([], root)).toEqual({
    cpu: 'AMD EPYC',
    cpuCores: 2,
    ramBytes: 1000 * 1024,
    storageBytes: 512_000,
    gpus: ['Intel 0x46a6'],
    os: 'Debian GNU/Linux 12 (bookworm)',
    kernel: '6.18.44',
    hostname: 'kiosk-7',
    collectors: [],
  });
  const nothing = readInventory([], join(root, 'nowhere'));
  expect(nothing).toMatchObject({ cpu: null, cpuCores: null, ramBytes: null, gpus: [], os: null });
});
