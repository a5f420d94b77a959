/**
 * Two agents with one identity. A device runs one agent at a time, so its runs follow each other: a run that was left
 * for another one never comes back, epochs never fall, and numbers never go back within a run. Whatever breaks that is
 * two agents that take turns. A restart and a re-image leave the old run for good and break nothing.
 *
 * Each sighting names the run before it, as the row of the device had it under its lock. What is counted does not depend
 * on the order in which sightings are looked at.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { CloneEvent, SeenInstance } from './events.ts';

/** What a heartbeat tells of the run it comes from. `sentAtMs` is by the device's clock; null if it does not say. */
export type Sighting = {
  readonly bootId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly sentAtMs: number | null;
};

/** A run and how often it did what a run does not do. */
export type Instance = {
  readonly bootId: string;
  readonly epoch: number;
  readonly seq: number;
  /** How often it took over from another run; its first appearance is one. */
  readonly arrivals: number;
  /** Heartbeats that were sent before one that arrived earlier. One may be lost in the network for a while. */
  readonly lates: number;
  /** How often its numbers or its epoch went back. */
  readonly regressions: number;
  /** A person decided that it is not the device. */
  readonly isRejected: boolean;
};

/** By how much two clocks of one run may seem to differ, because a heartbeat waits a little before it is written. */
const clockToleranceMs = 500;

/** Whether a heartbeat is anything but the next one of the run before it. Asked for every heartbeat. */
export function isUnusual(before: Sighting, now: Sighting): boolean {
  return now.bootId !== before.bootId || now.epoch !== before.epoch || now.seq < before.seq;
}

/** The runs after an unusual heartbeat. */
export function sighted(instances: readonly Instance[], before: Sighting, now: Sighting): readonly Instance[] {
  const known = has(instances, before) ? instances : [...instances, newInstance(before)];
  const isLate = before.sentAtMs !== null && now.sentAtMs !== null && now.sentAtMs + clockToleranceMs < before.sentAtMs;
  if (!has(known, now)) {
    const isFallen = known.some(({ epoch }) => epoch > now.epoch);
    return [...known, { ...newInstance(now), regressions: isFallen ? 1 : 0 }];
  }
  return known.map((instance) => {
    if (!isSame(instance, now)) return instance;
    const seq = Math.max(instance.seq, now.seq);
    if (isLate) return { ...instance, seq, lates: instance.lates + 1 };
    if (isSame(before, now)) return { ...instance, seq, regressions: instance.regressions + 1 };
    return { ...instance, seq, arrivals: instance.arrivals + 1 };
  });
}

/** Whether these runs can only be those of two agents. `now` is the run that is heard. */
export function isCloned(instances: readonly Instance[], now: Sighting): boolean {
  return instances.some(
    (instance) =>
      instance.arrivals > 1 ||
      instance.regressions > 0 ||
      instance.lates > 1 ||
      (instance.isRejected && isSame(instance, now)),
  );
}

function has(instances: readonly Instance[], sighting: Sighting): boolean {
  return instances.some((instance) => isSame(instance, sighting));
}

function isSame(a: Pick<Sighting, 'bootId' | 'epoch'>, b: Pick<Sighting, 'bootId' | 'epoch'>): boolean {
  return a.bootId === b.bootId && a.epoch === b.epoch;
}

function newInstance({ bootId, epoch, seq }: Sighting): Instance {
  return { bootId, epoch, seq, arrivals: 1, lates: 0, regressions: 0, isRejected: false };
}

/** One identity as its stream tells it: the runs that are under suspicion. */
export type CloneState = { readonly suspects: readonly Pick<SeenInstance, 'bootId' | 'epoch'>[] };

/** Say that two agents use the identity. */
export type SuspectClone = {
  readonly type: 'SuspectClone';
  readonly deviceId: string;
  readonly instances: readonly SeenInstance[];
};

/** Decide which run is the device. */
export type ResolveClone = {
  readonly type: 'ResolveClone';
  readonly deviceId: string;
  readonly keepBootId: string;
  /** Needed where several runs under suspicion are of one run of the operating system: two agents on one machine. */
  readonly keepEpoch: number | null;
};

/** The decider of the stream `clone-<deviceId>`. */
export const clone: Decider<CloneState, SuspectClone | ResolveClone, CloneEvent> & { category: string } = {
  category: 'clone',
  initialState: { suspects: [] },
  decide(command, state) {
    const { deviceId } = command;
    if (command.type === 'SuspectClone') {
      const isKnown = command.instances.every((instance) => state.suspects.some((known) => isSame(known, instance)));
      return isKnown ? [] : [{ type: 'CloneSuspected', data: { deviceId, instances: command.instances } }];
    }
    if (state.suspects.length === 0) {
      const words = 'Nobody suspects this device to be cloned, so there is nothing to resolve.';
      throw new Refusal('CONFLICT', words, { deviceId, state: 'NOT_SUSPECTED', allowed: [] });
    }
    const keptEpoch = epochToKeep(command, state);
    return [{ type: 'CloneResolved', data: { deviceId, keptBootId: command.keepBootId, keptEpoch } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'CloneSuspected':
        return { suspects: event.data.instances.map(({ bootId, epoch }) => ({ bootId, epoch })) };
      case 'CloneResolved':
        return { suspects: [] };
      default:
        return state;
    }
  },
};

/** The epoch of the one run that is meant. Refuses what means none, or more than one. */
function epochToKeep({ keepBootId, keepEpoch }: ResolveClone, { suspects }: CloneState): number {
  const ofBoot = suspects.filter(({ bootId }) => bootId === keepBootId);
  if (ofBoot.length === 0) {
    const known = [...new Set(suspects.map(({ bootId }) => bootId))];
    const words = `The runs under suspicion are ${known.join(', ')}. Keep one of them.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'keepBootId', known });
  }
  const meant = keepEpoch === null ? ofBoot : ofBoot.filter(({ epoch }) => epoch === keepEpoch);
  const [only, ...others] = meant;
  if (only && others.length === 0) return only.epoch;
  const known = ofBoot.map(({ epoch }) => epoch);
  const words = `The runs under suspicion of ${keepBootId} are of the epochs ${known.join(', ')}. Name the one to keep.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'keepEpoch', known });
}
