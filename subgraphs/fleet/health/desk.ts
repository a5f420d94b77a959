/**
 * Answers for the health of scopes. All who look at one tenant share a measurement for a second, so a page that many
 * people have open costs what one of them does.
 */
import type { Database } from '@flotilla/kernel/database';
import type { HealthSignal } from '@flotilla/kernel/health-signal';
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { Logger } from '@flotilla/kernel/logger';
import { readNow, readPast, readStanding } from './queries.ts';
import { signalsOf, wholeTenant, type Minute } from './scopes.ts';

const freshMs = 1_000;
const periodMs = 2_000;

/** A scope: a domain with the ids of everything below it, or all of the tenant. */
export type HealthScope = {
  readonly tenantId: string;
  readonly domainId: string | null;
  readonly below: ReadonlySet<string> | null;
};

type Taken = { readonly atMs: number; readonly measured: Promise<{ now: Minute; past: Minute[] }> };

/** The desk of one process. */
export class HealthDesk {
  readonly #parts: { readonly database: Database; readonly logger: Logger };
  readonly #taken = new Map<string, Taken>();

  constructor(parts: { readonly database: Database; readonly logger: Logger }) {
    this.#parts = parts;
  }

  /** The signals of a scope, at most a second old. */
  async signals({ tenantId, domainId, below }: HealthScope): Promise<HealthSignal[]> {
    const { now, past } = await this.#measured(tenantId);
    const standing = await this.#parts.database.inTenant(tenantId, (em) =>
      readStanding(em, tenantId, domainId ?? wholeTenant),
    );
    return signalsOf({ now, past, domainIds: below, standing });
  }

  /** The signals now, and again whenever a value or a state is another one, at most once in two seconds. */
  watch(scope: HealthScope): AsyncIterableIterator<Numbered<HealthSignal[]>> {
    const topic = new Topic<HealthSignal[]>();
    const listener = topic.subscribe();
    let last = '';
    let timer: NodeJS.Timeout | undefined;
    let isClosed = false;
    const look = async () => {
      try {
        const signals = await this.signals(scope);
        const seen = JSON.stringify(signals.map(({ value, state, trend }) => [value, state, trend.length]));
        if (seen !== last) topic.publish(signals);
        last = seen;
      } catch (error) {
        this.#parts.logger.warn({ err: error }, 'the health of the fleet cannot be read just now');
      }
      if (!isClosed) timer = setTimeout(() => void look(), periodMs);
    };
    void look();
    return {
      next: () => listener.next(),
      async return() {
        isClosed = true;
        clearTimeout(timer);
        await listener.return?.();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #measured(tenantId: string): Taken['measured'] {
    const known = this.#taken.get(tenantId);
    const atMs = performance.now();
    if (known && atMs - known.atMs < freshMs) return known.measured;
    const { database } = this.#parts;
    const measured = database.inTenant(tenantId, async (em) => {
      return { now: await readNow(em, tenantId), past: await readPast(em, tenantId) };
    });
    for (const [tenant, taken] of this.#taken) if (atMs - taken.atMs >= freshMs) this.#taken.delete(tenant);
    this.#taken.set(tenantId, { atMs, measured });
    return measured;
  }
}
