/**
 * The real program through the bad days of a device, against a server that speaks the wire: nobody answers, it is killed
 * while it delivers its journal, it is quarantined, its credentials are rotated, its clock stands at 1970.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import type { OperationName } from '../documents/ids.ts';
import { certificateFacts } from '../identity/certificate.ts';
import { freshStateDir, until } from '../testing/agent-process.ts';
import { type AgentSite, test } from '../testing/agent-test.ts';
import type { KnownDevice, WireServer } from '../testing/wire-server.ts';
import type { RunStatus } from './status.ts';

// Several devices at a time share two cores with whatever else runs.
vi.setConfig({ testTimeout: 180_000 });

function statusOf(state: string): RunStatus | null {
  const path = join(state, 'status.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunStatus) : null;
}

const isCut = (): boolean => true;

function cut(wire: WireServer, isAffected: (operation: OperationName) => boolean = isCut): void {
  wire.mishap = (operation) => (isAffected(operation) ? 'lost-request' : 'none');
}

function heal(wire: WireServer): void {
  wire.mishap = () => 'none';
}

function kindsOf(device: KnownDevice): string[] {
  return device.replay.ledger.records.map(({ kind }) => kind);
}

/** Three of these are a silence that a busy machine does not make by itself. */
const patientMs = 2_000;

/**
 * Lets the agent say its first hello, which concludes at once, then cuts it off until it goes on alone. Its heartbeats are
 * quick until then, so that silence is noticed soon, and slow afterwards, so that none is noticed that is not there.
 */
async function leftAlone({ wire }: AgentSite, state: string, device: KnownDevice): Promise<void> {
  await until('its first hello', () => device.replay.conclusions === 1);
  cut(wire);
  await until('autonomy', () => statusOf(state)?.steward.mode === 'AUTONOMOUS');
  wire.heartbeatIntervalMs = patientMs;
}

