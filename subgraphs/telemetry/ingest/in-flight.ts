/**
 * How many pushes a tenant and a domain may have in hand at once, so that a site that comes back after a long night
 * leaves places for all others. Whoever does not fit is told when to come back, each at another moment.
 */
import { Refusal } from '@flotilla/kernel/errors';

/** A scope and how many pushes it may have in hand. */
export type ScopeCap = { readonly scope: 'tenant' | 'domain'; readonly id: string; readonly max: number };

/** The pushes in hand of one process. */
export class InFlight {
  readonly #taken = new Map<string, number>();

  /** Does work that takes a place in every scope, or refuses with LIMIT_EXCEEDED and takes none. */
  async within<T>(scopes: readonly ScopeCap[], work: () => Promise<T>): Promise<T> {
    const full = scopes.find(({ id, max }) => (this.#taken.get(id) ?? 0) >= max);
    if (full) throw tooMany(full);
    for (const { id } of scopes) this.#taken.set(id, (this.#taken.get(id) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const { id } of scopes) this.#leave(id);
    }
  }

  #leave(id: string): void {
    const left = (this.#taken.get(id) ?? 1) - 1;
    if (left === 0) this.#taken.delete(id);
    else this.#taken.set(id, left);
  }
}

function tooMany({ scope }: ScopeCap): Refusal {
  const retryAfterMs = Math.round(1_000 + Math.random() * 2_000);
  const words = `Too many devices of the ${scope} push at once. Send the same batch again in ${retryAfterMs} ms.`;
  return new Refusal('LIMIT_EXCEEDED', words, { limit: `${scope}PushesInFlight`, scope }, { retryAfterMs });
}
