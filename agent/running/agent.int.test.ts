/**
 * The real program as a process of its own, against a server that speaks the wire over real TLS: coming in, reporting,
 * being killed at bad moments, being revoked.
 */
import { X509Certificate } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { describe, expect, vi } from 'vitest';
import { freshStateDir, until } from '../testing/agent-process.ts';
import { test } from '../testing/agent-test.ts';
import { TestAuthority } from '../testing/test-authority.ts';
import { areLossesSigned, type KnownDevice } from '../testing/wire-server.ts';

// Several devices at a time share two cores with whatever else runs.
vi.setConfig({ testTimeout: 120_000 });

function timesOf(device: KnownDevice): number[] {
  return device.batches.flatMap((batch) => [...(batch.samples?.timesMs ?? [])]);
}

describe.concurrent('enroll', () => {
  test('makes a private key, pins the authority, and ends with a certificate', async ({ site }) => {
    const state = freshStateDir();
    const { code, stdout, stderr } = await site.ran(
      'enroll',
      '--token',
      site.wire.token(),
      '--state',
      state,
      '--name',
      'kiosk-7',
      '--json',
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('Now run')]);
    const device = site.wire.onlyDevice();
    expect(JSON.parse(stdout)).toMatchObject({ deviceId: device.deviceId, name: 'kiosk-7', state: 'ENROLLED' });
    expect(statSync(state).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(state)) expect(statSync(`${state}/${name}`).mode & 0o777).toBe(0o600);
  });

  test('sends nothing to a server whose authority is not the one in the token', async ({ site }) => {
    const foreign = await TestAuthority.create();
    const state = freshStateDir();
    const { code, stderr } = await site.ran(
      'enroll',
      '--token',
      site.wire.token(foreign.fingerprint),
      '--state',
      state,
    );
    expect(code).toBe(77);
    expect(stderr).toContain('not the one the token was made by');
    expect(site.wire.devices.size).toBe(0);
    expect(readdirSync(state).includes('authority.pem')).toBe(false);
  });

  test('waits for an operator, is killed, and continues with the same key and device', async ({ site }) => {
    site.wire.newDevicesAre = 'PENDING';
    const [state, token] = [freshStateDir(), site.wire.token()];
    const first = site.started('enroll', '--token', token, '--state', state);
    await until('the claim', () => site.wire.devices.size === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.child.kill('SIGKILL');
    const { code: pendingCode } = await site.ran('enroll', '--token', token, '--state', state, '--no-wait');
    expect(pendingCode).toBe(75);
    const second = site.started('enroll', '--token', token, '--state', state);
    site.wire.onlyDevice().trust = 'TRUSTED';
    expect((await second.ended).code).toBe(0);
    expect(site.wire.devices.size).toBe(1);
    expect((await site.ran('enroll', '--token', token, '--state', state)).code).toBe(0);
  });

  test('goes on when the answer to the claim was lost, instead of needing another token', async ({ site }) => {
    site.wire.mishap = (operation) => (operation === 'claimDevice' ? 'lost-answer' : 'none');
    const [state, token] = [freshStateDir(), site.wire.token()];
    expect((await site.ran('enroll', '--token', token, '--state', state)).code).toBe(1);
    site.wire.mishap = () => 'none';
    expect((await site.ran('enroll', '--token', token, '--state', state)).code).toBe(0);
    expect(site.wire.devices.size).toBe(1);
  });

  test('ends with its own code, and without state, when an operator denies the device', async ({ site }) => {
    site.wire.newDevicesAre = 'PENDING';
    const state = freshStateDir();
    const waiting = site.started('enroll', '--token', site.wire.token(), '--state', state);
    await until('the claim', () => site.wire.devices.size === 1);
    site.wire.onlyDevice().trust = 'REVOKED';
    expect((await waiting.ended).code).toBe(78);
    expect(readdirSync(state)).toEqual(['revoked.json']);
  });
});

