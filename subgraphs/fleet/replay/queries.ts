/** Every read of returns: sessions, journals, and who is under the lock. */
import { streamOf } from '@flotilla/kernel/aggregate';
import { connectionOf, type ConnectionOf, type Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import { defineLoader } from '@flotilla/kernel/loader';
import { readHistory } from '@flotilla/kernel/log/read';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import type { JournalEvent } from './events.ts';
import type { JournalEntry, ReplaySessionInfo } from './graphql.ts';
import { journalCategory, neverReturned } from './replay.ts';
import { ReplaySessionRow } from './row.ts';

type Raw = Record<string, unknown>;

/** The newest session of each device, one query per request. */
export const newestReplays = defineLoader(async (em, deviceIds: readonly string[]) => {
  const known = onlyUuids(deviceIds);
  if (known.length === 0) return new Map<string, ReplaySessionInfo>();
  const rows = await em.execute<Raw[]>(
    `select distinct on (s.device_id) s.* from replay_sessions s
     where ${ofTenant('s')} and s.device_id in (${holes(known)}) order by s.device_id, s.session_epoch desc`,
    known,
  );
  return new Map(rows.map((raw) => em.map(ReplaySessionRow, raw)).map((row) => [row.deviceId, infoOf(row)]));
});

/** A page of a device's sessions, newest first. */
export async function findReplays(
  em: EntityManager,
  deviceId: string,
  page: Page,
): Promise<ConnectionOf<ReplaySessionInfo>> {
  const [before = '2147483647'] = page.after ?? [];
  const rows = await em.execute<Raw[]>(
    `select s.* from replay_sessions s where ${ofTenant('s')} and s.device_id = ? and s.session_epoch < ?::integer
     order by s.session_epoch desc limit ?`,
    [deviceId, before, page.first + 1],
  );
  const sessions = rows.map((raw) => infoOf(em.map(ReplaySessionRow, raw)));
  return connectionOf(sessions, page, { cursor: ({ sessionEpoch }) => [String(sessionEpoch)] });
}

/** A page of what was taken over of a device's journal, newest first. */
export async function readJournal(
  em: EntityManager,
  deviceId: string,
  page: Page,
): Promise<ConnectionOf<JournalEntry & { readonly position: string }>> {
  const [before] = page.after ?? [];
  const facts = await readHistory(em, {
    streams: [streamOf(journalCategory, deviceId)],
    ...(before !== undefined && { before }),
    limit: page.first + 1,
  });
  const entries = facts.map((fact) => entryOf(fact as unknown as Recorded<JournalEvent>));
  return connectionOf(entries, page, { cursor: ({ position }) => [position] });
}

/**
 * Those of the devices that no command may be delivered to, because they are under the reconciliation lock or just
 * taking it. Until the caller's transaction ends no other of these devices takes the lock, so what is delivered within
 * it was delivered before. Waits for nobody. The transaction may be the tenant's or everybody's.
 */
export async function isLocked(
  em: EntityManager,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = JSON.stringify(onlyUuids(deviceIds));
  // A device that never said hello has no row to hold; it gets one, or its first hello could come in between.
  await em.execute(
    `insert into replay_heads (tenant_id, device_id, state)
     select d.tenant_id, d.id, ?::jsonb from devices d
     where d.tenant_id = ? and d.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
       and not exists (select 1 from replay_heads h where h.tenant_id = d.tenant_id and h.device_id = d.id)
     order by d.id on conflict do nothing`,
    [JSON.stringify(neverReturned), tenantId, ids],
  );
  const free = await em.execute<{ device_id: string }[]>(
    `select h.device_id from replay_heads h
     where h.tenant_id = ? and h.device_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
       and h.session_id is null
     for share skip locked`,
    [tenantId, ids],
  );
  const isFree = new Set(free.map((row) => row.device_id));
  return new Set(deviceIds.filter((id) => !isFree.has(id)));
}

/** How far the journals of devices are accepted, to tell a device in the reply to its heartbeat whether to say hello. */
export async function acceptedPrefixes(
  em: EntityManager,
  tenantId: string,
  deviceIds: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly epoch: number; readonly acknowledgedSeq: number; readonly isLocked: boolean }>
> {
  const rows = await em.execute<{ device_id: string; epoch: string; seq: string; is_locked: boolean }[]>(
    `select h.device_id, h.epoch::text as epoch, h.acknowledged_seq::text as seq, h.session_id is not null as is_locked
     from replay_heads h
     where h.tenant_id = ? and h.device_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
    [tenantId, JSON.stringify(onlyUuids(deviceIds))],
  );
  return new Map(
    rows.map(({ device_id: id, epoch, seq, is_locked: isHeld }) => [
      id,
      { epoch: Number(epoch), acknowledgedSeq: Number(seq), isLocked: isHeld },
    ]),
  );
}

function infoOf(row: ReplaySessionRow): ReplaySessionInfo {
  const { state, acceptedSeq, openedSeq, lastSeq, openedAt, progressedAt, oldestAtMs } = row;
  const seconds = (progressedAt.getTime() - openedAt.getTime()) / 1_000;
  // A session that took everything in one transaction has no duration to divide by.
  const ratePerS = acceptedSeq > openedSeq ? (acceptedSeq - openedSeq) / Math.max(seconds, 0.001) : null;
  const isOpen = state === 'LOCKED' || state === 'UPLOADING';
  const missing = lastSeq - acceptedSeq;
  const { id, sessionEpoch, journalEpoch, firstSeq, permitted, conflicts, unauthorised, dropped, endedAt } = row;
  return {
    id,
    sessionEpoch,
    journalEpoch,
    firstSeq,
    acceptedSeq,
    lastSeq,
    permitted,
    conflicts,
    unauthorised,
    dropped,
    openedAt,
    endedAt: endedAt ?? null,
    evidence: row.evidence ?? null,
    endReason: row.endReason ?? null,
    state: isOpen && missing <= 0 ? 'RECONCILING' : state,
    ratePerS,
    etaS: isOpen && ratePerS !== null ? missing / ratePerS : null,
    oldestAt: dateOf(oldestAtMs ?? null),
  };
}

function entryOf(fact: Recorded<JournalEvent>): JournalEntry & { readonly position: string } {
  const { id, stream, streamVersion, position, at, data } = fact;
  const common = {
    id,
    position,
    epoch: data.epoch,
    recordedAt: new Date(at),
    place: `${stream}@${streamVersion}`,
  };
  if (fact.type === 'DeviceJournalDropped') {
    const { fromSeq, toSeq, reason, lastAtMs, lastHash, verdict = null, because = null } = fact.data;
    const nothing = { class: null, body: null, verdict, because };
    const hole = { seq: fromSeq, toSeq, kind: reason, deviceAt: dateOf(lastAtMs), isDropped: true, hash: lastHash };
    return { ...common, ...nothing, ...hole };
  }
  const { seq, class: about, kind, body, atMs, verdict, because, hash } = fact.data;
  const record = { seq, toSeq: seq, class: about, kind, body, deviceAt: dateOf(atMs), isDropped: false, hash };
  return { ...common, ...record, verdict, because };
}

/** A device's clock may show what is no date at all. */
function dateOf(ms: number | null): Date | null {
  return ms !== null && Math.abs(ms) <= 8.64e15 ? new Date(ms) : null;
}
