/** Keeps what people said of an item, in the transaction that records it: whoever decided sees the decision at once. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { AttentionEvent } from './events.ts';

type Verdict = {
  readonly stage?: string;
  readonly owner_id?: string;
  readonly snoozed_until?: string | null;
  readonly snoozed_score?: number | null;
  readonly merged_into?: string;
  readonly reason?: string;
};

/** Writes one fact to the row of its item's verdict. */
export async function projectVerdict(em: EntityManager, fact: Fact<AttentionEvent>): Promise<void> {
  const { itemId, itemKey } = fact.data;
  const columns = Object.entries({
    ...awake,
    ...verdictOf(fact),
    decided_by: fact.metadata.actor,
    decided_at: fact.at,
  });
  const names = columns.map(([name]) => name);
  await em.execute(
    `insert into verdicts (tenant_id, item_id, item_key, ${names.join(', ')})
     values (?, ?, ?, ${names.map(() => '?').join(', ')})
     on conflict (tenant_id, item_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [fact.tenantId, itemId, itemKey, ...columns.map(([, value]) => value)],
  );
  if (fact.type === 'AttentionWoken') {
    await em.execute(
      `update verdicts set stage = case when owner_id is null then 'OPEN' else 'ASSIGNED' end
       where tenant_id = ? and item_id = ?`,
      [fact.tenantId, itemId],
    );
  }
}

/** The rows of verdicts, for rebuilding. */
export const verdictsProjection: InlineProjection = {
  name: 'operations.verdicts',
  mode: 'inline',
  tables: ['verdicts'],
  handles: [
    'AttentionAcknowledged',
    'AttentionSnoozed',
    'AttentionWoken',
    'AttentionAssigned',
    'AttentionMerged',
    'AttentionDismissed',
    'AttentionResolved',
  ] satisfies AttentionEvent['type'][],
  project: (em, fact) => projectVerdict(em, fact as Fact<AttentionEvent>),
};

const awake: Verdict = { snoozed_until: null, snoozed_score: null };

function verdictOf(fact: Fact<AttentionEvent>): Verdict {
  switch (fact.type) {
    case 'AttentionAcknowledged':
      return { stage: 'ACKNOWLEDGED' };
    case 'AttentionSnoozed':
      return { stage: 'SNOOZED', snoozed_until: fact.data.until, snoozed_score: fact.data.score };
    case 'AttentionWoken':
      return { stage: 'OPEN' };
    case 'AttentionAssigned':
      return { stage: 'ASSIGNED', owner_id: fact.data.ownerId };
    case 'AttentionMerged':
      return { stage: 'MERGED', merged_into: fact.data.intoId };
    case 'AttentionDismissed':
      return { stage: 'DISMISSED', reason: fact.data.reason };
    case 'AttentionResolved':
      return { stage: 'RESOLVED' };
  }
}
