/** The program's command lines: a bundle that somebody carried to a device is believed by its signatures, and starts nothing. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtAgent, ranAgent } from '../testing/agent-process.ts';
import { lockUpdater } from './lock.ts';
import { type EnrolledState, enrolledState } from './testing/enrolled-state.ts';
import { MetadataDesk } from './testing/metadata-desk.ts';
import { SigningDesk } from './testing/signing-desk.ts';

const desk = new SigningDesk();
const bytes = Buffer.from('#!/bin/sh\ntouch "$1"\n');
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const fileName = digest.replace(':', '-');
let program = '';
let device: EnrolledState;

const made: string[] = [];

afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true });
});

beforeAll(async () => {
  program = await builtAgent();
  device = await enrolledState({ desk });
  made.push(device.stateDir);
});

/** A bundle for the device, with a change to its intent. */
function bundle(generation: number, changes: Readonly<Record<string, unknown>> = {}, content = bytes): string {
  const directory = mkdtempSync(join(tmpdir(), 'flotilla-bundle-'));
  made.push(directory);
  const { deviceId, tenantId } = device;
  const offer = desk.offer({
    intent: { deviceId, tenantId, generation, ...changes },
    artifact: { digest, size: bytes.length, version: String(generation) },
    executor: { args: [join(device.stateDir, 'started')] },
    lease: null,
  });
  mkdirSync(join(directory, 'offers'));
  mkdirSync(join(directory, 'artifacts'));
  writeFileSync(join(directory, 'offers', `${deviceId}.json`), JSON.stringify(offer));
  writeFileSync(join(directory, 'artifacts', fileName), content);
  return directory;
}

/** The bundle, with all that a publisher gives out. */
function withMetadata(directory: string, { files }: MetadataDesk): string {
  mkdirSync(join(directory, 'metadata'));
  for (const [name, text] of files) writeFileSync(join(directory, 'metadata', name), text);
  return directory;
}

async function applied(directory: string) {
  const { code, stdout, stderr } = await ranAgent(
    program,
    'bundle',
    'apply',
    directory,
    '--json',
    '--state',
    device.stateDir,
  );
  expect(existsSync(join(device.stateDir, 'started'))).toBe(false);
  return { code, said: stdout === '' ? null : (JSON.parse(stdout) as Record<string, unknown>), stderr };
}

describe('the program', () => {
  test('loads nothing for updates while it only runs: a module of Node more would cost megabytes', () => {
    const text = readFileSync(program, 'utf8');
    for (const name of ['http', 'child_process', 'stream', 'fs/promises']) {
      expect(text).not.toMatch(new RegExp(`from ?"node:${name}"`));
    }
  });
});

describe('flotilla-agent bundle apply', () => {
  test('brings intent and bytes, and waits for the lease that no bundle can bring', async () => {
    const { code, said } = await applied(bundle(5));
    expect([code, said]).toEqual([75, expect.objectContaining({ rest: 'BLOCKED', stage: 'BLOCKED', generation: 5 })]);
    expect(readFileSync(join(device.stateDir, 'updater', 'artifacts', fileName)).equals(bytes)).toBe(true);
  });

  test('refuses what is not for this device, not newer, or not signed, and says which', async () => {
    const wrong = bundle(6);
    const path = join(wrong, 'offers', `${device.deviceId}.json`);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"web\\"', '"wob\\"').replace('web', 'wob'));
    for (const [directory, reason] of [
      [bundle(4), 'GENERATION_NOT_RISING'],
      [bundle(6, { tenantId: 'other' }), 'SCOPE_WIDENED'],
      [bundle(6, { expiresAt: '2020-01-01T00:00:00.000Z' }), 'METADATA_EXPIRED'],
      [wrong, 'WRONG_KEY'],
    ] as const) {
      const { code, said } = await applied(directory);
      expect([code, said]).toEqual([
        1,
        expect.objectContaining({ refusal: expect.objectContaining({ code: reason }) }),
      ]);
    }
  });

  test('refuses links and other bytes without giving the intent up', async () => {
    rmSync(join(device.stateDir, 'updater', 'artifacts'), { recursive: true });
    const linked = bundle(7);
    unlinkSync(join(linked, 'artifacts', fileName));
    symlinkSync('/etc/hostname', join(linked, 'artifacts', fileName));
    const swapped = bundle(8, {}, Buffer.from(bytes.map((byte) => byte ^ 1)));
    const longer = bundle(9, {}, Buffer.concat([bytes, bytes]));
    for (const [directory, reason] of [
      [linked, 'SYMLINK'],
      [swapped, 'DIGEST_MISMATCH'],
      [longer, 'SIZE_MISMATCH'],
    ] as const) {
      const { code, said, stderr } = await applied(directory);
      expect([code, said], stderr).toEqual([
        1,
        expect.objectContaining({ stage: 'BLOCKED', refusal: expect.objectContaining({ code: reason }) }),
      ]);
    }
  });

  test('takes the bytes only where update metadata vouch for them that the bundle brings, and says which do not', async () => {
    const publisher = new MetadataDesk();
    const ownRoot = join(device.stateDir, 'update-root.json');
    writeFileSync(ownRoot, publisher.file('root.json') ?? '', { mode: 0o600 });
    const taken = join(device.stateDir, 'updater', 'artifacts', fileName);
    rmSync(taken, { force: true });
    const without = await applied(bundle(10));
    expect([without.code, existsSync(taken)]).toEqual([75, false]);
    const target = (version: number) => ({
      [`web/${version}`]: { length: bytes.length, sha256: digest.slice('sha256:'.length) },
    });
    publisher.publish(target(11), { timestamp: '2026-01-01T00:00:00Z' });
    const late = await applied(withMetadata(bundle(11), publisher));
    expect([late.code, late.said]).toEqual([
      1,
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'METADATA_EXPIRED' }) }),
    ]);
    expect(existsSync(taken)).toBe(false);
    publisher.publish(target(12));
    expect((await applied(withMetadata(bundle(12), publisher))).code).toBe(75);
    expect(existsSync(taken)).toBe(true);
    rmSync(ownRoot);
  });

  test('says so when there is nothing for this device, or another updater is at work', async () => {
    const empty = await enrolledState({ desk });
    made.push(empty.stateDir);
    const nothing = await ranAgent(program, 'bundle', 'apply', bundle(9), '--state', empty.stateDir);
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('has nothing for device')]);
    const lock = lockUpdater(empty.stateDir);
    const second = await ranAgent(program, 'updater', '--state', empty.stateDir);
    lock.release();
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining('Another updater works on')]);
    // Nobody answers, and nobody knows whether there is something to do.
    expect((await ranAgent(program, 'updater', '--state', empty.stateDir)).code).toBe(75);
  });

  test('and updater explain a wrong command line', async () => {
    const wrong = await Promise.all([
      ranAgent(program, 'bundle', 'aply', 'x'),
      ranAgent(program, 'updater', '--download-rate', 'fast'),
      ranAgent(program, 'updater', 'now'),
    ]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2]);
  });
});
