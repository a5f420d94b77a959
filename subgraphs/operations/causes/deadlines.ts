/** What time alone changes: an item grows, comes up, or is quiet for long enough to be over. */
import type { Moment } from '../ledger/moment.ts';
import { caseOf, raise, settle } from '../ledger/occurrences.ts';

const dayMs = 86_400_000;
const weekDays = 7;
const autonomyMs = 72 * 3_600_000;

/** The moment has come to look at an item again. Told too early, or twice, it changes nothing that matters. */
export function deadlinePassed(moment: Moment, key: string): void {
  const { ledger, atMs } = moment;
  const item = ledger.items.get(key);
  const due = ledger.deadlines.get(key);
  if (!item || !due || due.dueMs > atMs) return;
  const [endsMs, raisesMs] = [item.facts['endsMs'], item.facts['raisesMs']];
  if (typeof endsMs === 'number' && endsMs <= atMs) return settle(moment, key);
  if (!item.isActive && !(typeof raisesMs === 'number' && raisesMs <= atMs)) return ledger.setDeadline(key, null);
  const lastedMs = atMs - item.sinceMs;
  const days = Math.max(1, Math.floor(lastedMs / dayMs));
  const each = caseOf(ledger, item);
  const grown = {
    measure:
      item.kind === 'PENDING_LONG' ? days / weekDays : item.kind === 'SYNC_DEBT' ? lastedMs / autonomyMs : each.measure,
    facts: item.kind === 'PENDING_LONG' ? { ...each.facts, days } : each.facts,
  };
  raise(moment, { ...each, ...grown, sinceMs: item.sinceMs, ...(typeof endsMs === 'number' ? { dueMs: endsMs } : {}) });
}
