/** Keeps what domains set themselves, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import type { DomainSettingsEvent } from './events.ts';

/** Writes one fact to the row of its domain. */
export async function projectDomainSettings(em: EntityManager, fact: Fact<DomainSettingsEvent>): Promise<void> {
  const { tenantId, data, at, streamVersion } = fact;
  await em.execute(
    `insert into domain_settings (tenant_id, domain_id, settings, version, changed_at) values (?, ?, ?::jsonb, ?, ?)
     on conflict (tenant_id, domain_id) do update
       set settings = excluded.settings, version = excluded.version, changed_at = excluded.changed_at`,
    [tenantId, data.domainId, JSON.stringify(data.settings), streamVersion, at],
  );
}

/** The settings of domains, for rebuilding. */
export const domainSettingsProjection: InlineProjection = {
  name: 'fleet.domain_settings',
  mode: 'inline',
  tables: ['domain_settings'],
  handles: ['DomainSettingsChanged'] satisfies DomainSettingsEvent['type'][],
  project: (em, fact) => projectDomainSettings(em, fact as Fact<DomainSettingsEvent>),
};