describe.concurrent('a device that nobody answers', () => {
  test('goes on alone, says so when it is back, and delivers its journal before its samples', async ({ site }) => {
    const { state, device } = await site.enrolled();
    site.wire.heartbeatFacts = { authorityEpoch: 7, cordoned: false };
    site.started('run', '--state', state, '--push-every', '1');
    await leftAlone(site, state, device);
    const [heard, asked] = [device.heartbeats.length, site.wire.operations.length];
    heal(site.wire);
    await until('the conclusion', () => device.replay.conclusions === 2);
    await until(
      'samples',
      () => site.wire.operations.lastIndexOf('pushTelemetry') > site.wire.operations.indexOf('closeReplay'),
    );
    const back = site.wire.operations
      .slice(asked)
      .filter((operation) => !['heartbeat', 'reportInventory', 'reportInstalled', 'awaitCommands'].includes(operation));
    const order = back.filter((operation, place) => operation !== back[place - 1]);
    expect(order.slice(0, 4)).toEqual(['openReplay', 'uploadReplayChunk', 'closeReplay', 'pushTelemetry']);
    expect(kindsOf(device)).toEqual(['autonomy.began', 'decision.policy_applied', 'snapshot.state', 'autonomy.ended']);
    const { records } = device.replay.ledger;
    expect(JSON.parse(records[1]?.body ?? '')).toMatchObject({ what: 'policy_applied', authorityEpoch: 7 });
    expect(device.heartbeats[heard]).toMatchObject({ declaredMode: 'AUTONOMOUS', authorityEpoch: 7 });
    await until('the next heartbeat', () => device.heartbeats.at(-1)?.declaredMode === 'LIVE');
    const told = device.heartbeats.at(-1);
    expect(told).toMatchObject({ journalLastSeq: 4, journalLastHash: records.at(-1)?.hash, seriesCount: 21 });
  });

  test('restarts a service that fails, having written down that it will', async ({ site }) => {
    const { state, device } = await site.enrolled();
    const [marker, list] = [join(state, 'restarted'), join(state, 'services.json')];
    const service = { name: 'web', check: ['/usr/bin/test', '-e', marker], restart: ['/usr/bin/touch', marker] };
    writeFileSync(list, JSON.stringify([{ ...service, everyS: 1, failuresMax: 2 }]));
    site.started('run', '--state', state, '--services', list);
    await leftAlone(site, state, device);
    await until('the restart', () => existsSync(marker));
    heal(site.wire);
    await until('the conclusion', () => device.replay.conclusions === 2);
    const kinds = kindsOf(device);
    expect(kinds.indexOf('decision.restart_service')).toBeGreaterThan(0);
    expect(kinds.indexOf('service.restarted')).toBeGreaterThan(kinds.indexOf('decision.restart_service'));
    const decision = device.replay.ledger.records.find(({ kind }) => kind === 'decision.restart_service');
    expect(JSON.parse(decision?.body ?? '')).toMatchObject({ subject: 'service:web', failures: 2, authorityEpoch: 1 });
  });

  test('leaves a service alone that it may not restart, and says nothing of it in its journal', async ({ site }) => {
    const { state, device } = await site.enrolled();
    const [checked, marker, list] = [join(state, 'checked'), join(state, 'restarted'), join(state, 'services.json')];
    const check = ['/bin/sh', '-c', `echo >> ${checked}; exit 1`];
    const service = { name: 'web', check, restart: ['/usr/bin/touch', marker], everyS: 1, failuresMax: 1 };
    writeFileSync(list, JSON.stringify([service]));
    site.wire.heartbeatFacts = { allowedDecisions: ['policy_applied'] };
    site.started('run', '--state', state, '--services', list);
    await leftAlone(site, state, device);
    const checks = () => (existsSync(checked) ? readFileSync(checked, 'utf8').length : 0);
    await until('three failed checks', () => checks() >= 3);
    heal(site.wire);
    await until('the conclusion', () => device.replay.conclusions === 2);
    expect(existsSync(marker)).toBe(false);
    expect(kindsOf(device).filter((kind) => kind.startsWith('decision.'))).toEqual(['decision.policy_applied']);
  });

  test('killed at every step of its delivery, delivers every record once, in one epoch', async ({ site }) => {
    const { state, device } = await site.enrolled();
    device.replay.limits = { chunkRecordsMax: 1, chunkBytesMax: 100_000, windowChunks: 1 };
    let agent = site.started('run', '--state', state);
    await leftAlone(site, state, device);
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
      site.wire.mishap = (asked) => {
        if (asked !== operation) return 'none';
        isMet = true;
        agent.child.kill('SIGKILL');
        return mishap;
      };
      await until(`${operation} ${mishap}`, () => isMet);
      await agent.ended;
      if (operation !== 'closeReplay') agent = site.started('run', '--state', state);
    }
    heal(site.wire);
    agent = site.started('run', '--state', state);
    const heard = device.heartbeats.length;
    await until('two heartbeats', () => device.heartbeats.length > heard + 1);
    await until('an empty journal', () => statusOf(state)?.journal.queued === 0);
    const { records, prefix } = device.replay.ledger;
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, place) => place + 1));
    expect(new Set(records.map(({ epoch }) => epoch)).size).toBe(1);
    const journal = statusOf(state)?.journal;
    expect([journal?.lastSeq, journal?.acknowledgedSeq]).toEqual([prefix.seq, prefix.seq]);
    expect(kindsOf(device).filter((kind) => kind === 'autonomy.began')).toHaveLength(1);
  });

  test('whose session is taken away says hello again and goes on', async ({ site }) => {
    const { state, device } = await site.enrolled();
    device.replay.limits = { chunkRecordsMax: 1, chunkBytesMax: 100_000, windowChunks: 4 };
    site.started('run', '--state', state);
    await leftAlone(site, state, device);
    let isTaken = false;
    site.wire.mishap = (operation) => {
      if (operation === 'uploadReplayChunk' && !isTaken) {
        isTaken = true;
        device.replay.supersede();
      }
      return 'none';
    };
    await until('the conclusion', () => device.replay.conclusions === 2);
    expect(device.replay.hellos.length).toBeGreaterThan(2);
    expect(kindsOf(device).at(-1)).toBe('autonomy.ended');
  });
});

describe.concurrent('a quarantined device', () => {
  test('beats on, keeps its journal, says so, and delivers it when it is released', async ({ site }) => {
    site.wire.heartbeatIntervalMs = patientMs;
    const { state, device } = await site.enrolled();
    site.started('run', '--state', state);
    await until('a heartbeat', () => device.heartbeats.length > 0);
    device.trust = 'QUARANTINED';
    await until('the journal to be held', () => statusOf(state)?.delivery.state === 'HELD');
    const heard = device.heartbeats.length;
    await until('more heartbeats', () => device.heartbeats.length > heard + 2);
    expect(device.replay.ledger.recorded).toBe(0);
    const { stdout } = await site.ran('status', '--state', state);
    expect(stdout).toMatch(/Trust +QUARANTINED.*journal is kept here until an operator releases it/);
    expect(stdout).toMatch(/Journal +1 records waiting, delivered 0 of 1/);
    device.trust = 'TRUSTED';
    await until('the delivery', () => kindsOf(device).length === 2);
    expect(kindsOf(device)).toEqual(['security.quarantined', 'security.released']);
  });
});

