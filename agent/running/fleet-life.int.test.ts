/**
 * The real program through the bad days of a device, against a server that speaks the wire: nobody answers, it is killed
 * while it delivers its journal, it is quarantined, its credentials are rotated, its clock stands at 1970.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationName } from '../documents/ids.ts';
import { builtAgent, freshStateDir, ranAgent, type RunningAgent, startAgent, until } from '../testing/agent-process.ts';
import { type KnownDevice, WireServer } from '../testing/wire-server.ts';
import type { RunStatus } from './status.ts';

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

async function enrolled(state: string): Promise<KnownDevice> {
  expect((await ranAgent(program, 'enroll', '--token', wire.token(), '--state', state)).code).toBe(0);
  return wire.onlyDevice();
}

function statusOf(state: string): RunStatus | null {
  const path = join(state, 'status.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunStatus) : null;
}

const isCut = (): boolean => true;

function cut(isAffected: (operation: OperationName) => boolean = isCut): void {
  wire.mishap = (operation) => (isAffected(operation) ? 'lost-request' : 'none');
}

function heal(): void {
  wire.mishap = () => 'none';
}

function kindsOf(device: KnownDevice): string[] {
  return device.replay.ledger.records.map(({ kind }) => kind);
}

/** Lets the agent be heard, then cuts it off until it goes on alone. */
async function leftAlone(state: string, device: KnownDevice): Promise<void> {
  await until('a heartbeat', () => device.heartbeats.length > 0);
  cut();
  await until('autonomy', () => statusOf(state)?.steward.mode === 'AUTONOMOUS', 30_000);
}

