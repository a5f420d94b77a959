/** Every read of templates. */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { ask } from '@flotilla/kernel/transaction';
import { dated, isUuid, ofTenant } from '../of-tenant.ts';
import type { PlanTemplate } from '../rollout/events.ts';

/** One template as its row has it. */
export type TemplateRow = {
  readonly id: string;
  readonly name: string;
  readonly plan: PlanTemplate;
  readonly savedAt: Date;
  readonly savedBy: string;
};

const columns = `t.id, t.name, t.plan, t.saved_at as "savedAt", t.saved_by as "savedBy"`;

/** All templates of the tenant by name. */
export async function findTemplates(em: EntityManager): Promise<TemplateRow[]> {
  const rows = await ask<TemplateRow>(
    em,
    `select ${columns} from templates t where ${ofTenant('t')} order by t.name`,
    [],
  );
  return dated(rows, ['savedAt']);
}

/** The template with an id or, as pipelines say it, a name. Refuses with NOT_FOUND. */
export async function findTemplate(em: EntityManager, idOrName: string, element: string): Promise<TemplateRow> {
  const rows = await ask<TemplateRow>(
    em,
    `select ${columns} from templates t where ${ofTenant('t')} and (t.id = $1 or t.name = $2) order by t.id = $1 desc`,
    [isUuid(idOrName) ? idOrName : null, idOrName],
  );
  const [row] = dated(rows, ['savedAt']);
  if (row) return row;
  const words = `This tenant has no rollout template "${idOrName.slice(0, 80)}". Save one, or see rolloutTemplates.`;
  throw new Refusal('NOT_FOUND', words, { element });
}
