/** Real processes: a service is started once, known again by whoever comes later, ended with all it began, and kept. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { until } from '../../testing/agent-process.ts';
import { intentIn } from '../believing/intent.ts';
import { type HealthTools, prove } from '../health.ts';
import { SigningDesk } from '../testing/signing-desk.ts';
import { keepServices } from './keeper.ts';
import { ServiceExecutor } from './service.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-service-'));
const desk = new SigningDesk();
const services: ServiceExecutor[] = [];

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  rmSync(root, { recursive: true });
});

type Packed = { readonly bytes: Buffer; readonly mediaType: string; readonly entry?: string };

/** A service of some bytes, prepared and switched to. */
async function service(packed: Packed, health: readonly object[] = []) {
  const { bytes, mediaType, entry } = packed;
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const directory = mkdtempSync(join(root, 'services-'));
  const path = join(mkdtempSync(join(root, 'artifact-')), 'bytes');
  writeFileSync(path, bytes);
  const artifact = { digest, size: bytes.length, mediaType, version: '1' };
  const executor = { name: 'web', stopGraceS: 0.3, args: [directory], ...(entry && { entry }) };
  const intent = intentIn(desk.offer({ artifact, executor, intent: { health } }).intent);
  const service = new ServiceExecutor(directory, 'web', intent);
  services.push(service);
  const target = { digest, version: '1' };
  const staged = { ...artifact, path };
  await service.prepare(staged);
  await service.switchTo(target);
  return { directory, service, target, staged, intent, again: () => new ServiceExecutor(directory, 'web', null) };
}

const program = (text: string): Packed => ({
  bytes: Buffer.from(`#!/bin/sh\n${text}\n`),
  mediaType: 'application/octet-stream',
});
const sleeping = program('echo started >> "$1/history"; exec sleep 1000');
const never = new AbortController().signal;
const reachable: HealthTools = { reach: async () => null };

describe('a service', () => {
  test('outlives who started it, and is known again also where its process was not noted', async () => {
    const { directory, service: first, target, again } = await service(sleeping);
    await first.start(target);
    expect(await again().isRunning(target)).toBe(true);
    rmSync(join(directory, 'web', 'process.json'));
    expect(await again().isRunning(target)).toBe(true);
    expect(await again().isRunning({ ...target, digest: 'sha256:other' })).toBe(false);
    await again().stop();
    expect(await again().isRunning(target)).toBe(false);
  });

  test('that will not end is ended, with all that it began', async () => {
    const stubborn = program(
      'trap "" TERM; sh -c \'trap "" TERM; echo $$ > "$0/child"; while :; do sleep 1; done\' "$1"',
    );
    const { directory, service: first, target } = await service(stubborn);
    await first.start(target);
    await until('the child runs', () => existsSync(join(directory, 'child')));
    const child = Number(readFileSync(join(directory, 'child'), 'utf8'));
    await first.stop();
    expect(await first.isRunning(target)).toBe(false);
    await until('the child is gone', () => !existsSync(`/proc/${child}`));
  });

  test('is one of its directory: two devices on one machine may each have it', async () => {
    const [one, other] = await Promise.all([service(sleeping), service(sleeping)]);
    await one.service.start(one.target);
    await other.service.start(other.target);
    await one.service.stop();
    expect(await other.service.isRunning(other.target)).toBe(true);
  });

  test('that should run is started after the machine was off, unless it is being updated', async () => {
    const { directory, service: first, target } = await service(sleeping);
    expect(await keepServices(directory, 'web')).toEqual([]);
    expect(await first.isRunning(target)).toBe(false);
    expect(await keepServices(directory, null)).toEqual([]);
    expect(await keepServices(directory, null)).toEqual([]);
    await until('it started', () => existsSync(join(directory, 'history')));
    expect(readFileSync(join(directory, 'history'), 'utf8')).toBe('started\n');
  });

  test('of an archive is started from what was unpacked', async () => {
    const from = mkdtempSync(join(root, 'from-'));
    writeFileSync(join(from, 'run'), '#!/bin/sh\n. ./lib\n');
    writeFileSync(join(from, 'lib'), 'echo started >> "$1/history"; exec sleep 1000\n');
    chmodSync(join(from, 'run'), 0o755);
    const { stdout } = spawnSync('tar', ['-C', from, '-cf', '-', '.']);
    for (const [mediaType, bytes] of [
      ['application/x-tar', stdout],
      ['application/gzip', gzipSync(stdout)],
    ] as const) {
      const { directory, service: first, target } = await service({ mediaType, bytes, entry: 'run' });
      await first.start(target);
      await until('it started', () => existsSync(join(directory, 'history')));
    }
    const whole = gzipSync(stdout);
    const broken = service({ mediaType: 'application/gzip', bytes: whole.subarray(0, -9), entry: 'run' });
    await expect(broken).rejects.toMatchObject({ code: 'TRUNCATED' });
    const without = service({ mediaType: 'application/x-tar', bytes: stdout, entry: 'absent' });
    await expect(without).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
  });

  test('that is changed on the disk has another hash, and is made anew from its bytes', async () => {
    const { service: first, target, staged } = await service(sleeping);
    const hash = await first.preparedHash(target);
    writeFileSync(join(first.directoryOf(target), 'beside'), 'x');
    expect(await first.preparedHash(target)).not.toBe(hash);
    expect(await first.prepare(staged)).toBe(hash);
    expect(existsSync(join(first.directoryOf(target), 'beside'))).toBe(false);
  });
});

describe('what was started', () => {
  const proven = async (packed: Packed, check: object, tools = reachable) => {
    const { service: executor, target, intent } = await service(packed, [{ timeoutS: 0.5, ...check }]);
    await executor.start(target);
    return prove({ intent, executor, signal: never }, tools);
  };

  test('is well when it stays, when its command says so, and when the control plane can be reached', async () => {
    expect(await proven(sleeping, { kind: 'exit' })).toBeNull();
    expect(await proven(sleeping, { kind: 'command', argv: ['/bin/true'] })).toBeNull();
    expect(await proven(sleeping, { kind: 'control-plane' })).toBeNull();
  });

  test('is not well when it ends, when a check does not hold in time, and when nobody can be reached', async () => {
    expect(await proven(program('sleep 0.2'), { kind: 'exit' })).toContain('does not run any more');
    expect(await proven(sleeping, { kind: 'command', argv: ['/bin/false'] })).toContain('it ended with 1');
    expect(await proven(sleeping, { kind: 'http', url: 'http://127.0.0.1:1/' })).toContain('did not hold within 0.5 s');
    const cut = { reach: async () => 'nothing listens there' };
    expect(await proven(sleeping, { kind: 'control-plane' }, cut)).toContain('nothing listens there');
  });
});
