/**
 * Tells subscribers which rollouts changed, as the log records it: by what people and gates said, by what devices
 * did, and by what was measured of them.
 * Many devices report at once, so what happens within a quarter of a second is told once.
 */
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { CohortHealthMeasured } from '../health/events.ts';
import type { DeviceUpdateRefused } from '../intent/events.ts';
import type { LeaseEvent } from '../lease/events.ts';
import { leaseFacts } from '../lease/projection.ts';
import type { RolloutEvent } from '../rollout/events.ts';
import { rolloutFacts } from '../rollout/projection.ts';

const gatherMs = 250;

/** A rollout that changed. */
export type ChangedRollout = { readonly tenantId: string; readonly rolloutId: string };

type Followed = LeaseEvent | RolloutEvent | DeviceUpdateRefused | CohortHealthMeasured;

/** Who listens to which rollouts. */
export class RolloutWatch {
  readonly #topic = new Topic<ChangedRollout>();
  readonly #changed = new Map<string, ChangedRollout>();
  #timer: NodeJS.Timeout | undefined;

  /** Follows the log. Returns the way to stop, which ends every subscription. */
  follow(tail: Pick<LogTail, 'subscribe'>): () => void {
    const types = [...leaseFacts, ...rolloutFacts, 'DeviceUpdateRefused', 'CohortHealthMeasured'] as const;
    const unfollow = tail.subscribe<Followed>(types, ({ tenantId, data }) => {
      if (this.#topic.listeners === 0) return;
      this.#changed.set(data.rolloutId, { tenantId, rolloutId: data.rolloutId });
      this.#timer ??= setTimeout(() => this.#tell(), gatherMs);
    });
    return () => {
      unfollow();
      clearTimeout(this.#timer);
      this.#topic.close();
    };
  }

  /** Listens to one rollout of a tenant, or to all of them, until the returned iterator is closed. */
  listen(tenantId: string, rolloutId: string | null): AsyncIterableIterator<Numbered<ChangedRollout>> {
    return this.#topic.subscribe(
      (change) => change.tenantId === tenantId && (rolloutId === null || change.rolloutId === rolloutId),
    );
  }

  #tell(): void {
    this.#timer = undefined;
    for (const change of this.#changed.values()) this.#topic.publish(change);
    this.#changed.clear();
  }
}
