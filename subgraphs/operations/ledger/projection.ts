/**
 * Follows the facts that give cause for attention. A batch costs a few statements whatever its size; nothing is ever
 * computed over the whole queue, and a rebuild gives the same rows because no batch, process or clock enters.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Recorded } from '@flotilla/kernel/event';
import type { AsyncProjection } from '@flotilla/kernel/projection/projection';
import { attentionSources, fold } from '../causes/fold.ts';
import { loadLedger, saveLedger } from './storage.ts';

/** Everything attention knows but the verdicts of people. */
export const attentionProjection: AsyncProjection = {
  name: 'operations.attention',
  mode: 'async',
  tables: ['devices', 'scopes', 'items', 'deadlines', 'tokens'],
  handles: attentionSources,
  project: (em, event) => foldBatch(em, [event]),
  projectBatch: foldBatch,
};

async function foldBatch(em: EntityManager, events: readonly Recorded[]): Promise<void> {
  for (const [tenantId, ofTenant] of Map.groupBy(events, (event) => event.tenantId)) {
    const ledger = await loadLedger(em, tenantId, ofTenant);
    for (const event of ofTenant) fold(ledger, event);
    await saveLedger(em, ledger);
  }
}
