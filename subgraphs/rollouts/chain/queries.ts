/** Every read of chains of rollouts. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import { stands, type ChainLink } from './chain.ts';

/** A chain with something left to say, in its tenant. */
export type OpenChain = { readonly tenantId: string; readonly chainId: string };

/** Chains that are not at their end: something of them can still begin, go on or go back. Over all tenants. */
export async function findOpenChains(em: EntityManager): Promise<OpenChain[]> {
  return ask<OpenChain>(
    em,
    `select r.tenant_id as "tenantId", r.plan -> 'chain' ->> 'chainId' as "chainId" from rollouts r where r.plan ? 'chain'
     group by 1, 2
     having not bool_and(r.stage in ('FINISHED', 'ABORTED'))
       and not bool_and(r.stage = 'ROLLED_BACK' or (r.stage = 'ABORTED' and r.wave < 0))`,
    [],
  );
}

/** The rollouts of a chain in their order. */
export async function findChain(em: EntityManager, chainId: string): Promise<ChainLink[]> {
  return ask<ChainLink>(
    em,
    `select r.id, r.stage, r.wave >= 0 as "hasBegun",
       r.stage = 'ROLLING_BACK' or (r.stage = 'PAUSED' and r.resumes_to = 'ROLLING_BACK') as "isReturning",
       r.wave = jsonb_array_length(r.plan -> 'waves') - 1 and coalesce(w.stage = 'PASSED', false) as "isThrough"
     from rollouts r left join waves w on w.tenant_id = r.tenant_id and w.rollout_id = r.id and w.wave = r.wave
     where ${ofTenant('r')} and r.plan -> 'chain' ->> 'chainId' = $1 and r.plan ? 'chain'
     order by (r.plan -> 'chain' ->> 'position')::integer`,
    [chainId],
  );
}

/** Whether a later rollout of the chain keeps this one from going back. */
export async function isHeldByLater(em: EntityManager, chainId: string, rolloutId: string): Promise<boolean> {
  const links = await findChain(em, chainId);
  return links.slice(links.findIndex(({ id }) => id === rolloutId) + 1).some(stands);
}

/** Whether the rollout before this one still has devices to bring. */
export async function isBeforeUnderWay(em: EntityManager, after: string): Promise<boolean> {
  const [row] = await ask<{ stage: string }>(
    em,
    `select r.stage from rollouts r where ${ofTenant('r')} and r.id = $1`,
    [after],
  );
  return row?.stage === 'RUNNING' || row?.stage === 'PAUSED';
}
