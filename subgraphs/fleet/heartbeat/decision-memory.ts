/**
 * What devices may decide on their own, as this process knows it. Every heartbeat is told, and heartbeats come by the
 * thousand while lists change seldom: so the database is asked once in a while for all domains that were heard.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { locallyAllowed } from '../journal/verdict.ts';
import { allowedDecisionsOf, type PolicyPlace } from '../decision-policy/queries.ts';

const freshForMs = 1_000;
const domainsMax = 50_000;

type Known = { readonly askedAt: number; readonly allowed: readonly string[] };

/** Lists by domain. */
export class DecisionMemory {
  readonly #known = new Map<string, Known>();

  /** The lists of domains. Asks only for those that it does not know or knows for too long, all in one statement. */
  async of(em: EntityManager, places: readonly PolicyPlace[]): Promise<(domainId: string) => readonly string[]> {
    const now = performance.now();
    const stale = new Map<string, PolicyPlace>();
    for (const place of places) {
      const known = this.#known.get(place.domainId);
      if (!known || now - known.askedAt >= freshForMs) stale.set(place.domainId, place);
    }
    if (stale.size > 0) {
      const found = await allowedDecisionsOf(em, [...stale.values()]);
      if (this.#known.size + stale.size > domainsMax) this.#known.clear();
      for (const domainId of stale.keys()) {
        this.#known.set(domainId, { askedAt: now, allowed: found.get(domainId) ?? locallyAllowed });
      }
    }
    const answer = new Map(places.map(({ domainId }) => [domainId, this.#known.get(domainId)?.allowed]));
    return (domainId) => answer.get(domainId) ?? locallyAllowed;
  }
}
