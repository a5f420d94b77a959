/**
 * What a fact changes in the history of a device or a domain, and how changes become intervals. Pure. A fact counts from
 * the moment it was recorded, but never before the one it follows: transactions that overlap may carry the times of
 * their beginnings, and the order of the log is what counts.
 */
import type { AuthorityEvent, AuthorityFacts } from '../authority/events.ts';
import type { ConnectivityEvent } from '../connectivity/events.ts';
import { reasonOf } from '../connectivity/projection.ts';
import type { DeviceEvent, DeviceClaimed } from '../device/events.ts';
import { updateWords } from '../lifecycle/update-words.ts';

/** What is remembered of a device; of a domain, AUTHORITY alone. */
export type Machine =
  'TRUST' | 'PHASE' | 'CONNECTIVITY' | 'AUTHORITY' | 'NAME' | 'LABELS' | 'PLACE' | 'AGENT' | 'EPOCH_BASE';

/** Whose history it is. */
export type Owner = 'DEVICE' | 'DOMAIN';

/** A machine went over to a state. */
export type Change = {
  readonly owner: Owner;
  readonly id: string;
  readonly machine: Machine;
  readonly state: string;
  /** What the state consists of, where it is more than a word. */
  readonly value: unknown;
  readonly reason: string | null;
};

/** A time during which a machine was in one state. Times are RFC 3339 in UTC with milliseconds, so text compares. */
export type Interval = {
  readonly state: string;
  readonly value: unknown;
  readonly reason: string | null;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  readonly position: string;
};

/** The facts that history is made from. */
export type HistoryEvent = DeviceEvent | ConnectivityEvent | AuthorityEvent;

/** What one fact changes. */
export function changesOf(fact: HistoryEvent): Change[] {
  switch (fact.type) {
    case 'ConnectivityChanged':
      return [change(fact.data.deviceId, 'CONNECTIVITY', fact.data.mode, reasonOf(fact.data))];
    case 'AuthorityReleaseRequested':
      return [authorityChange(fact.data, 'RELEASING', fact.data.reason)];
    case 'AuthorityReleased':
      return [authorityChange(fact.data, 'VACANT', fact.data.reason)];
    case 'AuthorityTaken': {
      const { origin } = fact.data;
      return [authorityChange(fact.data, 'HELD', origin === 'CLAIM' ? 'agreed with another control plane' : 'taken')];
    }
    case 'AuthorityConflictDetected':
    case 'AuthorityConflictResolved':
      return [];
    default:
      return deviceChanges(fact);
  }
}

function deviceChanges(fact: DeviceEvent): Change[] {
  const id = fact.data.deviceId;
  switch (fact.type) {
    case 'DeviceClaimed':
      return birth(fact);
    case 'DeviceApproved': {
      const reason = `approved by ${fact.data.ruleName ?? fact.data.approvedBy}`;
      return [change(id, 'TRUST', 'TRUSTED', reason), change(id, 'PHASE', 'ENROLLED', reason)];
    }
    case 'DeviceDenied':
    case 'DeviceRevoked':
      return [change(id, 'TRUST', 'REVOKED', fact.data.reason)];
    case 'DeviceActivated':
      return [change(id, 'PHASE', 'ACTIVE', 'first heartbeat')];
    case 'DeviceQuarantined':
    case 'DeviceReleased': {
      const { reason, phase } = fact.data;
      const trust = fact.type === 'DeviceQuarantined' ? 'QUARANTINED' : 'TRUSTED';
      return [change(id, 'TRUST', trust, reason), change(id, 'PHASE', phase, reason)];
    }
    case 'DeviceDegraded': {
      const reasons = fact.data.reasons.map(({ code, detail }) => `${code}: ${detail}`).join('; ');
      return [{ ...change(id, 'PHASE', 'DEGRADED', reasons), value: fact.data.reasons }];
    }
    case 'DeviceRecovered':
      return [change(id, 'PHASE', 'ACTIVE', 'recovered')];
    case 'DeviceUpdateStarted':
      return [change(id, 'PHASE', 'UPDATING', 'began an update')];
    case 'DeviceUpdateEnded':
      return [change(id, 'PHASE', fact.data.phase, updateWords[fact.data.outcome])];
    case 'DeviceDecommissionStarted':
      return [change(id, 'PHASE', 'DECOMMISSIONING', fact.data.reason)];
    case 'DeviceRetired': {
      const { reason } = fact.data;
      return [change(id, 'TRUST', 'REVOKED', reason), change(id, 'PHASE', 'RETIRED', reason)];
    }
    default:
      return descriptionChanges(fact);
  }
}

