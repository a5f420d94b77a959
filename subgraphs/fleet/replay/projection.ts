/** Keeps the rows of replay sessions, in the transaction that records the facts; a chunk of records is one statement. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { JournalEvent, ReplayAborted, ReplayConcluded, ReplayEvent, ReplayOpened } from './events.ts';

/** Writes facts of returns, of any number of devices, in their order. */
export async function projectReplay(em: EntityManager, facts: readonly Fact<ReplayEvent>[]): Promise<void> {
  let journal: Fact<JournalEvent>[] = [];
  for (const fact of facts) {
    if (fact.type === 'DeviceJournalRecorded' || fact.type === 'DeviceJournalDropped') {
      journal.push(fact);
      continue;
    }
    progress(em, journal);
    journal = [];
    if (fact.type === 'ReplayOpened') await open(em, fact);
    else await end(em, fact);
  }
  progress(em, journal);
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

async function open(em: EntityManager, { tenantId, data, at }: Fact<ReplayOpened>): Promise<void> {
  const { sessionId, deviceId, sessionEpoch, journalEpoch, firstSeq, lastSeq, acknowledgedSeq } = data;
  await em.execute(
    `insert into replay_sessions (tenant_id, id, device_id, session_epoch, state, journal_epoch, first_seq, last_seq,
       opened_seq, accepted_seq, opened_at, progressed_at) values (?, ?, ?, ?, 'LOCKED', ?, ?, ?, ?, ?, ?, ?)`,
    [
      tenantId,
      sessionId,
      deviceId,
      sessionEpoch,
      journalEpoch,
      firstSeq,
      lastSeq,
      acknowledgedSeq,
      acknowledgedSeq,
      at,
      at,
    ],
  );
}

async function end(em: EntityManager, fact: Fact<ReplayConcluded | ReplayAborted>): Promise<void> {
  const { tenantId, data, at } = fact;
  const isConcluded = fact.type === 'ReplayConcluded';
  const [state, reason] = isConcluded ? ['CONCLUDED', fact.data.outcome] : ['ABORTED', fact.data.reason];
  await em.execute(
    `update replay_sessions set state = ?, end_reason = ?, ended_at = ?, evidence = coalesce(?, evidence)
     where tenant_id = ? and id = ?`,
    [state, reason, at, isConcluded ? fact.data.evidence : null, tenantId, data.sessionId],
  );
}

function progress(em: EntityManager, facts: readonly Fact<JournalEvent>[]): void {
  for (const [sessionId, ofSession] of Map.groupBy(facts, ({ data }) => data.sessionId)) {
    const last = ofSession.at(-1);
    if (!last) continue;
    const verdicts = (verdict: string) =>
      ofSession.filter((fact) => fact.type === 'DeviceJournalRecorded' && fact.data.verdict === verdict).length;
    const dropped = ofSession.reduce((sum, { data }) => sum + ('count' in data ? data.count : 0), 0);
    const [seq, atMs] = 'seq' in last.data ? [last.data.seq, last.data.atMs] : [last.data.toSeq, last.data.lastAtMs];
    tell(em, progressSql, [
      last.tenantId,
      sessionId,
      seq,
      atMs,
      last.at,
      verdicts('PERMITTED'),
      verdicts('CONFLICT'),
      verdicts('UNAUTHORISED'),
      dropped,
    ]);
  }
}

const progressSql = `update replay_sessions set accepted_seq = $3,
    state = case when ended_at is null then 'UPLOADING' else state end, last_seq = greatest(last_seq, $3),
    oldest_at_ms = $4, progressed_at = $5, permitted = permitted + $6, conflicts = conflicts + $7,
    unauthorised = unauthorised + $8, dropped = dropped + $9
  where tenant_id = $1 and id = $2`;
