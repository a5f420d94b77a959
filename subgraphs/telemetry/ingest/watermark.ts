/**
 * Whether a batch is next in line. Within one epoch the accepted sequence numbers are a prefix 1..k, each once: a batch
 * may continue the prefix or repeat a part of it, and nothing else.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { Dropped } from './batch.ts';

/** What of a batch its place in line depends on. */
export type Range = { readonly fromSeq: number; readonly toSeq: number; readonly dropped: readonly Dropped[] };

/** Whether a range is new, or a repeat of what was accepted before. */
export type Verdict = { readonly kind: 'NEW' | 'DUPLICATE'; readonly acknowledgedSeq: number };

/**
 * Judges a range against the last accepted number of its epoch; 0 when there is none. Numbers the device declares
 * dropped count as accepted. Refuses with CONFLICT what overlaps or leaves a hole; `acknowledgedSeq` in the details
 * tells the device where to continue.
 */
export function judge(acknowledgedSeq: number, range: Range): Verdict {
  if (range.toSeq <= acknowledgedSeq) return { kind: 'DUPLICATE', acknowledgedSeq };
  const expected = afterDropped(acknowledgedSeq + 1, range);
  if (range.fromSeq === expected) return { kind: 'NEW', acknowledgedSeq: range.toSeq };
  const problem = range.fromSeq < expected ? 'overlaps what was accepted' : 'leaves a hole';
  const remedy = `Continue with ${acknowledgedSeq + 1}, or declare as dropped what no longer exists.`;
  const details = { acknowledgedSeq, expectedFromSeq: acknowledgedSeq + 1, fromSeq: range.fromSeq, toSeq: range.toSeq };
  throw new Refusal('CONFLICT', `The batch ${range.fromSeq} to ${range.toSeq} ${problem}. ${remedy}`, details);
}

/** The number the batch must begin with, once the declared drops before it are skipped. */
function afterDropped(next: number, { dropped, fromSeq }: Range): number {
  const before = dropped.filter((drop) => drop.fromSeq < fromSeq).sort((a, b) => a.fromSeq - b.fromSeq);
  return before.reduce((at, drop) => (drop.fromSeq <= at && drop.toSeq >= at ? drop.toSeq + 1 : at), next);
}
