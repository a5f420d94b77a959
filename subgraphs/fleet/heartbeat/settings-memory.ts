/**
 * The settings that heartbeats are judged by, as this process knows them. A batch of heartbeats asks the database for them
 * at most once a second and tenant: settings change seldom, heartbeats come by the thousand.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { defaultDomainSettings, settingBounds, type DomainSettings } from '../domain-settings/domain-settings.ts';
import { settingsOf } from '../domain-settings/queries.ts';

const freshForMs = 1_000;
const devicesMax = 200_000;

type OfTenant = { askedAt: number; settings: ReadonlyMap<string, DomainSettings> };

/** Where a device is. */
export type Placed = { readonly tenantId: string; readonly deviceId: string; readonly domainId: string };

/** Settings by device. */
export class SettingsMemory {
  readonly #domains = new Map<string, string>();
  readonly #tenants = new Map<string, OfTenant>();

  /**
   * After how many intervals of silence a device is to be looked at, before it is known which domain it is in: as its
   * domain says as far as this process knows, and as early as any domain could say otherwise.
   */
  firstLookAfter(tenantId: string, deviceId: string): number {
    const domainId = this.#domains.get(deviceId) ?? '';
    const settings = this.#tenants.get(tenantId)?.settings.get(domainId);
    return settings?.delayedAfterIntervals ?? settingBounds.delayedAfterIntervals.min;
  }

  /** Which domain a device was in when it was last heard; null when this process has not heard it. */
  domainOf(deviceId: string): string | null {
    return this.#domains.get(deviceId) ?? null;
  }

  /** The settings of devices, by the ids of their domains. Asks only for what it does not know or knows for too long. */
  async of(em: EntityManager, devices: readonly Placed[]): Promise<(domainId: string) => DomainSettings> {
    if (this.#domains.size > devicesMax) this.#domains.clear();
    for (const { deviceId, domainId } of devices) this.#domains.set(deviceId, domainId);
    const found = new Map<string, DomainSettings>();
    for (const [tenantId, ofTenant] of Map.groupBy(devices, (device) => device.tenantId)) {
      const settings = await this.#ofTenant(em, tenantId, new Set(ofTenant.map(({ domainId }) => domainId)));
      for (const { domainId } of ofTenant) found.set(domainId, settings.get(domainId) ?? defaultDomainSettings);
    }
    return (domainId) => found.get(domainId) ?? defaultDomainSettings;
  }

  async #ofTenant(em: EntityManager, tenantId: string, domainIds: ReadonlySet<string>): Promise<OfTenant['settings']> {
    const known = this.#tenants.get(tenantId);
    const now = performance.now();
    if (known && now - known.askedAt < freshForMs && known.settings.size > 0 && isIn(known.settings, domainIds)) {
      return known.settings;
    }
    const wanted = new Set([...domainIds, ...(known?.settings.keys() ?? [])]);
    const settings = await settingsOf(em, tenantId, [...wanted]);
    this.#tenants.set(tenantId, { askedAt: now, settings });
    return settings;
  }
}

function isIn(settings: ReadonlyMap<string, unknown>, ids: ReadonlySet<string>): boolean {
  for (const id of ids) if (!settings.has(id)) return false;
  return true;
}
