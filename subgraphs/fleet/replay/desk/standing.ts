/** Who a returning device is to us: trust, keys, site, and by what its decisions are judged. */
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { ask, tell } from '@flotilla/kernel/transaction';
import { deviceAggregate } from '../../aggregates.ts';
import { authorityOf } from '../../authority/queries.ts';
import type { ConnectivityMode } from '../../connectivity/events.ts';
import { allowedDecisions } from '../../decision-policy/queries.ts';
import type { TrustState } from '../../device/events.ts';
import { settingsOf } from '../../domain-settings/queries.ts';
import { unheard, type Caller } from '../../heartbeat/device-call.ts';
import type { Judgement } from '../events.ts';
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
  readonly trust: TrustState;
  readonly mode: ConnectivityMode;
  readonly domain_id: string;
  readonly location_id: string | null;
  readonly is_accepted: boolean;
  readonly public_keys: readonly string[];
};

const sql = `select d.trust, d.mode, d.domain_id, d.location_id,
    coalesce($1::text in (d.current_fingerprint, d.next_fingerprint), false) as is_accepted,
    to_jsonb(array_prepend(d.public_key, array(
      select c.public_key from device_certificates c where c.tenant_id = d.tenant_id and c.device_id = d.id
        and c.fingerprint in (d.current_fingerprint, d.next_fingerprint)))) as public_keys
  from devices d where d.tenant_id = $2 and d.id = $3`;

/** How a caller stands. Refuses one that is not heard: unknown, revoked, pending, or with a superseded certificate. */
export async function standingOf(em: EntityManager, caller: Caller): Promise<Standing> {
  const [row] = await ask<Row>(em, sql, [caller.fingerprint, caller.tenantId, caller.deviceId]);
  if (!row?.is_accepted) throw unheard(row?.trust ?? null);
  const { trust, mode, domain_id: domainId, location_id: locationId, public_keys: keys } = row;
  if (trust !== 'TRUSTED' && trust !== 'QUARANTINED') throw unheard(trust);
  const publicKeys = [...new Set(keys)];
  return { trust, mode, domainId, locationId, publicKeys };
}

/**
 * Holds the device's stream until the transaction ends, and refuses whoever may not deliver. A quarantine or a revocation
 * begins with that stream: it commits before this, which then refuses, or after what this transaction records.
 */
export async function holdTrust(em: EntityManager, caller: Caller): Promise<void> {
  const stream = streamOf(deviceAggregate.category, caller.deviceId);
  tell(em, 'select 1 from log.streams where stream = $1 for share', [stream]);
  assertMayDeliver((await standingOf(em, caller)).trust);
}

/** Refuses with FORBIDDEN and `details.trust` unless the device is trusted: it keeps its journal until it is. */
export function assertMayDeliver(trust: TrustState): void {
  if (trust === 'TRUSTED') return;
  const words = 'This device is quarantined: its journal is not taken over. Keep it, and say hello after the release.';
  throw new Refusal('FORBIDDEN', words, { trust }, { retryAfterMs: 60_000 });
}

/** The budget that a device draws from: its location's, or its domain's where it stands nowhere in particular. */
export async function siteOf(em: EntityManager, tenantId: string, standing: Standing) {
  const { domainId, locationId } = standing;
  const settings = (await settingsOf(em, tenantId, [domainId])).get(domainId);
  return { tenantId, siteId: locationId ?? domainId, recordsPerS: settings?.replayBudgetRecordsPerS ?? 1 };
}

/**
 * By what the decisions of a device are judged that says hello now: the epoch of whoever holds the authority over it,
 * what its domain lets it decide, and what changed that it could not know of.
 */
export async function judgementOf(
  em: EntityManager,
  { tenantId, deviceId }: Pick<Caller, 'tenantId' | 'deviceId'>,
  domainId: string,
): Promise<Judgement> {
  const [authority, allowed, changed] = await Promise.all([
    authorityOf(em, { tenantId, deviceIds: [deviceId] }),
    allowedDecisions(em, tenantId, domainId),
    changedSubjects(em, { tenantId, deviceId }),
  ]);
  return { authorityEpoch: authority.get(deviceId)?.epoch ?? 1, allowed, changed };
}
