/**
 * What devices still have to deliver: what they said when they were last heard, what must have come since then, and the
 * records of their journals that are not accepted yet.
 */
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import type { ConnectivityMode } from '../connectivity/events.ts';
import { ofTenant, onlyUuids } from '../of-tenant.ts';
import { isReplayRequired, missingRecords } from '../replay/desk/debt.ts';

type Row = {
  readonly id: string;
  readonly journal_epoch: string | null;
  readonly journal_seq: string | null;
  readonly accepted_epoch: string | null;
  readonly accepted_seq: string | null;
};

/** What is missing of a journal. */
export type JournalDebt = { readonly records: number; readonly isReplayRequired: boolean };

const nothing: JournalDebt = { records: 0, isReplayRequired: false };

/** What is missing of the journals of devices, one query per request. */
export const journalDebts = defineLoader(async (em, ids: readonly string[]) => {
  const sql = `select l.device_id as id, l.journal_epoch::text, l.journal_seq::text, h.epoch::text as accepted_epoch,
      h.acknowledged_seq::text as accepted_seq
    from device_liveness l
    left join replay_heads h on h.tenant_id = l.tenant_id and h.device_id = l.device_id
    where ${ofTenant('l')} and l.device_id = any($1)`;
  const rows = await ask<Row>(em, sql, [onlyUuids(ids)]);
  return new Map(rows.map((row) => [row.id, debtOf(row)]));
});

function debtOf(row: Row): JournalDebt {
  if (row.journal_epoch === null || row.journal_seq === null) return nothing;
  const journal = { epoch: Number(row.journal_epoch), lastSeq: Number(row.journal_seq) };
  const accepted = { epoch: Number(row.accepted_epoch ?? 0), acknowledgedSeq: Number(row.accepted_seq ?? 0) };
  return { records: missingRecords(journal, accepted) ?? 0, isReplayRequired: isReplayRequired(journal, accepted) };
}

/** The debt of one device: of a silent one it grows by the second. */
export function syncDebtOf(
  device: {
    readonly mode: ConnectivityMode;
    readonly lastSeenAt?: Date | null | undefined;
    readonly secondsBehind: number;
    readonly backlogMessages: number;
  },
  journal: JournalDebt | null,
) {
  const { mode, lastSeenAt, secondsBehind, backlogMessages } = device;
  const isSilent = mode === 'DISCONNECTED' || mode === 'AUTONOMOUS';
  const silentS = isSilent && lastSeenAt ? Math.max(0, Math.floor((Date.now() - lastSeenAt.getTime()) / 1_000)) : 0;
  const { records, isReplayRequired: replayRequired } = journal ?? nothing;
  return {
    secondsBehind: secondsBehind + silentS,
    backlogMessages: backlogMessages + records,
    replayRequired: replayRequired || mode === 'RETURNING' || mode === 'REPLAYING',
  };
}