describe.concurrent('run', () => {
  test('enrolls when given a token, and reports heartbeats, inventory and samples', async ({ site }) => {
    const agent = site.started('run', '--token', site.wire.token(), '--state', freshStateDir(), '--push-every', '1');
    await until('samples', () => site.wire.devices.size === 1 && timesOf(site.wire.onlyDevice()).length >= 3);
    const device = site.wire.onlyDevice();
    await until('the inventory', () => device.inventories.length > 0);
    expect(device.inventories[0]?.collectors.length).toBe(9);
    // The first heartbeat has no call before it that it could tell of.
    await until('a measured link', () => (device.heartbeats.at(-1)?.linkQuality.rttMs ?? 0) > 0);
    agent.child.kill('SIGTERM');
    expect((await agent.ended).code).toBe(0);
  });

  test('killed again and again on a bad link, loses nothing that it stored and delivers nothing twice', async ({
    site,
  }) => {
    let turn = 0;
    site.wire.mishap = (operation) => {
      if (operation !== 'pushTelemetry') return 'none';
      turn += 1;
      return (['none', 'lost-answer', 'lost-request'] as const)[turn % 3] ?? 'none';
    };
    const state = freshStateDir();
    const command = ['--state', state, '--push-every', '1'];
    let agent = site.started('run', '--token', site.wire.token(), ...command);
    for (let life = 1; life <= 5; life += 1) {
      await until('the enrollment', () => site.wire.devices.size === 1);
      const device = site.wire.onlyDevice();
      const before = device.batches.length + device.repeats;
      await until('a push', () => device.batches.length + device.repeats > before);
      // At another moment of the second each time: while sampling, sending, or waiting for the answer.
      await new Promise((resolve) => setTimeout(resolve, 130 * life));
      agent.child.kill('SIGKILL');
      await agent.ended;
      agent = site.started('run', ...command);
    }
    site.wire.mishap = () => 'none';
    const device = site.wire.onlyDevice();
    const stored = device.batches.length;
    await until('the backlog', () => device.batches.length >= stored + 2);
    agent.child.kill('SIGTERM');
    await agent.ended;
    const times = timesOf(device);
    expect(new Set(times).size).toBe(times.length);
    expect(device.batches.flatMap((batch) => batch.dropped)).toEqual([]);
    // Numbers 1..n of one epoch, each once: the server refuses anything else, and nothing was refused.
    const epochs = [...device.watermarks.keys()];
    expect(epochs).toHaveLength(1);
    const records = device.batches.reduce((sum, batch) => sum + (batch.samples?.timesMs.length ?? 0), 0);
    expect(records).toBe(device.watermarks.get(epochs[0] ?? 0));
    expect(device.repeats).toBeGreaterThan(0);
    expect(device.batches.every((batch) => areLossesSigned(device, batch))).toBe(true);
  });

  test('renews its certificate before it expires, and goes on with the new one', async ({ site }) => {
    site.wire.certificateLifetimeMs = 2_000;
    site.started('run', '--token', site.wire.token(), '--state', freshStateDir());
    await until('the claim', () => site.wire.devices.size === 1);
    const device = site.wire.onlyDevice();
    const first = device.certificatePem;
    await until('the rotation', () => device.certificatePem !== first);
    const firstEndsAt = Date.parse(new X509Certificate(first ?? '').validTo);
    await until('the end of the first', () => Date.now() > firstEndsAt);
    const heartbeats = device.heartbeats.length;
    await until('another heartbeat', () => device.heartbeats.length > heartbeats);
  });

  test('comes back after its certificate expired, by proof of its key', async ({ site }) => {
    const state = freshStateDir();
    site.wire.certificateLifetimeMs = 500;
    expect((await site.ran('enroll', '--token', site.wire.token(), '--state', state)).code).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    site.wire.certificateLifetimeMs = 3_600_000;
    site.started('run', '--state', state);
    await until('a heartbeat', () => site.wire.onlyDevice().heartbeats.length > 0);
  });

  test('stops at its next call when it is revoked, clears its state, and stays stopped', async ({ site }) => {
    const [state, token] = [freshStateDir(), site.wire.token()];
    const agent = site.started('run', '--token', token, '--state', state);
    await until('a heartbeat', () => site.wire.devices.size === 1 && site.wire.onlyDevice().heartbeats.length > 0);
    site.wire.onlyDevice().trust = 'REVOKED';
    const { code, stderr } = await agent.ended;
    expect([code, stderr]).toEqual([78, expect.stringContaining('revoked')]);
    expect(readdirSync(state)).toEqual(['revoked.json']);
    expect((await site.ran('run', '--state', state)).code).toBe(78);
    expect((await site.ran('run', '--state', state, '--token', token)).code).toBe(78);
    expect(JSON.parse((await site.ran('status', '--state', state, '--json')).stdout)).toMatchObject({
      state: 'REVOKED',
    });
  });

  test('refuses to run twice on one state directory', async ({ site }) => {
    const state = freshStateDir();
    site.started('run', '--token', site.wire.token(), '--state', state);
    await until('a heartbeat', () => site.wire.devices.size === 1 && site.wire.onlyDevice().heartbeats.length > 0);
    const { code, stderr } = await site.ran('run', '--state', state);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Another agent runs')]);
  });
});

describe.concurrent('status and doctor', () => {
  test('tell how an enrolled and running device does', async ({ site }) => {
    const state = freshStateDir();
    site.started('run', '--token', site.wire.token(), '--state', state);
    await until('heartbeats', () => site.wire.devices.size === 1 && site.wire.onlyDevice().heartbeats.length > 1);
    const status = JSON.parse((await site.ran('status', '--state', state, '--json')).stdout);
    expect(status).toMatchObject({ state: 'ENROLLED', isRunning: true, agent: { trust: 'TRUSTED' } });
    const { code, stdout } = await site.ran('doctor', '--state', state);
    expect(code).toBe(0);
    expect(stdout).toMatch(/OK +state +.* is private/);
    expect(stdout).toMatch(/OK +identity +certificate until/);
    expect(stdout).toMatch(/OK +server +.* answers and is the pinned one/);
    expect(stdout).toMatch(/OK +collector cpu/);
  });

  test('doctor names the fault and the remedy, and fails', async ({ site }) => {
    const state = freshStateDir();
    expect((await site.ran('enroll', '--token', site.wire.token(), '--state', state)).code).toBe(0);
    await site.wire.stop();
    const { code, stdout } = await site.ran('doctor', '--state', state, '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { check: string; verdict: string }[] };
    expect(findings.find(({ check }) => check === 'server')).toMatchObject({
      verdict: 'FAIL',
      words: expect.stringContaining('nothing listens there'),
      remedy: expect.stringContaining('firewall'),
    });
  });

  test('wrong usage is told in one line, with its own code and where to read on', async ({ site }) => {
    const { code, stdout, stderr } = await site.ran('run', '--nonsense');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('--help');
  });
});
