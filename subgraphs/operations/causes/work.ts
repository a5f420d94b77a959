/** What replays, authority and commands give cause for. */
import type {
  AuthorityConflictDetected,
  CommandExpired,
  CommandFailed,
  ReplayAborted,
  ReplayConcluded,
  ReplayOpened,
} from '@flotilla/fleet/events';
import { scopeKey } from '../grouping/scope.ts';
import { addTo, countSince, type Slots } from '../grouping/slots.ts';
import type { Evidence } from '../ledger/item.ts';
import type { Moment } from '../ledger/moment.ts';
import { raise, remember, settle } from '../ledger/occurrences.ts';
import { subjectOf } from './lifecycle.ts';
import { rootOf, scopeKeysOf } from './scopes.ts';
import { leaveStormKey } from './storms.ts';

const replay = { stuckAfterMs: 900_000, abortsMax: 3, unauthorisedFull: 10 } as const;
const commands = { failuresMin: 10, windowMs: 600_000, quietMs: 3_600_000, failuresFull: 100 } as const;

/** A device began to upload what it buffered. It is stuck when it has not ended a quarter of an hour later. */
export function replayOpened(moment: Moment, data: ReplayOpened['data']): void {
  const { deviceId, sessionId, firstSeq, lastSeq } = data;
  const aborts = Number(moment.ledger.items.get(`replay:${deviceId}`)?.facts['aborts'] ?? 0);
  const records = Math.max(0, lastSeq - firstSeq + 1);
  rememberReplay(moment, deviceId, { records, aborts, sessionId });
}

/** An upload was broken off: the third time in a row it is stuck at once. */
export function replayAborted(moment: Moment, { deviceId, sessionId }: ReplayAborted['data']): void {
  const known = moment.ledger.items.get(`replay:${deviceId}`)?.facts;
  const aborts = Number(known?.['aborts'] ?? 0) + 1;
  rememberReplay(moment, deviceId, { records: Number(known?.['records'] ?? 0), aborts, sessionId });
}

function rememberReplay(
  moment: Moment,
  deviceId: string,
  { records, aborts, sessionId }: { records: number; aborts: number; sessionId: string },
): void {
  const { ledger, atMs } = moment;
  const [subject, device] = [subjectOf(moment, deviceId), ledger.devices.get(deviceId)];
  if (!subject || !device) return;
  const root = rootOf(ledger, device);
  const raisesMs = atMs + replay.stuckAfterMs;
  const next = {
    key: `replay:${deviceId}`,
    kind: 'REPLAY_STUCK',
    subject,
    devices: 1,
    measure: aborts / replay.abortsMax,
    facts: { records, aborts, raisesMs },
    foldKeys: [...scopeKeysOf(ledger, device), ...(root ? [leaveStormKey(root)] : [])],
    evidence: [session(sessionId)],
  } as const;
  if (aborts >= replay.abortsMax) raise(moment, next);
  else remember(moment, { ...next, dueMs: raisesMs });
}

/** An upload came to its end. */
export function replayConcluded(moment: Moment, data: ReplayConcluded['data']): void {
  const { deviceId, sessionId, outcome, unauthorised } = data;
  settle(moment, `replay:${deviceId}`);
  const key = `rejected:${deviceId}`;
  if (outcome === 'LIVE') return settle(moment, key);
  const subject = subjectOf(moment, deviceId);
  if (!subject) return;
  const measure = unauthorised / replay.unauthorisedFull;
  const about = { key, kind: 'REPLAY_REJECTED', subject, devices: 1, measure, facts: { unauthorised } } as const;
  raise(moment, { ...about, evidence: [session(sessionId)] });
}

function session(ref: string): Evidence {
  return { label: 'Replay session', kind: 'REPLAY_SESSION', ref };
}

/** Two authorities claimed the same subject. */
export function conflictDetected(
  moment: Moment,
  { conflictId, subject: kind, id, what }: AuthorityConflictDetected['data'],
): void {
  const domain = moment.ledger.scopes.get(scopeKey('DOMAIN', id));
  const ofDomain = { domainId: id, deviceId: null, locationId: null, name: domain?.name ?? '' };
  const subject = kind === 'DEVICE' ? subjectOf(moment, id) : ofDomain;
  if (!subject) return;
  const devices = kind === 'DEVICE' ? 1 : (domain?.population ?? 0);
  const key = conflictKey(conflictId);
  raise(moment, { key, kind: 'AUTHORITY_CONFLICT', subject, devices, measure: 1, facts: { what } });
}

/** The key of the item about a conflict. */
export function conflictKey(conflictId: string): string {
  return `conflict:${conflictId}`;
}

/** A command failed or expired. Ten of a batch, or of a domain, within ten minutes need somebody. */
export function commandMissed(moment: Moment, { deviceId, batchId }: (CommandFailed | CommandExpired)['data']): void {
  const { ledger, atMs } = moment;
  const device = ledger.devices.get(deviceId);
  const domain = device && ledger.scopes.get(scopeKey('DOMAIN', device.domainId));
  if (!domain) return;
  const key = batchId === null ? `commands:${domain.id}` : `batch:${batchId}`;
  const known = ledger.items.get(key);
  const recent = addTo((known?.facts['recent'] ?? []) as Slots, atMs, 1);
  const inWindow = countSince(recent, atMs - commands.windowMs);
  const failures = known?.isActive ? Number(known.facts['failures'] ?? 0) + 1 : inWindow;
  const endsMs = atMs + commands.quietMs;
  const next = {
    key,
    kind: 'COMMANDS_FAILING',
    subject: { domainId: domain.id, deviceId: null, locationId: null, name: domain.name },
    devices: failures,
    measure: failures / commands.failuresFull,
    facts: { recent, failures, endsMs },
    evidence: batchId === null ? [] : ([{ label: 'Batch', kind: 'BATCH', ref: batchId }] as const),
    dueMs: endsMs,
  } as const;
  if (known?.isActive || inWindow >= commands.failuresMin) raise(moment, next);
  else remember(moment, next);
}
