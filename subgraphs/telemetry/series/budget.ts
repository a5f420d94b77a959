/**
 * The cardinality budget: how many series outside the catalogue a device, and a tenant in all, may have. What is once
 * admitted stays admitted; what is over budget is refused by name, counted and declared, and the rest is stored.
 */
import type { Database } from '@flotilla/kernel/database';
import { columnOf, isSeriesName } from './catalogue.ts';

/** Distinct series outside the catalogue. */
export type SeriesLimits = { readonly customSeriesPerDevice: number; readonly customSeriesPerTenant: number };

/** A series that is not stored, and why, in words for the device's operator. */
export type RejectedName = { readonly name: string; readonly reason: string };

/** What became of the names of a batch. */
export type Judgement = { readonly rejected: readonly RejectedName[]; readonly admitted: readonly string[] };

/** Judges names against what devices sent before. Remembers a tenant after its first series outside the catalogue. */
export class SeriesBudget {
  readonly #database: Database;
  readonly #limits: SeriesLimits;
  readonly #known = new Map<string, Promise<Map<string, Set<string>>>>();

  constructor(database: Database, limits: SeriesLimits) {
    this.#database = database;
    this.#limits = limits;
  }

  /** Answers the names that must not be stored, and the new ones that may: `record` them once they are. */
  async judge(tenantId: string, deviceId: string, names: readonly string[]): Promise<Judgement> {
    const custom = names.filter((name) => columnOf(name) === undefined);
    if (custom.length === 0) return { rejected: [], admitted: [] };
    const byDevice = await this.#load(tenantId);
    const own = byDevice.get(deviceId) ?? new Set<string>();
    const all = new Set([...byDevice.values()].flatMap((each) => [...each]));
    const rejected: RejectedName[] = [];
    const admitted: string[] = [];
    for (const name of custom) {
      if (own.has(name)) continue;
      const reason = this.#refusal(name, own, all);
      if (reason !== undefined) {
        rejected.push({ name, reason });
        continue;
      }
      own.add(name);
      all.add(name);
      admitted.push(name);
    }
    byDevice.set(deviceId, own);
    return { rejected, admitted };
  }

  #refusal(name: string, own: ReadonlySet<string>, all: ReadonlySet<string>): string | undefined {
    const { customSeriesPerDevice, customSeriesPerTenant } = this.#limits;
    if (!isSeriesName(name)) return 'A series name is 1 to 64 of a-z, 0-9 and _, and begins with a letter.';
    if (own.size >= customSeriesPerDevice)
      return `The device's budget of ${customSeriesPerDevice} further series is spent.`;
    if (all.size >= customSeriesPerTenant && !all.has(name)) {
      return `The tenant's budget of ${customSeriesPerTenant} further series is spent.`;
    }
    return undefined;
  }

  #load(tenantId: string): Promise<Map<string, Set<string>>> {
    const known = this.#known.get(tenantId) ?? this.#read(tenantId);
    this.#known.set(tenantId, known);
    known.catch(() => this.#known.delete(tenantId));
    return known;
  }

  async #read(tenantId: string): Promise<Map<string, Set<string>>> {
    const rows = await this.#database.inTenant(tenantId, (em) =>
      em.execute<{ device: string; name: string }[]>('select device_id::text as device, name from custom_series'),
    );
    const byDevice = new Map<string, Set<string>>();
    for (const { device, name } of rows) byDevice.set(device, (byDevice.get(device) ?? new Set()).add(name));
    return byDevice;
  }

  /** Keeps new names of a device whose samples were stored: what was diverted leaves no name behind. */
  async record(tenantId: string, deviceId: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const rows = names.map(() => '(?, ?, ?)').join(', ');
    await this.#database.inTenant(tenantId, (em) =>
      em.execute(
        `insert into custom_series (tenant_id, device_id, name) values ${rows} on conflict do nothing`,
        names.flatMap((name) => [tenantId, deviceId, name]),
      ),
    );
  }
}
