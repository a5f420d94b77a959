/** Which devices an action is about, as they are now, and how that is asked for. */
import { createHash } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { askShaped } from '@flotilla/kernel/transaction';
import type { TrustState } from '../../device/events.ts';
import { findDomain, findSubtreeIds } from '../../domain/queries.ts';
import { noSuchDomain } from '../../domain/resolver.ts';
import { deviceCondition } from '../../listing/device-filter.ts';
import { isUuid, ofTenant } from '../../of-tenant.ts';
import type { BatchScope } from '../events.ts';

/** One device of a target set. */
export type Target = {
  readonly id: string;
  /** Others are reached through it. */
  readonly isRelay: boolean;
  readonly domainId: string;
  readonly state: string;
  readonly trust: TrustState;
};

/** A target as a caller names it: exactly one of the three. */
export type TargetInput = {
  readonly deviceIds?: readonly string[] | null;
  readonly q?: string | null;
  readonly domainId?: string | null;
};

const listedMax = 1_000;
/** Devices of one batch at most: more are several batches, so that people keep sight of them. */
export const targetsMax = 20_000;

/** The scope that a caller named. Refuses with INVALID_INPUT unless it is exactly one. */
export function scopeOf(input: TargetInput): BatchScope {
  const { deviceIds, q, domainId } = input;
  const given = [deviceIds, q, domainId].filter((each) => each !== null && each !== undefined);
  if (given.length !== 1) throw wrong('target', 'The target names exactly one of deviceIds, q and domainId.');
  if (domainId) return { kind: 'DOMAIN', domainId };
  if (typeof q === 'string') return { kind: 'FILTER', q: q.trim() };
  const ids = [...new Set((deviceIds ?? []).map((id) => id.toLowerCase()))];
  if (ids.length === 0 || ids.length > listedMax)
    throw wrong('deviceIds', `deviceIds lists 1 to ${listedMax} devices.`);
  const stranger = ids.find((id) => !isUuid(id));
  if (stranger !== undefined) throw wrong('deviceIds', `"${stranger.slice(0, 40)}" is not the id of a device.`);
  return { kind: 'DEVICES', deviceIds: ids };
}

/**
 * The devices of a scope by id. Those that are out or not in yet are no targets of a filter or a domain; among listed ids
 * they stay, to be refused by name.
 */
export async function targetsOf(em: EntityManager, scope: BatchScope): Promise<Target[]> {
  const { sql, values } = await conditionOf(em, scope);
  const rows = await askShaped<Target>(
    em,
    `select d.id, d.domain_id as "domainId",
       exists (select 1 from relays r where r.tenant_id = d.tenant_id and r.id = d.id) as "isRelay", d.display_state as state, d.trust from device_overview d
     where ${ofTenant('d')} and ${sql} order by d.id limit ?`,
    [...values, targetsMax + 1],
  );
  if (rows.length <= targetsMax) return rows;
  const words = `This reaches more than ${targetsMax} devices. Choose fewer at a time.`;
  throw new Refusal('LIMIT_EXCEEDED', words, { devicesMax: targetsMax });
}

/** One text for one set of devices. */
export function targetHashOf(ids: readonly string[]): string {
  return createHash('sha256').update(ids.toSorted().join('\n')).digest('hex');
}

/** What is typed to start a batch: a word for the scope, and how many devices it reaches. */
export async function confirmTextOf(em: EntityManager, scope: BatchScope, devices: number): Promise<string> {
  if (scope.kind !== 'DOMAIN') return `${scope.kind === 'FILTER' ? 'filter' : 'selection'} ${devices}`;
  const domain = await findDomain(em, scope.domainId);
  return `${domain?.slug ?? 'domain'} ${devices}`;
}

const inService = `d.trust in ('TRUSTED', 'QUARANTINED') and d.phase <> 'RETIRED'`;

async function conditionOf(em: EntityManager, scope: BatchScope) {
  switch (scope.kind) {
    case 'DEVICES':
      return {
        sql: 'd.id = any(array(select jsonb_array_elements_text(?::jsonb))::uuid[])',
        values: [JSON.stringify(scope.deviceIds)],
      };
    case 'FILTER': {
      const condition = await deviceCondition(em, scope.q);
      return { sql: `${inService} and ${condition.sql}`, values: condition.values };
    }
    case 'DOMAIN': {
      if (!(await findDomain(em, scope.domainId))) throw noSuchDomain(scope.domainId, 'domainId');
      const ids = await findSubtreeIds(em, scope.domainId);
      return { sql: `${inService} and d.domain_id = any(?)`, values: [ids] };
    }
  }
}

function wrong(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
