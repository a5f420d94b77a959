/**
 * Real agents, one of them a relay, before the real control plane: the device behind it knows an address at which nobody
 * answers. Between the relay and the control plane, and between the device and the relay, lie cables that can be cut.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TrustedClock } from '../clock/trusted-clock.ts';
import { Journal } from '../journal.ts';
import { Connection } from '../running/connection.ts';
import type { RunStatus } from '../running/status.ts';
import { builtAgent, freshStateDir, ranAgent, type RunningAgent, startAgent, until } from '../testing/agent-process.ts';
import { type Attempt, type Road, roads, startRace } from '../testing/ingest-race.ts';
import { RealStack } from '../testing/real-stack.ts';
import { TestLink } from '../testing/test-link.ts';
import { FieldDoor } from './carrying/field-door.ts';
import { Forwarder } from './carrying/forwarder.ts';
import { RelayStore } from './carrying/store.ts';
import type { Envelope } from './envelope.ts';
import { fieldIdentity } from './field-identity.ts';

type Device = { readonly id: string; readonly state: string };
type Delivered = { readonly input: { readonly deviceId: string; readonly envelopes: readonly Envelope[] } };

let stack: RealStack;
let program: string;
let relay: Device;
let field: TestLink;
let relayPort: number;
let running: RunningAgent[] = [];

beforeAll(async () => {
  [stack, program, relayPort] = await Promise.all([RealStack.start(), builtAgent(), freePort()]);
  field = await TestLink.open(relayPort);
  relay = await enrolled('relay', 'RELAY');
  await stack.ask('mutation ($id: ID!) { registerRelay(input: { deviceId: $id }) { id } }', { id: relay.id });
}, 120_000);
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  stack.uplink.mend();
  field.mend();
  field.target = relayPort;
});
afterAll(async () => {
  await field?.close();
  await stack?.close();
});

function started(...argv: readonly string[]): RunningAgent {
  const agent = startAgent(program, ...argv);
  running.push(agent);
  return agent;
}

function startedRelay(): RunningAgent {
  return started('run', '--state', relay.state, '--relay', String(relayPort));
}

async function listeningRelay(): Promise<void> {
  startedRelay();
  const isListening = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(relayPort, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
  await expect.poll(isListening, often).toBe(true);
}

function startedBehind({ state }: Device): RunningAgent {
  const via = `https://127.0.0.1:${field.port}#${relay.id}`;
  return started('run', '--state', state, '--via', via, '--push-every', '1');
}

async function enrolled(name: string, kind = 'EDGE'): Promise<Device> {
  const state = freshStateDir();
  const words = ['enroll', '--token', await stack.token(), '--state', state, '--name', name, '--kind', kind];
  await ranAgent(program, ...words, '--no-wait');
  const { deviceId: id } = JSON.parse(readFileSync(join(state, 'enrollment.json'), 'utf8')) as { deviceId: string };
  await stack.approve(id);
  expect((await ranAgent(program, ...words)).code).toBe(0);
  return { id, state };
}

/** A device for which nobody answers at the address it knows. */
async function stranded(name: string): Promise<Device> {
  const device = await enrolled(name);
  const path = join(device.state, 'enrollment.json');
  const enrollment = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...enrollment, agentsUrl: `https://localhost:${await freePort()}` }));
  return device;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function statusOf({ state }: Device): RunStatus | null {
  const path = join(state, 'status.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunStatus) : null;
}

const shown = `query ($id: ID!) { device(id: $id) {
  trust relay { id deviceCount rttMs lossPct } connectivity { mode linkQuality { rttMs lossPct } } inventory { hostname } } }`;

async function seen({ id }: Device) {
  return (await stack.ask(shown, { id })).device;
}

async function journalOf({ id }: Device): Promise<number[]> {
  const rows = await stack.sql<{ seq: string }>(
    `select data ->> 'seq' as seq from log.events where stream = $1 and type = 'DeviceJournalRecorded'
     order by position`,
    [`journal-${id}`],
  );
  return rows.map(({ seq }) => Number(seq));
}

/** Everything that lies on a relay's disk, with what it encodes decoded. */
function diskOf({ state }: Device): string {
  const raw = readdirSync(state)
    .filter((name) => name.startsWith('relay.sqlite'))
    .map((name) => readFileSync(join(state, name)).toString('latin1'))
    .join('\n');
  const decoded = raw.match(/[A-Za-z0-9+/]{40,}={0,2}/g)?.map((text) => Buffer.from(text, 'base64').toString('latin1'));
  return [raw, ...(decoded ?? [])].join('\n');
}

const often = { interval: 200, timeout: 40_000 };
const plaintexts = [
  'bootId',
  'agentVersion',
  'openReplay',
  'serverTime',
  'allowedDecisions',
  'cpu_usage_pct',
  'autonomy.',
];

describe('a device behind a relay', () => {
  test('is live by way of it, its samples are stored and commands reach it; the relay and the cables see none of that', async () => {
    const device = await stranded('till');
    startedRelay();
    startedBehind(device);
    await expect
      .poll(() => seen(device), often)
      .toMatchObject({
        trust: 'TRUSTED',
        relay: { id: relay.id, deviceCount: 1, rttMs: expect.any(Number), lossPct: expect.any(Number) },
        connectivity: { mode: 'LIVE', linkQuality: { rttMs: expect.any(Number), lossPct: expect.any(Number) } },
        inventory: { hostname: expect.any(String) },
      });
    await expect.poll(async () => (await stack.samples(device.id)).rows, often).toBeGreaterThan(1);
    await stack.ask(`mutation ($input: IssueCommandInput!) { issueCommand(input: $input) { batchId } }`, {
      input: { target: { deviceIds: [device.id] }, kind: 'CORDON', idempotencyKey: device.id, reason: 'a test' },
    });
    await until('a command that came by the line', () => statusOf(device)?.execution.work === 'CORDONED');
    await until('the status', () => statusOf(device)?.detour?.isUsed === true);
    await until("the relay's status", () => (statusOf(relay)?.relay?.answers ?? 0) > 2);
    const disk = diskOf(relay);
    expect(disk).toContain(device.id);
    const wires = Buffer.concat([...field.seen, ...stack.uplink.seen]).toString('latin1');
    for (const text of plaintexts) {
      expect(disk).not.toContain(text);
      expect(wires).not.toContain(text);
    }
  }, 120_000);

  test('whose relay is cut off and killed again and again loses nothing and tells nothing twice', async () => {
    const device = await stranded('kiosk');
    let carrying = startedRelay();
    startedBehind(device);
    await until('samples that were taken', () => (statusOf(device)?.queue.byClass.SAMPLES.accepted ?? 0) > 0);
    stack.uplink.cut();
    await until('autonomy', () => statusOf(device)?.steward.mode === 'AUTONOMOUS');
    await until('what waits at the relay', () => (statusOf(relay)?.relay?.waiting ?? 0) > 0);
    stack.uplink.mend();
    for (const ms of [700, 1_100]) {
      carrying.child.kill('SIGKILL');
      await carrying.ended;
      carrying = startedRelay();
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    await until('its return', () => statusOf(device)?.steward.mode === 'LIVE', 30_000);
    await until('its journal, all of it', () => statusOf(device)?.journal.queued === 0, 30_000);
    const told = await journalOf(device);
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.map((_, place) => place + 1));
    await until('its samples', () => (statusOf(device)?.queue.byClass.SAMPLES.queued ?? 99) < 4, 30_000);
    const samples = statusOf(device)?.queue.byClass.SAMPLES;
    const accepted = samples?.accepted ?? 0;
    expect(samples).toMatchObject({ dropped: 0, produced: accepted + (samples?.queued ?? 0) });
    await expect.poll(async () => (await stack.samples(device.id)).rows, often).toBeGreaterThanOrEqual(accepted);
    const { rows, moments } = await stack.samples(device.id);
    expect(rows).toBe(moments);
  }, 120_000);

  test('of which a relay changes, swaps and repeats what it carries is heard as it spoke, or not at all', async () => {
    const device = await stranded('sensor');
    const evil = await evilRelay();
    startedBehind(device);
    await until('what was changed', () => evil.done.has('changed'), 30_000);
    await until('what was repeated and swapped', () => evil.done.has('repeated') && evil.done.has('swapped'), 30_000);
    evil.isGood = true;
    await expect.poll(async () => (await seen(device)).connectivity.mode, often).toBe('LIVE');
    await until('its journal, all of it', () => statusOf(device)?.journal.queued === 0, 30_000);
    const told = await journalOf(device);
    expect(told).toEqual(told.map((_, place) => place + 1));
    expect(evil.outcomes.get('changed')).toEqual(new Set(['REFUSED']));
    expect(evil.outcomes.get('repeated')).toEqual(new Set(['DUPLICATE']));
    // The device knows that somebody meddled, and says so in the journal that the relay cannot keep it from writing.
    const events = await stack.sql<{ kind: string }>(
      `select data ->> 'kind' as kind from log.events where stream = $1 and data ->> 'kind' like 'security.%'`,
      [`journal-${device.id}`],
    );
    expect(events.map(({ kind }) => kind)).toContain('security.foreign_server');
    await evil.stop();
  }, 120_000);
});

describe('a device that is quarantined while eight loops send for it', () => {
  test('lands nothing by any road after the place of its quarantine in the log', async () => {
    await listeningRelay();
    const device = await enrolled('racer');
    const attempts = await race(device);
    expect(await landedLate(device, attempts)).toEqual([]);
  }, 120_000);

  test('is caught landing, sealed and straight, when the control plane forgets that it is quarantined', async () => {
    await listeningRelay();
    const device = await enrolled('forgotten');
    // The planted fault: the row that ingest looks at is told behind the log's back that all is well.
    const forget = async (): Promise<void> => {
      await stack.sql(`update fleet.devices set trust = 'TRUSTED' where id = $1`, [device.id]);
    };
    const attempts = await race(device, { among: ['STRAIGHT', 'SEALED'], afterwards: forget });
    expect(await landedLate(device, attempts)).toContain('DeviceInventoryReported');
    const sealed = attempts.filter(({ road, isLate, outcome }) => road === 'SEALED' && isLate && outcome === 'OK');
    expect(sealed.length).toBeGreaterThan(0);
  }, 120_000);
});

type Raced = Attempt & { readonly isLate: boolean };

type RaceOptions = { readonly among?: readonly Road[]; readonly afterwards?: () => Promise<void> };

/** Eight loops, and a quarantine in their midst: after something has landed by every road, and before more was tried. */
async function race({ id, state }: Device, options: RaceOptions = {}): Promise<readonly Raced[]> {
  const via = `https://127.0.0.1:${relayPort}#${relay.id}`;
  const { attempts, stop } = startRace(Journal.open(state), { via, chronicles: await stack.chronicles() });
  const { among = roads, afterwards } = options;
  const byEach = (isMeant: (attempt: Attempt) => boolean): boolean =>
    among.every((road) => attempts.some((attempt) => attempt.road === road && isMeant(attempt)));
  await until('something by every road', () => byEach(({ outcome }) => outcome === 'OK'), 30_000);
  await stack.ask('mutation ($id: ID!) { quarantineDevice(input: { deviceId: $id, reason: "odd" }) { id } }', { id });
  const quarantinedAt = performance.now();
  await afterwards?.();
  await until('more by every road', () => byEach(({ begunAt }) => begunAt > quarantinedAt), 30_000);
  await stop();
  return attempts.map((attempt) => ({ ...attempt, isLate: attempt.begunAt > quarantinedAt }));
}

/** What of a device is in the log after its quarantine, or stored of what it pushed after that. */
async function landedLate({ id }: Device, attempts: readonly Raced[]): Promise<string[]> {
  const facts = await stack.sql<{ type: string }>(
    `select distinct e.type from log.events e
     join log.events q on q.stream = $1 and q.type = 'DeviceQuarantined' and q.shard = e.shard
     where e.stream in ($1, $2) and e.position > q.position
       and e.type in ('DeviceInventoryReported', 'DeviceJournalRecorded')`,
    [`device-${id}`, `journal-${id}`],
  );
  const pushed = attempts.filter(
    ({ road, isLate, outcome }) => road.startsWith('SAMPLES') && isLate && outcome === 'OK',
  );
  const stored = new Set(await stack.batches(id));
  return [...facts.map(({ type }) => type), ...pushed.flatMap(({ key }) => (stored.has(key) ? [key] : []))];
}

type Evil = {
  isGood: boolean;
  readonly done: Set<string>;
  readonly outcomes: Map<string, Set<string>>;
  stop(): Promise<void>;
};

/** The parts of a relay, put together by somebody who means ill: every kind of fault is planted once or more. */
async function evilRelay(): Promise<Evil> {
  const journal = Journal.open(relay.state);
  const connection = new Connection(journal, { clock: new TrustedClock(journal) });
  const store = new RelayStore(join(freshStateDir(), '..', 'evil.sqlite'), 1_048_576);
  const evil = { isGood: false, done: new Set<string>(), outcomes: new Map<string, Set<string>>() };
  const told: Envelope[] = [];
  let turn = 0;
  const noted = (what: string, receipts: readonly { outcome: string }[]): void => {
    const known = evil.outcomes.get(what) ?? new Set();
    evil.outcomes.set(what, new Set([...known, ...receipts.map(({ outcome }) => outcome)]));
    evil.done.add(what);
  };
  type Receipts = readonly { epoch: number; seq: number; outcome: string; answer: string | null }[];
  const deliver = (deviceId: string, envelopes: readonly Envelope[]): Promise<Receipts> =>
    connection.call<Receipts>('deliverRelayed', { input: { deviceId, envelopes } });
  const call = async (_: string, { input: { deviceId, envelopes } }: Delivered): Promise<Receipts> => {
    turn += 1;
    if (!evil.isGood && turn % 4 === 1) {
      const changed = envelopes.map((envelope) => ({ ...envelope, ciphertext: flipped(envelope.ciphertext) }));
      const receipts = await deliver(deviceId, changed);
      noted('changed', receipts);
      return receipts;
    }
    const receipts = await deliver(deviceId, envelopes);
    if (evil.isGood) return receipts;
    if (turn % 4 === 2 && told.length > 0) noted('repeated', await deliver(deviceId, told.slice(-3)));
    told.push(...envelopes);
    if (turn % 4 !== 3) return receipts;
    // The answer to another call, and then one that was changed.
    evil.done.add('swapped');
    const other = receipts.map((receipt) => ({ ...receipt, answer: receipt.answer && flipped(receipt.answer) }));
    return other;
  };
  const door = new FieldDoor({
    store,
    identity: () => fieldIdentity(journal),
    target: { host: '127.0.0.1', port: stack.uplink.port },
    stored: () => forwarder.wake(),
  });
  const link = { call: call as Connection['call'] };
  const forwarder = new Forwarder({
    store,
    connection: link,
    settled: (id) => door.settled(id),
    warn: () => undefined,
  });
  field.target = await door.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(evil, {
    async stop() {
      forwarder.stop();
      await door.close();
      connection.close();
      store.close();
    },
  });
}

function flipped(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  return bytes.toString('base64');
}
