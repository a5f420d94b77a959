/** Whether a device owes records of its journal: pure, by numbers alone, whatever its clock says. */

/** What a device says it has: the epoch of its journal and the last record. */
export type JournalPosition = { readonly epoch: number; readonly lastSeq: number };

/**
 * Whether a device should say hello: it has records that are not accepted, or a journal that contradicts what is, which
 * only a hello can tell it.
 */
export function isReplayRequired(
  journal: JournalPosition,
  accepted: { readonly epoch: number; readonly acknowledgedSeq: number },
): boolean {
  if (journal.epoch === accepted.epoch) return journal.lastSeq !== accepted.acknowledgedSeq;
  return journal.lastSeq > 0 || journal.epoch < accepted.epoch;
}

/** How many records are missing here; null while only a hello can tell. */
export function missingRecords(
  journal: JournalPosition,
  accepted: { readonly epoch: number; readonly acknowledgedSeq: number },
): number | null {
  if (journal.epoch < accepted.epoch) return null;
  const from = journal.epoch === accepted.epoch ? accepted.acknowledgedSeq : 0;
  return journal.lastSeq < from ? null : journal.lastSeq - from;
}
