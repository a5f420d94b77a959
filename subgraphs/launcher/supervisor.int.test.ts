import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readLauncherConfig } from './config.ts';
import { endOrphans } from './orphans.ts';
import { readProcess } from './processes.ts';
import { Progress } from './progress.ts';
import { identityOf, readRunRecord, writeRunRecord } from './run-record.ts';
import type { Service } from './service.ts';
import { Supervisor } from './supervisor.ts';
import { pidsOf, toyService } from './testing/toy-service.ts';

let directory: string;
let lines: string[];
let supervisor: Supervisor;
let progress: Progress;

const isAlive = (pid: number | undefined): boolean => {
  const entry = pid === undefined ? undefined : readProcess(pid);
  return entry !== undefined && !entry.isZombie;
};
const toy = (name: string, code = ''): Service => toyService(directory, name, code);
const withChild = (name: string): Service => {
  const child = JSON.stringify(
    `require('fs').appendFileSync(${JSON.stringify(join(directory, `${name}-child.pid`))}, process.pid + '\\n'); setInterval(() => {}, 1000)`,
  );
  return toy(name, `require('child_process').spawn(process.execPath, ['-e', ${child}], { stdio: 'ignore' })`);
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flotilla-supervisor-'));
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text).trim()) > 0);
  progress = new Progress(directory);
  supervisor = new Supervisor(readLauncherConfig({ FLOTILLA_DATA_DIR: directory }), progress);
});
afterEach(async () => {
  await supervisor.stop();
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

describe('the supervisor', () => {
  test('starts a crashed service again and says so in one line each', async () => {
    await supervisor.start(toy('worker'));
    const [first] = pidsOf(directory, 'worker');
    process.kill(first ?? 0, 'SIGKILL');
    await expect.poll(() => pidsOf(directory, 'worker').length).toBe(2);
    await expect
      .poll(() => lines.filter((line) => line.includes('worker')))
      .toEqual(['! worker was killed by SIGKILL; starting it again in 0.5 s', '✓ worker is back']);
    expect(readRunRecord(directory)?.services[0]).toMatchObject({ name: 'worker', state: 'ready', restarts: 1 });
  });

  test('gives up on a service that never comes up, with the last thing it said', async () => {
    const broken = {
      ...toy('broken', "console.error('Error: no disk left'); process.exit(3)"),
      probe: () => Promise.reject(new Error('no')),
    };
    await expect(supervisor.start(broken)).rejects.toThrow(/^broken keeps ending: Error: no disk left \(log: /);
    expect(pidsOf(directory, 'broken')).toHaveLength(3);
  });

  test('does not start a service again whose exit code says it is senseless', async () => {
    const agent = {
      ...toy('agent', 'setTimeout(() => process.exit(78), 300)'),
      finalExits: { 78: 'this machine is revoked' },
    };
    await supervisor.start(agent);
    await expect.poll(() => lines).toContain('! agent: this machine is revoked');
    await delay(700);
    expect(pidsOf(directory, 'agent')).toHaveLength(1);
  });

  test('stops in order and leaves no process, neither children nor those that ignore the signal', async () => {
    await supervisor.start({ ...withChild('base'), stopTier: 0 });
    await supervisor.start({ ...toy('stubborn', "process.on('SIGTERM', () => {})"), stopTier: 3 });
    await expect.poll(() => pidsOf(directory, 'base-child').length).toBe(1);
    const startedAt = performance.now();
    await supervisor.stop();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const pids = ['base', 'base-child', 'stubborn'].flatMap((name) => pidsOf(directory, name));
    expect(pids).toHaveLength(3);
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
    expect(readRunRecord(directory)).toBeUndefined();
  });

  test('ends what a killed launcher left, and nothing that merely has its number', async () => {
    await supervisor.start(withChild('orphan'));
    await expect.poll(() => pidsOf(directory, 'orphan-child').length).toBe(1);
    const record = readRunRecord(directory);
    const orphan = record?.services[0];
    if (!record || !orphan) throw new Error('nothing was recorded');
    // What the record of a killed launcher looks like: its own process is no more, and one number has gone to us.
    const gone = { pid: record.launcher.pid, startTime: '1' };
    const reused = { ...orphan, name: 'reused', process: { pid: process.pid, startTime: '1' } };
    supervisor.kill();
    await supervisor.start(withChild('second'));
    await expect.poll(() => pidsOf(directory, 'second-child').length).toBe(1);
    const second = readRunRecord(directory)?.services.find(({ name }) => name === 'second');
    if (!second) throw new Error('nothing was recorded');
    writeRunRecord(directory, { ...record, launcher: gone, services: [second, reused] });
    await endOrphans(directory, progress);
    expect(['second', 'second-child'].flatMap((name) => pidsOf(directory, name)).filter(isAlive)).toEqual([]);
    expect(isAlive(process.pid)).toBe(true);
  });

  test('refuses to run beside a launcher that still runs on the same data', async () => {
    expect(readRunRecord(directory)?.launcher).toEqual(identityOf(process.pid));
    await expect(endOrphans(directory, progress)).rejects.toThrow(/already runs/);
  });
});
