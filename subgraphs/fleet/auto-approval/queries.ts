/** Every read of the auto-approval rules' rows. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { holes, ofTenant, onlyUuids } from '../of-tenant.ts';
import type { ActiveRule } from './auto-approval.ts';
import { AutoApprovalRuleRow } from './row.ts';

/** Rules by id. */
export const autoApprovalRulesById = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, AutoApprovalRuleRow>();
  const rows = await select(em, `r.id in (${holes(known)})`, known);
  return new Map(rows.map((row) => [row.id, row]));
});

/** All rules of the tenant: active ones first, then by name. */
export async function findAutoApprovalRules(em: EntityManager): Promise<AutoApprovalRuleRow[]> {
  return select(em, 'true', []);
}

/** The active rules of a tenant, with the paths of their domains, in a transaction that may see every tenant. */
export async function findActiveRules(em: EntityManager, tenantId: string): Promise<ActiveRule[]> {
  return ask<ActiveRule>(
    em,
    `select r.id, r.name, r.labels, d.path as "domainPath" from auto_approval_rules r
     left join domains d on d.tenant_id = r.tenant_id and d.id = r.domain_id
     where r.tenant_id = $1 and r.disabled_at is null`,
    [tenantId],
  );
}

async function select(
  em: EntityManager,
  condition: string,
  values: readonly unknown[],
): Promise<AutoApprovalRuleRow[]> {
  const rows = await em.execute<Record<string, unknown>[]>(
    `select r.* from auto_approval_rules r where ${ofTenant('r')} and ${condition}
     order by r.disabled_at is not null, r.name, r.id`,
    [...values],
  );
  return rows.map((row) => em.map(AutoApprovalRuleRow, row));
}
