/** Keeps the rows of templates, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { TemplateEvent } from './events.ts';

/** Writes one fact of templates. */
export async function projectTemplate(em: EntityManager, fact: Fact<TemplateEvent>): Promise<void> {
  const { tenantId, at, metadata } = fact;
  if (fact.type === 'RolloutTemplateRemoved') {
    tell(em, 'delete from templates where tenant_id = $1 and id = $2', [tenantId, fact.data.templateId]);
    return;
  }
  const { templateId, name, plan } = fact.data;
  tell(
    em,
    `insert into templates (tenant_id, id, name, plan, saved_at, saved_by) values ($1, $2, $3, $4::jsonb, $5, $6)
     on conflict (tenant_id, id) do update set plan = excluded.plan, saved_at = excluded.saved_at,
       saved_by = excluded.saved_by`,
    [tenantId, templateId, name, JSON.stringify(plan), at, metadata.actor],
  );
}

/** The rows of templates, for rebuilding. */
export const templatesProjection: InlineProjection = {
  name: 'rollouts.templates',
  mode: 'inline',
  tables: ['templates'],
  handles: ['RolloutTemplateSaved', 'RolloutTemplateRemoved'] satisfies TemplateEvent['type'][],
  project: (em, fact) => projectTemplate(em, fact as Fact<TemplateEvent>),
};
