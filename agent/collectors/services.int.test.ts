import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteService } from '../updater/executors/service-note.ts';
import { leaderSince } from '../updater/process-facts.ts';
import { servicesCollector } from './services.ts';

let directory: string;
let isApplying: boolean;
let children: ChildProcess[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flotilla-services-'));
  mkdirSync(join(directory, 'till'));
  [isApplying, children] = [false, []];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** Starts a service as the updater does. */
async function startTill(digest = 'sha256:aa'): Promise<ChildProcess> {
  const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  noteService(join(directory, 'till'), { pid, beganAt: leaderSince(pid) ?? '', digest });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Reads as the agent does, once a second. */
function reading() {
  const collector = servicesCollector({ directory, isApplying: () => isApplying });
  let at = 0;
  return () => {
    collector.read((at += 1_000));
    return collector.happenings?.();
  };
}

test('a service that ends by itself is an event, once', async () => {
  const read = reading();
  const till = await startTill();
  expect(read()).toEqual([]);
  await kill(till);
  expect(read()).toMatchObject([
    { type: 'PROCESS_EXIT', pid: till.pid, comm: 'till', details: { service: 'till', digest: 'sha256:aa' } },
  ]);
  expect(read()).toEqual([]);
});

test('a service that an update ends, or replaces, is none', async () => {
  const read = reading();
  const till = await startTill();
  expect(read()).toEqual([]);
  isApplying = true;
  await kill(till);
  expect(read()).toEqual([]);
  const next = await startTill();
  isApplying = false;
  expect(read()).toEqual([]);
  await kill(next);
  await startTill('sha256:bb');
  // An update that took less than the time between two looks.
  expect(read()).toEqual([]);
});

test('a service that was started again before anybody looked did end', async () => {
  const read = reading();
  const till = await startTill();
  expect(read()).toEqual([]);
  await kill(till);
  await startTill();
  expect(read()).toMatchObject([{ type: 'PROCESS_EXIT', pid: till.pid }]);
  expect(read()).toEqual([]);
});

test('a service that ended before the agent began to look is none, and neither is a device without services', async () => {
  await kill(await startTill());
  expect(reading()()).toEqual([]);
  rmSync(join(directory, 'till'), { recursive: true });
  expect(reading()()).toEqual([]);
});
