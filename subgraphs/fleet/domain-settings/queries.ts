/**
 * Every read of the settings of domains. They are asked for by every batch of heartbeats, so a process keeps the settings
 * of a tenant and asks only whether they are still the newest: one small look-up, in the caller's transaction.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { defaultDomainSettings, inheritedSettings, type DomainSettings } from './domain-settings.ts';

type Known = {
  readonly version: string;
  /** By path of the domain: slugs from the root. */
  readonly own: ReadonlyMap<string, Partial<DomainSettings>>;
  /** Paths of domains; a domain never moves. */
  readonly paths: Map<string, string>;
  readonly resolved: Map<string, DomainSettings>;
};

const tenantsMax = 1_000;
const known = new Map<string, Known>();

/**
 * The settings of domains of one tenant; the transaction may be that tenant's or everybody's. A domain that the tenant
 * does not have gets the defaults.
 */
export async function settingsOf(
  em: EntityManager,
  tenantId: string,
  domainIds: readonly string[],
): Promise<Map<string, DomainSettings>> {
  const settings = await newest(em, tenantId);
  await learnPaths(em, { tenantId, settings, domainIds });
  return new Map(domainIds.map((id) => [id, resolve(settings, id)]));
}

/** What one domain sets itself; the rest it inherits. */
export async function ownSettings(
  em: EntityManager,
  tenantId: string,
  domainId: string,
): Promise<Partial<DomainSettings>> {
  const [row] = await em.execute<{ settings: Partial<DomainSettings> }[]>(
    'select settings from domain_settings where tenant_id = ? and domain_id = ?',
    [tenantId, domainId],
  );
  return row?.settings ?? {};
}

async function newest(em: EntityManager, tenantId: string): Promise<Known> {
  const [row] = await em.execute<{ version: string }[]>(
    `select concat_ws(' ', count(*), sum(version), max(changed_at)) as version from domain_settings where tenant_id = ?`,
    [tenantId],
  );
  const version = row?.version ?? '';
  const before = known.get(tenantId);
  if (before?.version === version) return before;
  const rows = await em.execute<{ path: string; settings: Partial<DomainSettings> }[]>(
    `select d.path, s.settings from domain_settings s
     join domains d on d.tenant_id = s.tenant_id and d.id = s.domain_id where s.tenant_id = ?`,
    [tenantId],
  );
  const own = new Map(rows.map(({ path, settings }) => [path, settings]));
  const fresh: Known = { version, own, paths: before?.paths ?? new Map(), resolved: new Map() };
  if (known.size >= tenantsMax) known.clear();
  known.set(tenantId, fresh);
  return fresh;
}

async function learnPaths(
  em: EntityManager,
  wanted: { tenantId: string; settings: Known; domainIds: readonly string[] },
): Promise<void> {
  const { tenantId, settings, domainIds } = wanted;
  const missing = [...new Set(domainIds)].filter((id) => !settings.paths.has(id));
  if (missing.length === 0) return;
  const rows = await em.execute<{ id: string; path: string }[]>(
    'select id, path from domains where tenant_id = ? and id = any(array(select jsonb_array_elements_text(?::jsonb))::uuid[])',
    [tenantId, JSON.stringify(missing)],
  );
  for (const { id, path } of rows) settings.paths.set(id, path);
}

function resolve(settings: Known, domainId: string): DomainSettings {
  const path = settings.paths.get(domainId);
  if (path === undefined) return defaultDomainSettings;
  const before = settings.resolved.get(path);
  if (before) return before;
  const slugs = path.split('/');
  const way = slugs.map((_, depth) => settings.own.get(slugs.slice(0, depth + 1).join('/')) ?? {});
  const resolved = inheritedSettings(way);
  settings.resolved.set(path, resolved);
  return resolved;
}
