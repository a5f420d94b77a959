/** Reads what a verdict on a device depends on, in the transaction that records it. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { findMeasurements } from '../../agent-measurement/queries.ts';
import { ofTenant } from '../../of-tenant.ts';
import type { InstalledReport } from '../reporting/installed-report.ts';
import type { JudgingFacts, KnownArtifact, ToldSoftware } from './judge.ts';

/** What the tenant's own artifacts of agents are called. */
export const agentArtifactName = 'flotilla-agent';

/** The facts about a device and what it says. `shipped` is what this control plane gives out as its agent. */
export async function readFacts(
  em: EntityManager,
  deviceId: string,
  { report, shipped }: { readonly report: InstalledReport | null; readonly shipped: readonly string[] },
): Promise<JudgingFacts> {
  const software = report?.software.flatMap(({ digest }) => digest ?? []) ?? [];
  const digests = [...new Set([...software, ...(report ? [`sha256:${report.agent.binarySha256}`] : [])])];
  const artifacts = await ask<KnownArtifact>(
    em,
    `select a.digest, a.name, a.version, a.stage, a.reason, jsonb_array_length(a.provenance) > 0 as "hasProvenance",
       jsonb_array_length(a.sboms) > 0 as "hasSbom"
     from artifacts a where ${ofTenant('a')} and a.digest = any($1) order by a.digest`,
    [digests],
  );
  const told = await ask<ToldSoftware>(
    em,
    `select d.name, d.version, d.digest,
       to_char(d.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
     from device_software d where ${ofTenant('d')} and d.device_id = $1 order by d.name`,
    [deviceId],
  );
  const [own] = await ask<{ exists: boolean }>(
    em,
    `select exists (select from artifacts a where ${ofTenant('a')} and a.name = $1 and a.stage = 'VERIFIED')`,
    [agentArtifactName],
  );
  const accepted = (await findMeasurements(em)).map(({ sha256 }) => sha256);
  const isDemanded = own?.exists === true || accepted.length > 0;
  return { artifacts, told, agent: { shipped, accepted, isDemanded } };
}
