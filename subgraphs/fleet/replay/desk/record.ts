/**
 * Writes what was decided about returns: the facts of sessions, of journals, of connections and, where a journal holds what
 * nobody allowed, of a device's trust. One append for any number of devices, so that all of a call is seen or nothing.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { replay as fold } from '@flotilla/kernel/decider';
import type { Refusal } from '@flotilla/kernel/errors';
import type { Event, Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { readStream } from '@flotilla/kernel/log/read';
import { deviceAggregate } from '../../aggregates.ts';
import { connectivity } from '../../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode } from '../../connectivity/events.ts';
import { projectConnectivity } from '../../connectivity/projection.ts';
import type { DeviceEvent } from '../../device/events.ts';
import { projectDevice } from '../../device/projection.ts';
import type { Caller } from '../../heartbeat/device-call.ts';
import { forgetTellings } from '../../heartbeat/telling-book.ts';
import type { JournalEvent, ReplayConcluded, ReplayEvent } from '../events.ts';
import { projectReplay } from '../projection.ts';
import { journalCategory, type ReplayState } from '../replay.ts';
import { keepHeads, replay, type Head } from './head.ts';
import { holdTrust } from './standing.ts';
import { arrive, walkAll, type Destination } from './way.ts';

/** What is to be written for one device, and where its connection goes with it. */
export type Decided = {
  readonly deviceId: string;
  /** The head as it was held. */
  readonly head: Head;
  readonly events: readonly ReplayEvent[];
  /** Makes the token of the session that the events open; absent keeps what there is. */
  readonly token?: (state: ReplayState) => Pick<Head, 'tokenHash' | 'fingerprint'>;
  /** Null leaves the connection as it is. */
  readonly to: Destination | null;
  /** Who has to be trusted until this is recorded; null where nobody calls. */
  readonly deliverer: Caller | null;
  readonly actor: string;
  readonly requestId?: string;
};

/** How things are once it is recorded. */
export type After = { readonly state: ReplayState; readonly mode: ConnectivityMode };

type AnyFact = ReplayEvent | ConnectivityEvent | DeviceEvent;

/**
 * Records it in the transaction that holds the heads of these devices, each named once, in one append. Answers per device,
 * in order; one that may not deliver any more has a refusal, and nothing of it is written. Throws `VersionConflict` when a
 * device's own stream moved meanwhile; the transaction is then to be tried again.
 */
export async function recordAll(
  em: EntityManager,
  tenantId: string,
  all: readonly Decided[],
): Promise<(After | Refusal)[]> {
  const walkOf = await walkAll(em, tenantId, new Map(all.map(({ deviceId, to }) => [deviceId, to])));
  const refused = await holdTrust(
    em,
    all.flatMap(({ deliverer }) => deliverer ?? []),
  );
  const heads = new Map<string, Head>();
  const modes = new Map<string, ConnectivityMode>();
  const writes: StreamWrite<AnyFact>[] = [];
  const answers: (After | Refusal)[] = [];
  for (const decided of all) {
    const { deviceId, head, events } = decided;
    const refusal = refused.get(deviceId);
    if (refusal) {
      answers.push(refusal);
      continue;
    }
    const { steps, mode } = walkOf(deviceId);
    const state = events.reduce((before, event) => replay.evolve(before, event), head.state);
    heads.set(deviceId, { ...head, ...decided.token?.(state), state });
    if (steps.length > 0) modes.set(deviceId, mode);
    writes.push(...(await writesOf(em, decided, steps)));
    answers.push({ state, mode });
  }
  if (heads.size > 0) keepHeads(em, tenantId, heads);
  arrive(em, tenantId, modes);
  const judged = [...heads].flatMap(([deviceId, { state }]) =>
    state.conclusion ? [{ deviceId, epoch: state.prefix.epoch, seq: state.prefix.seq }] : [],
  );
  if (judged.length > 0) forgetTellings(em, tenantId, judged);
  const order = all.flatMap(({ events }) => events);
  const project = (facts: readonly Fact<AnyFact>[]) => projectAll(em, facts, order);
  await append<AnyFact>(em, { tenantId, metadata: { actor: 'system' }, writes, project });
  return answers;
}

/** The facts of one device: of its session, its journal, its connection and, at a bad end, of its trust. */
async function writesOf(
  em: EntityManager,
  { deviceId, head, events, actor, requestId }: Decided,
  steps: readonly ConnectivityEvent[],
): Promise<StreamWrite<AnyFact>[]> {
  const metadata = { actor, ...(requestId !== undefined && { requestId }) };
  const concluded = events.find((event) => event.type === 'ReplayConcluded');
  const { versions } = head.state;
  const session = events.filter((event) => !isJournal(event));
  const writes: StreamWrite<AnyFact>[] = [
    // The session before its records, so that whoever reads the log in order knows it when they come.
    { stream: streamOf(replay.category, deviceId), expectedVersion: versions.replay, events: session },
    {
      stream: streamOf(journalCategory, deviceId),
      expectedVersion: versions.journal,
      events: events.filter(isJournal),
    },
    { stream: streamOf(connectivity.category, deviceId), expectedVersion: null, events: steps },
  ];
  if (concluded?.data.outcome === 'QUARANTINED') writes.push(await quarantineOf(em, deviceId, concluded));
  return writes.map((write) => ({ ...write, metadata }));
}

/** The facts that put a device into quarantine for what its journal holds; none when it is in it already. */
async function quarantineOf(
  em: EntityManager,
  deviceId: string,
  { data }: ReplayConcluded,
): Promise<StreamWrite<DeviceEvent>> {
  const stream = streamOf(deviceAggregate.category, deviceId);
  const history = await readStream<DeviceEvent>(em, stream);
  const state = fold(deviceAggregate, history);
  const isTrusted = state.stage === 'known' && state.trust === 'TRUSTED';
  const { unauthorised, evidence } = data;
  const words = `${unauthorised} of the decisions it took on its own ${unauthorised === 1 ? 'was' : 'were'} not authorised.`;
  const command = { type: 'QuarantineDevice', reason: words, cause: 'REPLAY', evidence } as const;
  const events = isTrusted ? deviceAggregate.decide(command, state) : [];
  return { stream, expectedVersion: history.length, events };
}

/** Facts of sessions and of journals are projected in the order they were decided in, not stream by stream. */
async function projectAll(
  em: EntityManager,
  facts: readonly Fact<AnyFact>[],
  order: readonly ReplayEvent[],
): Promise<void> {
  const ofReturn = new Map<unknown, Fact<ReplayEvent>>();
  const moves: Fact<ConnectivityEvent>[] = [];
  for (const fact of facts) {
    if (fact.type === 'ConnectivityChanged') moves.push(fact);
    else if (isReturn(fact)) ofReturn.set(fact.data, fact);
    else await projectDevice(em, fact);
  }
  if (moves.length > 0) await projectConnectivity(em, moves);
  const ordered = order.flatMap((event) => ofReturn.get(event.data) ?? []);
  await projectReplay(em, ordered);
}

function isJournal(event: Event): event is JournalEvent {
  return event.type === 'DeviceJournalRecorded' || event.type === 'DeviceJournalDropped';
}

function isReturn(fact: Fact<AnyFact>): fact is Fact<ReplayEvent> {
  return fact.stream.startsWith(`${replay.category}-`) || fact.stream.startsWith(`${journalCategory}-`);
}
