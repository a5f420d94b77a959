/** Keeps the rows of replay sessions, in the transaction that records the facts; a chunk of records is one statement. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { JournalEvent, ReplayAborted, ReplayConcluded, ReplayEvent, ReplayOpened } from './events.ts';

/** Writes facts of returns, of any number of devices, in their order: a session begins, goes on, ends. */
export async function projectReplay(em: EntityManager, facts: readonly Fact<ReplayEvent>[]): Promise<void> {
  const opened: Fact<ReplayOpened>[] = [];
  const journal: Fact<JournalEvent>[] = [];
  const ended: Fact<ReplayConcluded | ReplayAborted>[] = [];
  for (const fact of facts) {
    if (fact.type === 'DeviceJournalRecorded' || fact.type === 'DeviceJournalDropped') journal.push(fact);
    else if (fact.type === 'ReplayOpened') opened.push(fact);
    else ended.push(fact);
  }
  open(em, opened);
  progress(em, journal);
  end(em, ended);
}

/** The rows of sessions, for rebuilding. */
export const replaySessionsProjection: InlineProjection = {
  name: 'fleet.replay_sessions',
  mode: 'inline',
  tables: ['replay_sessions'],
  handles: [
    'ReplayOpened',
    'ReplayConcluded',
    'ReplayAborted',
    'DeviceJournalRecorded',
    'DeviceJournalDropped',
  ] satisfies ReplayEvent['type'][],
  project: (em, fact) => projectReplay(em, [fact as Fact<ReplayEvent>]),
};

function open(em: EntityManager, facts: readonly Fact<ReplayOpened>[]): void {
  if (facts.length === 0) return;
  const rows = facts.map(({ tenantId, data, at }) => ({
    t: tenantId,
    id: data.sessionId,
    d: data.deviceId,
    epoch: data.sessionEpoch,
    journal: data.journalEpoch,
    first: data.firstSeq,
    last: data.lastSeq,
    seq: data.acknowledgedSeq,
    at,
  }));
  tell(em, openSql, [JSON.stringify(rows)]);
}

const openSql = `insert into replay_sessions (tenant_id, id, device_id, session_epoch, state, journal_epoch, first_seq,
    last_seq, opened_seq, accepted_seq, opened_at, progressed_at)
  select t, id, d, epoch, 'LOCKED', journal, first, last, seq, seq, at, at
  from jsonb_to_recordset($1::jsonb) as r (t uuid, id uuid, d uuid, epoch integer, journal bigint, first bigint,
    last bigint, seq bigint, at timestamptz)`;

function end(em: EntityManager, facts: readonly Fact<ReplayConcluded | ReplayAborted>[]): void {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    t: fact.tenantId,
    id: fact.data.sessionId,
    state: fact.type === 'ReplayConcluded' ? 'CONCLUDED' : 'ABORTED',
    reason: fact.type === 'ReplayConcluded' ? fact.data.outcome : fact.data.reason,
    at: fact.at,
    evidence: fact.type === 'ReplayConcluded' ? fact.data.evidence : null,
  }));
  tell(em, endSql, [JSON.stringify(rows)]);
}

const endSql = `update replay_sessions s set state = r.state, end_reason = r.reason, ended_at = r.at,
    evidence = coalesce(r.evidence, s.evidence)
  from jsonb_to_recordset($1::jsonb) as r (t uuid, id uuid, state text, reason text, at timestamptz, evidence text)
  where s.tenant_id = r.t and s.id = r.id`;

function progress(em: EntityManager, facts: readonly Fact<JournalEvent>[]): void {
  const rows = [...Map.groupBy(facts, ({ data }) => data.sessionId)].flatMap(([id, own]) => progressOf(id, own));
  if (rows.length > 0) tell(em, progressSql, [JSON.stringify(rows)]);
}

function progressOf(id: string, facts: readonly Fact<JournalEvent>[]) {
  const last = facts.at(-1);
  if (!last) return [];
  const found = { PERMITTED: 0, CONFLICT: 0, UNAUTHORISED: 0 };
  let dropped = 0;
  for (const fact of facts) {
    if (fact.type === 'DeviceJournalDropped') {
      dropped += fact.data.count;
      found.UNAUTHORISED += fact.data.decisions ?? 0;
    } else if (fact.data.verdict !== null) found[fact.data.verdict] += 1;
  }
  const [seq, ms] = 'seq' in last.data ? [last.data.seq, last.data.atMs] : [last.data.toSeq, last.data.lastAtMs];
  const { PERMITTED: permitted, CONFLICT: conflicts, UNAUTHORISED: unauthorised } = found;
  return [{ t: last.tenantId, id, seq, ms, at: last.at, permitted, conflicts, unauthorised, dropped }];
}

const progressSql = `update replay_sessions s set accepted_seq = r.seq,
    state = case when s.ended_at is null then 'UPLOADING' else s.state end, last_seq = greatest(s.last_seq, r.seq),
    oldest_at_ms = r.ms, progressed_at = r.at, permitted = s.permitted + r.permitted,
    conflicts = s.conflicts + r.conflicts, unauthorised = s.unauthorised + r.unauthorised,
    dropped = s.dropped + r.dropped
  from jsonb_to_recordset($1::jsonb) as r (t uuid, id uuid, seq bigint, ms bigint, at timestamptz, permitted bigint,
    conflicts bigint, unauthorised bigint, dropped bigint)
  where s.tenant_id = r.t and s.id = r.id`;