describe.concurrent('a device whose credentials were rotated', () => {
  test('makes a new key, proved by the old one, wherever it is killed meanwhile', async ({ site }) => {
    site.wire.heartbeatIntervalMs = patientMs;
    const { state, device } = await site.enrolled();
    const oldKey = readFileSync(join(state, 'device-key.pem'), 'utf8');
    let agent = site.started('run', '--state', state);
    await until('a heartbeat', () => device.heartbeats.length > 0);
    for (const mishap of ['lost-request', 'lost-answer'] as const) {
      let isMet = false;
      site.wire.mishap = (operation) => {
        if (operation !== 'renewIdentity') return 'none';
        isMet = true;
        agent.child.kill('SIGKILL');
        return mishap;
      };
      if (mishap === 'lost-request') device.isRotated = true;
      await until(`the renewal, ${mishap}`, () => isMet);
      await agent.ended;
      expect(readdirSync(state)).toContain('device-key.next.pem');
      agent = site.started('run', '--state', state);
    }
    heal(site.wire);
    const heard = device.heartbeats.length;
    await until('heartbeats by the new key', () => device.heartbeats.length > heard + 1);
    expect(readFileSync(join(state, 'device-key.pem'), 'utf8')).not.toBe(oldKey);
    expect(readdirSync(state).filter((name) => name.includes('next'))).toEqual([]);
    await until('its journal, signed by the new key', () => kindsOf(device).includes('security.identity_renewed'));
    expect(kindsOf(device)[0]).toBe('security.credentials_rotated');
  });
});

describe.concurrent('a device that was away for too long', () => {
  test('ends with its own code and keeps everything, until a new token lets it in as another device', async ({
    site,
  }) => {
    // Long enough to start within it on a busy machine, short enough to wait for its end.
    site.wire.certificateLifetimeMs = 20_000;
    site.wire.heartbeatIntervalMs = patientMs;
    const { state, device } = await site.enrolled();
    // Nothing renews it from here on, neither before its end nor after.
    cut(site.wire, (operation) => operation === 'rotateCertificate');
    device.isGraceOver = true;
    const agent = site.started('run', '--state', state);
    await until('a heartbeat', () => device.heartbeats.length > 0);
    device.trust = 'QUARANTINED';
    await until('something in its journal', () => (statusOf(state)?.journal.queued ?? 0) > 0);
    device.trust = 'TRUSTED';
    cut(site.wire, (operation) => operation === 'rotateCertificate' || operation === 'openReplay');
    const { notAfterMs } = certificateFacts(device.certificatePem ?? '');
    await until('the end of its certificate', () => Date.now() > notAfterMs + 500);
    heal(site.wire);
    agent.child.kill('SIGTERM');
    await agent.ended;
    const { code, stderr } = await site.ran('run', '--state', state);
    expect([code, stderr]).toEqual([76, expect.stringContaining('expired too long ago')]);
    expect(readdirSync(state)).toEqual(expect.arrayContaining(['queue.sqlite', 'device-key.pem', 'lapsed.json']));
    site.wire.certificateLifetimeMs = 3_600_000;
    site.started('run', '--state', state, '--token', site.wire.token());
    await until('another device', () => site.wire.devices.size === 2);
    const successor = [...site.wire.devices.values()].find(({ deviceId }) => deviceId !== device.deviceId);
    await until('the old journal under the new name', () => (successor?.replay.ledger.recorded ?? 0) > 0);
    expect(successor && kindsOf(successor)[0]).toBe('security.quarantined');
  });
});

describe.concurrent('a device whose clock stands decades before its control plane', () => {
  test('comes in, reports, and stamps its samples with the time that was signed for', async ({ site }) => {
    const shiftMs = 54 * 365 * 86_400_000;
    await site.replaceWire({ shiftMs });
    const state = freshStateDir();
    site.started('run', '--state', state, '--token', site.wire.token(), '--push-every', '1');
    await until('the enrollment', () => site.wire.devices.size === 1);
    const device = site.wire.onlyDevice();
    const times = (): number[] => device.batches.flatMap(({ samples }) => [...(samples?.timesMs ?? [])]);
    await until('samples', () => device.heartbeats.length > 1 && times().length > 4);
    const last = times().at(-1) ?? 0;
    expect(Math.abs(last - Date.now() - shiftMs)).toBeLessThan(30_000);
    expect(statusOf(state)?.steward.clockBehindMs).toBeGreaterThan(shiftMs - 60_000);
    await until('what it says of its clock', () => kindsOf(device).includes('security.clock_behind'));
  });
});
