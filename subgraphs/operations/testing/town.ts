/** A small town in the log: a tree of domains, two sites and devices, for integration tests. */
import { randomUUID } from 'node:crypto';
import type { Event } from '@flotilla/kernel/event';
import type { TestOperations } from './operations.ts';

/** Facts of a town and who is in it. */
export class Town {
  readonly tenantId = randomUUID();
  readonly regionId = randomUUID();
  readonly elsewhereId = randomUUID();
  readonly domainId = randomUUID();
  readonly locationId = randomUUID();
  readonly deviceIds: readonly string[];
  readonly #operations: TestOperations;

  private constructor(operations: TestOperations, devices: number) {
    this.#operations = operations;
    this.deviceIds = Array.from({ length: devices }, () => randomUUID());
  }

  /** Builds it: everybody is in, at one site, and was heard. */
  static async build(operations: TestOperations, devices: number): Promise<Town> {
    const town = new Town(operations, devices);
    const { tenantId, regionId, domainId, elsewhereId, locationId } = town;
    const region = { domainId: regionId, name: 'Region', slug: 'region', parentId: null, path: 'region' };
    const shop = { domainId, name: 'Shops', slug: 'shops', parentId: regionId, path: 'region/shops' };
    const elsewhere = { domainId: elsewhereId, name: 'Else', slug: 'else', parentId: null, path: 'else' };
    const site = { locationId, name: 'Rotterdam 07', timeZone: 'Europe/Amsterdam', natGroup: null };
    await operations.record(
      tenantId,
      { type: 'DomainCreated', data: region },
      { type: 'DomainCreated', data: shop },
      { type: 'DomainCreated', data: elsewhere },
      { type: 'LocationCreated', data: site },
      ...town.deviceIds.flatMap((deviceId, n) => town.lifeOf(deviceId, n)),
    );
    return town;
  }

  /** How a device comes in and is heard. */
  lifeOf(deviceId: string, n: number): Event[] {
    const trusted = { deviceId, trust: 'TRUSTED', fingerprints: [] };
    const place = { domainId: this.domainId, locationId: this.locationId };
    const named = { name: `till-${n}`, kind: 'EDGE', labels: [], channel: 'prod' };
    return [
      { type: 'DeviceClaimed', data: { ...trusted, trust: 'PENDING', ...place, ...named } },
      { type: 'DeviceApproved', data: { ...trusted, approvedBy: 'rule:x', ruleId: null, ruleName: null } },
      changed(deviceId, 'LIVE', 'DISCONNECTED'),
    ];
  }

  /** Devices fall silent. */
  async silence(...deviceIds: readonly string[]): Promise<void> {
    await this.#operations.record(this.tenantId, ...deviceIds.map((id) => changed(id, 'DISCONNECTED', 'LIVE')));
  }

  /** Devices are heard again. */
  async hear(...deviceIds: readonly string[]): Promise<void> {
    await this.#operations.record(this.tenantId, ...deviceIds.map((id) => changed(id, 'LIVE', 'DISCONNECTED')));
  }
}

function changed(deviceId: string, mode: string, previousMode: string): Event {
  return { type: 'ConnectivityChanged', data: { deviceId, mode, previousMode, gapMs: 60_000, intervalMs: 10_000 } };
}