describe('a device that nobody answers', () => {
  test('goes on alone, says so when it is back, and delivers its journal before its samples', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    wire.heartbeatFacts = { authorityEpoch: 7, cordoned: false };
    started('run', '--state', state, '--push-every', '1');
    await leftAlone(state, device);
    const [heard, asked] = [device.heartbeats.length, wire.operations.length];
    heal();
    await until('the conclusion', () => device.replay.conclusions === 1, 30_000);
    await until('samples', () => wire.operations.lastIndexOf('pushTelemetry') > wire.operations.indexOf('closeReplay'));
    const back = wire.operations
      .slice(asked)
      .filter((operation) => !['heartbeat', 'reportInventory', 'awaitCommands'].includes(operation));
    const order = back.filter((operation, place) => operation !== back[place - 1]);
    expect(order.slice(0, 4)).toEqual(['openReplay', 'uploadReplayChunk', 'closeReplay', 'pushTelemetry']);
    expect(kindsOf(device)).toEqual(['autonomy.began', 'decision.policy_applied', 'snapshot.state', 'autonomy.ended']);
    const { records } = device.replay.ledger;
    expect(JSON.parse(records[1]?.body ?? '')).toMatchObject({ what: 'policy_applied', authorityEpoch: 7 });
    expect(device.heartbeats[heard]).toMatchObject({ declaredMode: 'AUTONOMOUS', authorityEpoch: 7 });
    await until('the next heartbeat', () => device.heartbeats.at(-1)?.declaredMode === 'LIVE');
    const told = device.heartbeats.at(-1);
    expect(told).toMatchObject({ journalLastSeq: 4, journalLastHash: records.at(-1)?.hash, seriesCount: 21 });
  }, 90_000);

  test('restarts a service that fails, having written down that it will', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    const [marker, list] = [join(state, 'restarted'), join(state, 'services.json')];
    const service = { name: 'web', check: ['/usr/bin/test', '-e', marker], restart: ['/usr/bin/touch', marker] };
    writeFileSync(list, JSON.stringify([{ ...service, everyS: 1, failuresMax: 2 }]));
    started('run', '--state', state, '--services', list);
    await leftAlone(state, device);
    await until('the restart', () => existsSync(marker), 20_000);
    heal();
    await until('the conclusion', () => device.replay.conclusions === 1, 30_000);
    const kinds = kindsOf(device);
    expect(kinds.indexOf('decision.restart_service')).toBeGreaterThan(0);
    expect(kinds.indexOf('service.restarted')).toBeGreaterThan(kinds.indexOf('decision.restart_service'));
    const decision = device.replay.ledger.records.find(({ kind }) => kind === 'decision.restart_service');
    expect(JSON.parse(decision?.body ?? '')).toMatchObject({ subject: 'service:web', failures: 2, authorityEpoch: 1 });
  }, 90_000);

  test('leaves a service alone that it may not restart, and says nothing of it in its journal', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    const [checked, marker, list] = [join(state, 'checked'), join(state, 'restarted'), join(state, 'services.json')];
    const check = ['/bin/sh', '-c', `echo >> ${checked}; exit 1`];
    const service = { name: 'web', check, restart: ['/usr/bin/touch', marker], everyS: 1, failuresMax: 1 };
    writeFileSync(list, JSON.stringify([service]));
    wire.heartbeatFacts = { allowedDecisions: ['policy_applied'] };
    started('run', '--state', state, '--services', list);
    await leftAlone(state, device);
    const checks = () => (existsSync(checked) ? readFileSync(checked, 'utf8').length : 0);
    await until('three failed checks', () => checks() >= 3, 20_000);
    heal();
    await until('the conclusion', () => device.replay.conclusions === 1, 30_000);
    expect(existsSync(marker)).toBe(false);
    expect(kindsOf(device).filter((kind) => kind.startsWith('decision.'))).toEqual(['decision.policy_applied']);
  }, 90_000);

  test('killed at every step of its delivery, delivers every record once, in one epoch', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    device.replay.limits = { chunkRecordsMax: 1, chunkBytesMax: 100_000, windowChunks: 1 };
    let agent = started('run', '--state', state);
    await leftAlone(state, device);
    const steps: readonly (readonly [OperationName, 'lost-request' | 'lost-answer'])[] = [
      ['openReplay', 'lost-request'],
      ['openReplay', 'lost-answer'],
      ['uploadReplayChunk', 'lost-request'],
      ['uploadReplayChunk', 'lost-answer'],
      ['uploadReplayChunk', 'lost-answer'],
      ['closeReplay', 'lost-answer'],
    ];
    for (const [operation, mishap] of steps) {
      let isMet = false;
      wire.mishap = (asked) => {
        if (asked !== operation) return 'none';
        isMet = true;
        agent.child.kill('SIGKILL');
        return mishap;
      };
      await until(`${operation} ${mishap}`, () => isMet, 30_000);
      await agent.ended;
      if (operation !== 'closeReplay') agent = started('run', '--state', state);
    }
    heal();
    agent = started('run', '--state', state);
    const heard = device.heartbeats.length;
    await until('two heartbeats', () => device.heartbeats.length > heard + 1);
    await until('an empty journal', () => statusOf(state)?.journal.queued === 0);
    const { records, prefix } = device.replay.ledger;
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, place) => place + 1));
    expect(new Set(records.map(({ epoch }) => epoch)).size).toBe(1);
    const journal = statusOf(state)?.journal;
    expect([journal?.lastSeq, journal?.acknowledgedSeq]).toEqual([prefix.seq, prefix.seq]);
    expect(kindsOf(device).filter((kind) => kind === 'autonomy.began')).toHaveLength(1);
  }, 120_000);

  test('whose session is taken away says hello again and goes on', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    device.replay.limits = { chunkRecordsMax: 1, chunkBytesMax: 100_000, windowChunks: 4 };
    started('run', '--state', state);
    await leftAlone(state, device);
    let isTaken = false;
    wire.mishap = (operation) => {
      if (operation === 'uploadReplayChunk' && !isTaken) {
        isTaken = true;
        device.replay.supersede();
      }
      return 'none';
    };
    await until('the conclusion', () => device.replay.conclusions === 1, 30_000);
    expect(device.replay.hellos.length).toBeGreaterThan(1);
    expect(kindsOf(device).at(-1)).toBe('autonomy.ended');
  }, 90_000);
});

describe('a quarantined device', () => {
  test('beats on, keeps its journal, says so, and delivers it when it is released', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    started('run', '--state', state);
    await until('a heartbeat', () => device.heartbeats.length > 0);
    device.trust = 'QUARANTINED';
    await until('the journal to be held', () => statusOf(state)?.delivery.state === 'HELD');
    const heard = device.heartbeats.length;
    await until('more heartbeats', () => device.heartbeats.length > heard + 2);
    expect(device.replay.ledger.recorded).toBe(0);
    const { stdout } = await ranAgent(program, 'status', '--state', state);
    expect(stdout).toMatch(/Trust +QUARANTINED.*journal is kept here until an operator releases it/);
    expect(stdout).toMatch(/Journal +1 records waiting, delivered 0 of 1/);
    device.trust = 'TRUSTED';
    await until('the delivery', () => kindsOf(device).length === 2);
    expect(kindsOf(device)).toEqual(['security.quarantined', 'security.released']);
  }, 60_000);
});