function descriptionChanges(fact: DeviceEvent): Change[] {
  switch (fact.type) {
    case 'DeviceRenamed':
      return [change(fact.data.deviceId, 'NAME', fact.data.name)];
    case 'DeviceRelabelled':
      return [labelled(fact.data.deviceId, fact.data.labels)];
    case 'DeviceAgentChanged':
      return [change(fact.data.deviceId, 'AGENT', fact.data.agentVersion)];
    case 'DeviceMoved': {
      const { deviceId, authorityEpochBase: base } = fact.data;
      const rebased = base === undefined ? [] : [change(deviceId, 'EPOCH_BASE', base.toString())];
      return [placed(deviceId, fact.data), ...rebased];
    }
    default:
      return [];
  }
}

function birth({ data }: DeviceClaimed): Change[] {
  const id = data.deviceId;
  return [
    change(id, 'TRUST', 'PENDING', 'claimed'),
    change(id, 'PHASE', 'PROVISIONING', 'claimed'),
    change(id, 'CONNECTIVITY', 'DISCONNECTED', 'never heard'),
    change(id, 'NAME', data.name),
    labelled(id, data.labels),
    placed(id, data),
    change(id, 'AGENT', data.agentVersion),
  ];
}

function change(id: string, machine: Machine, state: string, reason: string | null = null): Change {
  return { owner: 'DEVICE', id, machine, state, value: null, reason };
}

function labelled(id: string, labels: readonly { readonly key: string; readonly value: string }[]): Change {
  const state = labels.map(({ key, value }) => `${key}=${value}`).join(' ');
  return { ...change(id, 'LABELS', state), value: labels };
}

function placed(id: string, at: { readonly domainId: string; readonly locationId: string | null }): Change {
  const { domainId, locationId } = at;
  return { ...change(id, 'PLACE', domainId), value: { domainId, locationId } };
}

function authorityChange(facts: AuthorityFacts, stage: string, reason: string): Change {
  const { subject, id, authorityId, masterOfRecord, epoch, controllerIds } = facts;
  const value = { authorityId, masterOfRecord, epoch, controllerIds, stage };
  const state = `${masterOfRecord} ${authorityId}@${epoch} ${stage}`;
  return { owner: subject, id, machine: 'AUTHORITY', state, value, reason };
}

/** A change with its place in the log. */
export type Placed = Change & { readonly at: string; readonly position: string };

/**
 * What a change does to the open interval: null when it says nothing new, else the moment the open one ends and the one
 * that begins.
 */
export function follow(open: Interval | undefined, next: Placed): Interval | null {
  const { state, value, reason, at, position } = next;
  if (open?.state === state && canonical(open.value) === canonical(value)) return null;
  const from = open && open.from > at ? open.from : at;
  return { state, value, reason, from, to: null, position };
}

/** JSON with its keys in order: what came back from the database has lost the order it was written in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The interval that holds at a moment; undefined before the first. */
export function heldAt(intervals: readonly Interval[], moment: string): Interval | undefined {
  return intervals.findLast(({ from, to }) => from <= moment && (to === null || moment < to));
}

/** The intervals that changes of one machine make, in the order of the log. */
export function intervalsOf(changes: readonly Placed[]): Interval[] {
  const intervals: Interval[] = [];
  for (const next of changes) {
    const open = intervals.at(-1);
    const begun = follow(open, next);
    if (begun === null) continue;
    if (open) intervals[intervals.length - 1] = { ...open, to: begun.from };
    intervals.push(begun);
  }
  return intervals;
}
