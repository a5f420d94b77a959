/**
 * The real program as a process of its own, against a server that speaks the wire over real TLS: coming in, reporting,
 * being killed at bad moments, being revoked.
 */
import { readdirSync, statSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builtAgent, freshStateDir, ranAgent, type RunningAgent, startAgent, until } from '../testing/agent-process.ts';
import { TestAuthority } from '../testing/test-authority.ts';
import { areLossesSigned, type KnownDevice, WireServer } from '../testing/wire-server.ts';

let program: string;
let wire: WireServer;
let running: RunningAgent[] = [];

beforeAll(async () => {
  program = await builtAgent();
});
beforeEach(async () => {
  wire = await WireServer.start();
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  running = [];
  await wire.stop();
});

function started(...argv: readonly string[]): RunningAgent {
  const agent = startAgent(program, ...argv);
  running.push(agent);
  return agent;
}

function timesOf(device: KnownDevice): number[] {
  return device.batches.flatMap((batch) => [...(batch.samples?.timesMs ?? [])]);
}

describe('enroll', () => {
  test('makes a private key, pins the authority, and ends with a certificate', async () => {
    const state = freshStateDir();
    const { code, stdout, stderr } = await ranAgent(
      program,
      'enroll',
      '--token',
      wire.token(),
      '--state',
      state,
      '--name',
      'kiosk-7',
      '--json',
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('Now run')]);
    const device = wire.onlyDevice();
    expect(JSON.parse(stdout)).toMatchObject({ deviceId: device.deviceId, name: 'kiosk-7', state: 'ENROLLED' });
    expect(statSync(state).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(state)) expect(statSync(`${state}/${name}`).mode & 0o777).toBe(0o600);
  });

  test('sends nothing to a server whose authority is not the one in the token', async () => {
    const foreign = await TestAuthority.create();
    const state = freshStateDir();
    const { code, stderr } = await ranAgent(
      program,
      'enroll',
      '--token',
      wire.token(foreign.fingerprint),
      '--state',
      state,
    );
    expect(code).toBe(77);
    expect(stderr).toContain('not the one the token was made by');
    expect(wire.devices.size).toBe(0);
    expect(readdirSync(state).includes('authority.pem')).toBe(false);
  });

  test('waits for an operator, is killed, and continues with the same key and device', async () => {
    wire.newDevicesAre = 'PENDING';
    const [state, token] = [freshStateDir(), wire.token()];
    const first = started('enroll', '--token', token, '--state', state);
    await until('the claim', () => wire.devices.size === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.child.kill('SIGKILL');
    const { code: pendingCode } = await ranAgent(program, 'enroll', '--token', token, '--state', state, '--no-wait');
    expect(pendingCode).toBe(75);
    const second = started('enroll', '--token', token, '--state', state);
    wire.onlyDevice().trust = 'TRUSTED';
    expect((await second.ended).code).toBe(0);
    expect(wire.devices.size).toBe(1);
    expect((await ranAgent(program, 'enroll', '--token', token, '--state', state)).code).toBe(0);
  });

  test('goes on when the answer to the claim was lost, instead of needing another token', async () => {
    wire.mishap = (operation) => (operation === 'claimDevice' ? 'lost-answer' : 'none');
    const [state, token] = [freshStateDir(), wire.token()];
    expect((await ranAgent(program, 'enroll', '--token', token, '--state', state)).code).toBe(1);
    wire.mishap = () => 'none';
    expect((await ranAgent(program, 'enroll', '--token', token, '--state', state)).code).toBe(0);
    expect(wire.devices.size).toBe(1);
  });

  test('ends with its own code, and without state, when an operator denies the device', async () => {
    wire.newDevicesAre = 'PENDING';
    const state = freshStateDir();
    const waiting = started('enroll', '--token', wire.token(), '--state', state);
    await until('the claim', () => wire.devices.size === 1);
    wire.onlyDevice().trust = 'REVOKED';
    expect((await waiting.ended).code).toBe(78);
    expect(readdirSync(state)).toEqual(['revoked.json']);
  });
});