describe('a device whose credentials were rotated', () => {
  test('makes a new key, proved by the old one, wherever it is killed meanwhile', async () => {
    const state = freshStateDir();
    const device = await enrolled(state);
    const oldKey = readFileSync(join(state, 'device-key.pem'), 'utf8');
    let agent = started('run', '--state', state);
    await until('a heartbeat', () => device.heartbeats.length > 0);
    for (const mishap of ['lost-request', 'lost-answer'] as const) {
      let isMet = false;
      wire.mishap = (operation) => {
        if (operation !== 'renewIdentity') return 'none';
        isMet = true;
        agent.child.kill('SIGKILL');
        return mishap;
      };
      if (mishap === 'lost-request') device.isRotated = true;
      await until(`the renewal, ${mishap}`, () => isMet, 30_000);
      await agent.ended;
      expect(readdirSync(state)).toContain('device-key.next.pem');
      agent = started('run', '--state', state);
    }
    heal();
    const heard = device.heartbeats.length;
    await until('heartbeats by the new key', () => device.heartbeats.length > heard + 1, 30_000);
    expect(readFileSync(join(state, 'device-key.pem'), 'utf8')).not.toBe(oldKey);
    expect(readdirSync(state).filter((name) => name.includes('next'))).toEqual([]);
    await until('its journal, signed by the new key', () => kindsOf(device).includes('security.identity_renewed'));
    expect(kindsOf(device)[0]).toBe('security.credentials_rotated');
  }, 90_000);
});

describe('a device that was away for too long', () => {
  test('ends with its own code and keeps everything, until a new token lets it in as another device', async () => {
    const state = freshStateDir();
    // Long enough to start within it on a busy machine, short enough to wait for its end.
    wire.certificateLifetimeMs = 8_000;
    const device = await enrolled(state);
    const agent = started('run', '--state', state);
    await until('a heartbeat', () => device.heartbeats.length > 0);
    device.isGraceOver = true;
    cut((operation) => operation === 'rotateCertificate');
    device.trust = 'QUARANTINED';
    await until('something in its journal', () => (statusOf(state)?.journal.queued ?? 0) > 0);
    device.trust = 'TRUSTED';
    cut((operation) => operation === 'rotateCertificate' || operation === 'openReplay');
    await new Promise((resolve) => setTimeout(resolve, 8_500));
    heal();
    agent.child.kill('SIGTERM');
    await agent.ended;
    const { code, stderr } = await ranAgent(program, 'run', '--state', state);
    expect([code, stderr]).toEqual([76, expect.stringContaining('expired too long ago')]);
    expect(readdirSync(state)).toEqual(expect.arrayContaining(['queue.sqlite', 'device-key.pem', 'lapsed.json']));
    wire.certificateLifetimeMs = 3_600_000;
    started('run', '--state', state, '--token', wire.token());
    await until('another device', () => wire.devices.size === 2);
    const successor = [...wire.devices.values()].find(({ deviceId }) => deviceId !== device.deviceId);
    await until('the old journal under the new name', () => (successor?.replay.ledger.recorded ?? 0) > 0);
    expect(successor && kindsOf(successor)[0]).toBe('security.quarantined');
  }, 90_000);
});

describe('a device whose clock stands decades before its control plane', () => {
  test('comes in, reports, and stamps its samples with the time that was signed for', async () => {
    await wire.stop();
    const shiftMs = 54 * 365 * 86_400_000;
    wire = await WireServer.start({ shiftMs });
    const state = freshStateDir();
    started('run', '--state', state, '--token', wire.token(), '--push-every', '1');
    await until('the enrollment', () => wire.devices.size === 1);
    const device = wire.onlyDevice();
    const times = (): number[] => device.batches.flatMap(({ samples }) => [...(samples?.timesMs ?? [])]);
    await until('samples', () => device.heartbeats.length > 1 && times().length > 4);
    const last = times().at(-1) ?? 0;
    expect(Math.abs(last - Date.now() - shiftMs)).toBeLessThan(30_000);
    expect(statusOf(state)?.steward.clockBehindMs).toBeGreaterThan(shiftMs - 60_000);
    await until('what it says of its clock', () => kindsOf(device).includes('security.clock_behind'));
  }, 60_000);
});
