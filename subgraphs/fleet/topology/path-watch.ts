/**
 * Looks at the paths through relays and at dark places every few seconds, in whichever process leads. Only looks when
 * something happened that they depend on, and every half minute all the same, because links change without a fact.
 */
import { streamOf } from '@flotilla/kernel/aggregate';
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { append } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { relayAggregate } from '../aggregates.ts';
import { defaultDomainSettings } from '../domain-settings/domain-settings.ts';
import { settingsOf } from '../domain-settings/queries.ts';
import { takeLead } from '../heartbeat/sweep.ts';
import { projectRelay } from '../relay/projection.ts';
import type { RelayEvent } from '../relay/events.ts';
import { holdRelays, type RelayView } from '../relay/queries.ts';
import { pathHealth, relay } from '../relay/relay.ts';
import { updateFolds } from './folds.ts';

const lookAnywayEvery = 15;

const causes = [
  'ConnectivityChanged',
  'DeviceMoved',
  'DeviceQuarantined',
  'DeviceReleased',
  'DeviceRetired',
  'DeviceRevoked',
  'DeviceRouteChanged',
  'RelayPathChanged',
  'RelayRegistered',
  'RelayRemoved',
];

/** What the watch works with. */
export type PathWatchParts = { readonly database: Database; readonly tail: Pick<LogTail, 'committed' | 'subscribe'> };

/** The watch. */
export class PathWatch {
  readonly #parts: PathWatchParts;
  #isDue = true;
  #looks = 0;

  constructor(parts: PathWatchParts) {
    this.#parts = parts;
  }

  /** Begins to listen for what paths and places depend on. Answers how to stop. */
  follow(): () => void {
    return this.#parts.tail.subscribe(causes, () => (this.#isDue = true));
  }

  /** Looks, if there is reason to and no other process leads. */
  async look(): Promise<void> {
    const isTime = this.#looks++ % lookAnywayEvery === 0;
    if (!this.#isDue && !isTime) return;
    this.#isDue = false;
    const { database, tail } = this.#parts;
    const led = async (work: (em: EntityManager) => Promise<number>) =>
      database.inTenant(everyTenant, async (em) => ((await takeLead(em)) ? work(em) : 0));
    // Apart, so that the head of the log is not held while places are counted.
    if ((await led(judgePaths)) > 0) tail.committed();
    await led(updateFolds);
  }
}

/** Records every path that is another one now. Answers how many. */
export async function judgePaths(em: EntityManager): Promise<number> {
  let changes = 0;
  for (const [tenantId, relays] of Map.groupBy(await holdRelays(em), (view) => view.tenantId)) {
    const settings = await settingsOf(em, tenantId, [...new Set(relays.map(({ domainId }) => domainId))]);
    const writes = relays.flatMap((view) => {
      const events = judge(view, settings.get(view.domainId) ?? defaultDomainSettings);
      const stream = streamOf(relayAggregate.category, view.id);
      return events.length === 0 ? [] : [{ stream, expectedVersion: null, events }];
    });
    changes += writes.length;
    await append<RelayEvent>(em, {
      tenantId,
      metadata: { actor: 'system' },
      writes,
      project: async (facts) => {
        for (const fact of facts) await projectRelay(em, fact);
      },
    });
  }
  return changes;
}

function judge(view: RelayView, settings: typeof defaultDomainSettings): RelayEvent[] {
  const { id: relayId, rttMs, lossPct, deviceCount: devices, awayCount: away, mode, trust } = view;
  const path = { rttMs, lossPct, devices, away };
  const health = pathHealth(view.health, { ...path, mode, trust }, settings);
  return [...relay.decide({ type: 'JudgePath', relayId, health, ...path }, { health: view.health })];
}
