/**
 * Writes what was decided about a return: the facts of the session, of the journal, of the connection and, where the
 * journal holds what nobody allowed, of the device's trust. One append, so that all of it is seen or nothing.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { replay as fold } from '@flotilla/kernel/decider';
import type { Event, Fact } from '@flotilla/kernel/event';
import { append, type StreamWrite } from '@flotilla/kernel/log/append';
import { readStream } from '@flotilla/kernel/log/read';
import { deviceAggregate } from '../../aggregates.ts';
import { connectivity } from '../../connectivity/connectivity.ts';
import type { ConnectivityEvent, ConnectivityMode } from '../../connectivity/events.ts';
import { projectConnectivity } from '../../connectivity/projection.ts';
import type { DeviceEvent } from '../../device/events.ts';
import { projectDevice } from '../../device/projection.ts';
import type { JournalEvent, ReplayConcluded, ReplayEvent } from '../events.ts';
import { projectReplay } from '../projection.ts';
import { journalCategory, type ReplayState } from '../replay.ts';
import { keepHead, replay, type DeviceOf, type Head } from './head.ts';
import { walk, type Destination } from './way.ts';

/** What is to be written, and where the connection goes with it. */
export type Decided = {
  readonly device: DeviceOf;
  /** The head as it was held. */
  readonly head: Head;
  readonly events: readonly ReplayEvent[];
  /** Makes the token of the session that the events open; absent keeps what there is. */
  readonly token?: (state: ReplayState) => Pick<Head, 'tokenHash' | 'fingerprint'>;
  /** Null leaves the connection as it is. */
  readonly to: Destination | null;
  /** Holds what must not change until this is recorded. */
  readonly hold?: () => Promise<void>;
  readonly actor: string;
  readonly requestId?: string;
};

/** How things are once it is recorded. */
export type After = { readonly state: ReplayState; readonly mode: ConnectivityMode };

type AnyFact = ReplayEvent | ConnectivityEvent | DeviceEvent;

/**
 * Records it in the transaction that holds the device's head. Throws `VersionConflict` when the device's own stream moved
 * meanwhile; the transaction is then to be tried again.
 */
export async function record(em: EntityManager, decided: Decided): Promise<After> {
  const { device, head, events, actor, requestId } = decided;
  const { tenantId, deviceId } = device;
  const { steps, mode } = await walk(em, device, decided.to);
  await decided.hold?.();
  const concluded = events.find((event) => event.type === 'ReplayConcluded');
  const quarantine = concluded?.data.outcome === 'QUARANTINED' ? [await quarantineOf(em, deviceId, concluded)] : [];
  const state = events.reduce((before, event) => replay.evolve(before, event), head.state);
  keepHead(em, device, { ...head, ...decided.token?.(state), state });
  const journal = events.filter(isJournal);
  const session = events.filter((event) => !isJournal(event));
  const { versions } = head.state;
  const writes: StreamWrite<AnyFact>[] = [
    // The session before its records, so that whoever reads the log in order knows it when they come.
    { stream: streamOf(replay.category, deviceId), expectedVersion: versions.replay, events: session },
    { stream: streamOf(journalCategory, deviceId), expectedVersion: versions.journal, events: journal },
    { stream: streamOf(connectivity.category, deviceId), expectedVersion: null, events: steps },
    ...quarantine,
  ];
  await append<AnyFact>(em, {
    tenantId,
    metadata: { actor, ...(requestId !== undefined && { requestId }) },
    writes,
    project: (facts) => project(em, facts, events),
  });
  return { state, mode };
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

/** Facts of the session and of the journal are projected in the order they were decided in, not stream by stream. */
async function project(
  em: EntityManager,
  facts: readonly Fact<AnyFact>[],
  order: readonly ReplayEvent[],
): Promise<void> {
  const ofReturn = new Map<unknown, Fact<ReplayEvent>>();
  for (const fact of facts) {
    if (fact.type === 'ConnectivityChanged') await projectConnectivity(em, [fact]);
    else if (isReturn(fact)) ofReturn.set(fact.data, fact);
    else await projectDevice(em, fact);
  }
  await projectReplay(
    em,
    order.flatMap((event) => ofReturn.get(event.data) ?? []),
  );
}

function isJournal(event: Event): event is JournalEvent {
  return event.type === 'DeviceJournalRecorded' || event.type === 'DeviceJournalDropped';
}

function isReturn(fact: Fact<AnyFact>): fact is Fact<ReplayEvent> {
  return fact.stream.startsWith(`${replay.category}-`) || fact.stream.startsWith(`${journalCategory}-`);
}