describe('run', () => {
  test('enrolls when given a token, and reports heartbeats, inventory and samples', async () => {
    const agent = started('run', '--token', wire.token(), '--state', freshStateDir(), '--push-every', '1');
    await until('samples', () => wire.devices.size === 1 && timesOf(wire.onlyDevice()).length >= 3);
    const device = wire.onlyDevice();
    await until('the inventory', () => device.inventories.length === 1);
    expect(device.inventories[0]?.collectors.length).toBe(8);
    expect(device.heartbeats.at(-1)?.linkQuality.rttMs).toBeGreaterThan(0);
    agent.child.kill('SIGTERM');
    expect((await agent.ended).code).toBe(0);
  });

  test('killed again and again on a bad link, loses nothing that it stored and delivers nothing twice', async () => {
    let turn = 0;
    wire.mishap = (operation) => {
      if (operation !== 'pushTelemetry') return 'none';
      turn += 1;
      return (['none', 'lost-answer', 'lost-request'] as const)[turn % 3] ?? 'none';
    };
    const state = freshStateDir();
    const command = ['--state', state, '--push-every', '1'];
    let agent = started('run', '--token', wire.token(), ...command);
    for (let life = 1; life <= 5; life += 1) {
      await until('the enrollment', () => wire.devices.size === 1);
      const device = wire.onlyDevice();
      const before = device.batches.length + device.repeats;
      await until('a push', () => device.batches.length + device.repeats > before);
      // At another moment of the second each time: while sampling, sending, or waiting for the answer.
      await new Promise((resolve) => setTimeout(resolve, 130 * life));
      agent.child.kill('SIGKILL');
      await agent.ended;
      agent = started('run', ...command);
    }
    wire.mishap = () => 'none';
    const device = wire.onlyDevice();
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
  }, 60_000);

  test('renews its certificate before it expires, and goes on with the new one', async () => {
    wire.certificateLifetimeMs = 2_000;
    started('run', '--token', wire.token(), '--state', freshStateDir());
    await until('the claim', () => wire.devices.size === 1);
    const device = wire.onlyDevice();
    const first = device.certificatePem;
    await until('the rotation', () => device.certificatePem !== first);
    const heartbeats = device.heartbeats.length;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(device.heartbeats.length).toBeGreaterThan(heartbeats);
  });

  test('comes back after its certificate expired, by proof of its key', async () => {
    const state = freshStateDir();
    wire.certificateLifetimeMs = 500;
    expect((await ranAgent(program, 'enroll', '--token', wire.token(), '--state', state)).code).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    wire.certificateLifetimeMs = 3_600_000;
    started('run', '--state', state);
    await until('a heartbeat', () => wire.onlyDevice().heartbeats.length > 0);
  });

  test('stops at its next call when it is revoked, clears its state, and stays stopped', async () => {
    const [state, token] = [freshStateDir(), wire.token()];
    const agent = started('run', '--token', token, '--state', state);
    await until('a heartbeat', () => wire.devices.size === 1 && wire.onlyDevice().heartbeats.length > 0);
    wire.onlyDevice().trust = 'REVOKED';
    const { code, stderr } = await agent.ended;
    expect([code, stderr]).toEqual([78, expect.stringContaining('revoked')]);
    expect(readdirSync(state)).toEqual(['revoked.json']);
    expect((await ranAgent(program, 'run', '--state', state)).code).toBe(78);
    expect((await ranAgent(program, 'run', '--state', state, '--token', token)).code).toBe(78);
    expect(JSON.parse((await ranAgent(program, 'status', '--state', state, '--json')).stdout)).toMatchObject({
      state: 'REVOKED',
    });
  });

  test('refuses to run twice on one state directory', async () => {
    const state = freshStateDir();
    started('run', '--token', wire.token(), '--state', state);
    await until('a heartbeat', () => wire.devices.size === 1 && wire.onlyDevice().heartbeats.length > 0);
    const { code, stderr } = await ranAgent(program, 'run', '--state', state);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Another agent runs')]);
  });
});

describe('status and doctor', () => {
  test('tell how an enrolled and running device does', async () => {
    const state = freshStateDir();
    started('run', '--token', wire.token(), '--state', state);
    await until('heartbeats', () => wire.devices.size === 1 && wire.onlyDevice().heartbeats.length > 1);
    const status = JSON.parse((await ranAgent(program, 'status', '--state', state, '--json')).stdout);
    expect(status).toMatchObject({ state: 'ENROLLED', isRunning: true, agent: { trust: 'TRUSTED' } });
    const { code, stdout } = await ranAgent(program, 'doctor', '--state', state);
    expect(code).toBe(0);
    expect(stdout).toMatch(/OK +state +.* is private/);
    expect(stdout).toMatch(/OK +identity +certificate until/);
    expect(stdout).toMatch(/OK +server +.* answers and is the pinned one/);
    expect(stdout).toMatch(/OK +collector cpu/);
  });

  test('doctor names the fault and the remedy, and fails', async () => {
    const state = freshStateDir();
    expect((await ranAgent(program, 'enroll', '--token', wire.token(), '--state', state)).code).toBe(0);
    await wire.stop();
    const { code, stdout } = await ranAgent(program, 'doctor', '--state', state, '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { check: string; verdict: string }[] };
    expect(findings.find(({ check }) => check === 'server')).toMatchObject({
      verdict: 'FAIL',
      words: expect.stringContaining('nothing listens there'),
      remedy: expect.stringContaining('firewall'),
    });
    wire = await WireServer.start();
  });

  test('wrong usage is told in one line, with its own code and where to read on', async () => {
    const { code, stdout, stderr } = await ranAgent(program, 'run', '--nonsense');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('--help');
  });
});
