/** Who a returning device is to us: trust, keys, site, and by what its decisions are judged. */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { ask, tell } from '@flotilla/kernel/transaction';
import { deviceAggregate } from '../../aggregates.ts';
import { authorityOf } from '../../authority/queries.ts';
import type { ConnectivityMode } from '../../connectivity/events.ts';
import { allowedDecisionsOf } from '../../decision-policy/queries.ts';
import type { TrustState } from '../../device/events.ts';
import { settingsOf } from '../../domain-settings/queries.ts';
import { unheard, type Caller } from '../../heartbeat/device-call.ts';
import type { Judgement } from '../events.ts';
import { tellingsOf } from '../../heartbeat/telling-book.ts';
import { listText } from '../../journal/tellings.ts';
import { locallyAllowed } from '../../journal/verdict.ts';
import type { Site } from './budget.ts';
import { changedSubjects } from './changed-subjects.ts';

/** What the rows say of a caller. */
export type Standing = {
  readonly trust: TrustState;
  readonly mode: ConnectivityMode;
  readonly domainId: string;
  readonly locationId: string | null;
  /** Base64 of SPKI: the key of each accepted certificate, and the one it claimed with. */
  readonly publicKeys: readonly string[];
};

type Row = {
  readonly n: number;
  readonly trust: TrustState | null;
  readonly mode: ConnectivityMode;
  readonly domain_id: string;
  readonly location_id: string | null;
  readonly is_accepted: boolean;
  readonly public_keys: readonly string[];
};

const sql = `select c.n::integer as n, d.trust, d.mode, d.domain_id, d.location_id,
    coalesce(c.f in (d.current_fingerprint, d.next_fingerprint), false) as is_accepted,
    to_jsonb(array_prepend(d.public_key, array(
      select k.public_key from device_certificates k where k.tenant_id = d.tenant_id and k.device_id = d.id
        and k.fingerprint in (d.current_fingerprint, d.next_fingerprint)))) as public_keys
  from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as c (t, i, f, n)
  left join devices d on d.tenant_id = c.t and d.id = c.i
  order by c.n`;

/** How callers stand, in their order. One that is not heard has a refusal: unknown, revoked, pending, or superseded. */
export async function standingsOf(em: EntityManager, callers: readonly Caller[]): Promise<(Standing | Refusal)[]> {
  const rows = await ask<Row>(em, sql, [
    callers.map(({ tenantId }) => tenantId),
    callers.map(({ deviceId }) => deviceId),
    callers.map(({ fingerprint }) => fingerprint),
  ]);
  return rows.map(({ trust, mode, domain_id: domainId, location_id: locationId, public_keys: keys, ...row }) => {
    if (!row.is_accepted || (trust !== 'TRUSTED' && trust !== 'QUARANTINED')) return unheard(trust);
    return { trust, mode, domainId, locationId, publicKeys: [...new Set(keys)] };
  });
}

/** How one caller stands; its refusal is thrown. */
export async function standingOf(em: EntityManager, caller: Caller): Promise<Standing> {
  const [standing] = await standingsOf(em, [caller]);
  invariant(standing, 'a left join answers a row');
  if (standing instanceof Refusal) throw standing;
  return standing;
}

/**
 * Holds the streams of devices until the transaction ends, in the order of the log's own, and answers who of them may not
 * deliver, and why. A quarantine or a revocation begins with that stream: it commits before this, and is seen here, or
 * after what this transaction records.
 */
export async function holdTrust(em: EntityManager, callers: readonly Caller[]): Promise<ReadonlyMap<string, Refusal>> {
  if (callers.length === 0) return new Map();
  const streams = callers.map(({ deviceId }) => streamOf(deviceAggregate.category, deviceId));
  tell(em, 'select 1 from log.streams where stream = any($1) order by stream for share', [streams]);
  const standings = await standingsOf(em, callers);
  return new Map(
    callers.flatMap(({ deviceId }, place) => {
      const standing = standings[place];
      invariant(standing, 'every caller stands somehow');
      const refusal = standing instanceof Refusal ? standing : refusalIn(() => assertMayDeliver(standing.trust));
      return refusal ? [[deviceId, refusal] as const] : [];
    }),
  );
}

/** The refusal that something ends in; null when it does not. Throws what is none. */
export function refusalIn(work: () => void): Refusal | null {
  try {
    work();
    return null;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

/** Refuses with FORBIDDEN and `details.trust` unless the device is trusted: it keeps its journal until it is. */
export function assertMayDeliver(trust: TrustState): void {
  if (trust === 'TRUSTED') return;
  const words = 'This device is quarantined: its journal is not taken over. Keep it, and say hello after the release.';
  throw new Refusal('FORBIDDEN', words, { trust }, { retryAfterMs: 60_000 });
}

/** The budgets that devices draw from, in order: their location's, or their domain's where they stand nowhere in particular. */
export async function sitesOf(
  em: EntityManager,
  places: readonly { readonly tenantId: string; readonly standing: Standing }[],
): Promise<Site[]> {
  const rates = new Map<string, number>();
  for (const [tenantId, own] of Map.groupBy(places, (place) => place.tenantId)) {
    const domainIds = [...new Set(own.map(({ standing }) => standing.domainId))];
    const settings = await settingsOf(em, tenantId, domainIds);
    for (const [domainId, { replayBudgetRecordsPerS }] of settings) rates.set(domainId, replayBudgetRecordsPerS);
  }
  return places.map(({ tenantId, standing: { domainId, locationId } }) => {
    return { tenantId, siteId: locationId ?? domainId, recordsPerS: rates.get(domainId) ?? 1 };
  });
}

/**
 * By what the decisions of devices are judged that say hello now: the epoch of whoever holds the authority over each, what
 * its domain lets it decide, and what changed that it could not know of.
 */
export async function judgementsOf(
  em: EntityManager,
  tenantId: string,
  places: ReadonlyMap<string, string>,
): Promise<(deviceId: string) => Judgement> {
  const deviceIds = [...places.keys()];
  const devices = deviceIds.map((deviceId) => ({ tenantId, deviceId }));
  const [authority, lists, changed, tellings] = await Promise.all([
    authorityOf(em, { tenantId, deviceIds }),
    allowedDecisionsOf(
      em,
      [...new Set(places.values())].map((domainId) => ({ tenantId, domainId })),
    ),
    changedSubjects(em, tenantId, deviceIds),
    tellingsOf(em, devices),
  ]);
  return (deviceId) => {
    const allowed = lists.get(places.get(deviceId) ?? '') ?? locallyAllowed;
    const told = tellings.get(deviceId) ?? [];
    const isOther = told.some((telling) => listText(telling.allowed) !== listText(allowed));
    return {
      authorityEpoch: authority.get(deviceId)?.epoch ?? 1,
      allowed,
      changed: changed.get(deviceId) ?? [],
      ...(isOther && { told: told.map(({ allowed: list, from, until }) => ({ allowed: list, from, until })) }),
    };
  };
}
