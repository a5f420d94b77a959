/** Every read of who holds what, of leases, and of writes that lost. */
import { connectionOf, type ConnectionOf, type Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import { isUuid, ofTenant, onlyUuids } from '../of-tenant.ts';
import type { AuthorityStage, AuthorityStanding, DesiredWrite } from './authority.ts';
import type { AuthoritySubject, MasterOfRecord } from './events.ts';

/** How a device or a domain stands, and where that comes from. */
export type FoundAuthority = AuthorityStanding & {
  readonly id: string;
  /** The domain whose authority it is; null for one of its own, and where nobody ever took anything. */
  readonly domainId: string | null;
  readonly since: Date | null;
  readonly reason: string | null;
};

type Row = {
  readonly id: string;
  readonly domain_id: string | null;
  readonly stage: AuthorityStage;
  readonly authority_id: string;
  readonly master_of_record: MasterOfRecord;
  readonly controller_ids: string[];
  readonly epoch: number;
  readonly since: string | null;
  readonly reason: string | null;
};

const columns = 'a.stage, a.authority_id, a.master_of_record, a.controller_ids, a.epoch, a.since, a.reason';

/**
 * How devices of a tenant stand, by device: what every write of desired state and every command envelope has to name.
 * A device that the tenant does not have is absent.
 */
export async function authorityOf(
  em: EntityManager,
  { tenantId, deviceIds }: { readonly tenantId: string; readonly deviceIds: readonly string[] },
): Promise<Map<string, FoundAuthority>> {
  const rows = await ask<Row>(
    em,
    `select a.device_id as id, a.source_id as domain_id, ${columns}
     from device_authorities a where a.tenant_id = $1 and a.device_id = any($2::uuid[])`,
    [tenantId, onlyUuids(deviceIds)],
  );
  return new Map(rows.map((row) => [row.id, found(row)]));
}

/**
 * Epoch and master of devices of any tenants, by device, asked with every batch of heartbeats: tenants in which nobody
 * ever took anything cost one look-up, and their devices are absent.
 */
export async function heldOver(
  em: EntityManager,
  devices: readonly { readonly tenantId: string; readonly deviceId: string }[],
): Promise<Map<string, Pick<AuthorityStanding, 'epoch' | 'masterOfRecord'>>> {
  const rows = await ask<Pick<Row, 'id' | 'epoch' | 'master_of_record'>>(
    em,
    `select a.device_id as id, a.epoch, a.master_of_record
     from (select distinct tenant_id from authorities where tenant_id = any($3::uuid[])) t
     join unnest($1::uuid[], $2::uuid[]) as c (tenant_id, device_id) on c.tenant_id = t.tenant_id
     join device_authorities a on a.tenant_id = c.tenant_id and a.device_id = c.device_id`,
    [
      devices.map(({ tenantId }) => tenantId),
      devices.map(({ deviceId }) => deviceId),
      [...new Set(devices.map(({ tenantId }) => tenantId))],
    ],
  );
  return new Map(rows.map(({ id, epoch, master_of_record: masterOfRecord }) => [id, { epoch, masterOfRecord }]));
}

/** How domains of a tenant stand, by domain. */
export async function domainAuthorityOf(
  em: EntityManager,
  { tenantId, domainIds }: { readonly tenantId: string; readonly domainIds: readonly string[] },
): Promise<Map<string, FoundAuthority>> {
  const rows = await ask<Row>(
    em,
    `select a.domain_id as id, nullif(a.source_id, a.domain_id) as domain_id, ${columns}
     from domain_authorities a where a.tenant_id = $1 and a.domain_id = any($2::uuid[])`,
    [tenantId, onlyUuids(domainIds)],
  );
  return new Map(rows.map((row) => [row.id, found(row)]));
}

/** How one subject stands; null when the tenant does not have it. */
export async function standingOf(
  em: EntityManager,
  { tenantId, subject, id }: { readonly tenantId: string; readonly subject: AuthoritySubject; readonly id: string },
): Promise<FoundAuthority | null> {
  const all =
    subject === 'DEVICE'
      ? await authorityOf(em, { tenantId, deviceIds: [id] })
      : await domainAuthorityOf(em, { tenantId, domainIds: [id] });
  return all.get(id) ?? null;
}

/** Devices of the transaction's tenant and how they stand. */
export const authorityByDevice = defineLoader(async (em, deviceIds: readonly string[]) =>
  authorityOf(em, { tenantId: await tenantIn(em), deviceIds }),
);

/** Domains of the transaction's tenant and how they stand. */
export const authorityByDomain = defineLoader(async (em, domainIds: readonly string[]) =>
  domainAuthorityOf(em, { tenantId: await tenantIn(em), domainIds }),
);

/** Whether a control plane has a lease and was not heard for longer than it. */
export async function isLeaseExpired(em: EntityManager, tenantId: string, authorityId: string): Promise<boolean> {
  const rows = await ask<{ is_expired: boolean }>(
    em,
    'select expires_at < now() as is_expired from authority_leases where tenant_id = $1 and authority_id = $2',
    [tenantId, authorityId],
  );
  return rows[0]?.is_expired === true;
}

const writesMax = 500;

/**
 * The newest writes of desired state that concern a device, or any device in or below a domain: each names the authority
 * it was made under: in the metadata of the fact, or in what an order says itself, since one makes many at once.
 */
export async function desiredWritesOf(
  em: EntityManager,
  { tenantId, subject, id }: { readonly tenantId: string; readonly subject: AuthoritySubject; readonly id: string },
): Promise<DesiredWrite[]> {
  const concerned =
    subject === 'DEVICE'
      ? `e.data ->> 'deviceId' = $2::uuid::text`
      : `(e.data ->> 'domainId' = $2::uuid::text or e.data ->> 'deviceId' in (
           select d.id::text from domains top
           join domains below on below.tenant_id = top.tenant_id
             and (below.path = top.path or starts_with(below.path, top.path || '/'))
           join devices d on d.tenant_id = below.tenant_id and d.domain_id = below.id
           where top.tenant_id = $1 and top.id = $2))`;
  const rows = await ask<{ id: string; authority: string; type: string; data: unknown }>(
    em,
    `select e.event_id::text as id, e.type, e.data,
       coalesce(e.metadata ->> 'authority', concat(e.data ->> 'authorityId', '@', e.data ->> 'authorityEpoch')) as authority
     from log.events e
     where e.tenant_id = $1 and (e.metadata ? 'authority' or e.type = 'CommandQueued') and ${concerned}
     order by e.recorded_at desc, e.position desc limit ${writesMax}`,
    [tenantId, id],
  );
  return rows.toReversed().map(({ id: writeId, authority, type, data }) => {
    const [, authorityId = authority, epoch = '0'] = /^(.*)@(\d+)$/.exec(authority) ?? [];
    return { writeId, authorityId, epoch: Number(epoch), what: type, content: data };
  });
}

/** A write that lost, as it is shown. */
export type ShownConflict = {
  readonly id: string;
  readonly subject: AuthoritySubject;
  readonly subjectId: string;
  readonly authorityId: string;
  readonly epoch: number;
  readonly currentAuthorityId: string;
  readonly currentEpoch: number;
  readonly what: string;
  readonly content: unknown;
  readonly detectedAt: Date;
  readonly detectedBy: string;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
};

type ConflictRow = Omit<ShownConflict, 'detectedAt' | 'resolvedAt'> & {
  readonly detectedAt: string;
  readonly resolvedAt: string | null;
  readonly key: string;
};

const conflictColumns = `c.id, c.subject, c.subject_id as "subjectId", c.authority_id as "authorityId", c.epoch,
  c.current_authority_id as "currentAuthorityId", c.current_epoch as "currentEpoch", c.what, c.content,
  c.detected_at as "detectedAt", c.detected_by as "detectedBy", c.resolved_at as "resolvedAt",
  c.resolved_by as "resolvedBy", c.resolution, c.detected_at::text as key`;

/** A page of conflicts, newest first: of some domains and their devices, or of the whole tenant. */
export async function findConflicts(
  em: EntityManager,
  query: { readonly domainIds: readonly string[] | null; readonly isOpen: boolean | null; readonly page: Page },
): Promise<ConnectionOf<ShownConflict>> {
  const { domainIds, isOpen, page } = query;
  const [before, id] = page.after ?? [];
  const rows = await em.execute<ConflictRow[]>(
    `select ${conflictColumns} from authority_conflicts c
     left join devices d on c.subject = 'DEVICE' and d.tenant_id = c.tenant_id and d.id = c.subject_id
     where ${ofTenant('c')}
       and (?::uuid[] is null or coalesce(d.domain_id, c.subject_id) = any(?::uuid[]))
       and (?::boolean is null or (c.resolved_at is null) = ?::boolean)
       and (?::timestamptz is null or (c.detected_at, c.id) < (?::timestamptz, ?::uuid))
     order by c.detected_at desc, c.id desc limit ?`,
    [
      arrayText(domainIds),
      arrayText(domainIds),
      isOpen,
      isOpen,
      before ?? null,
      before ?? null,
      id ?? null,
      page.first + 1,
    ],
  );
  return connectionOf(rows.map(shown), page, { cursor: (row) => [row.key, row.id] });
}

/** One conflict; null when the tenant has none with this id. */
export async function findConflict(em: EntityManager, id: string): Promise<ShownConflict | null> {
  if (!isUuid(id)) return null;
  const [row] = await em.execute<ConflictRow[]>(
    `select ${conflictColumns} from authority_conflicts c where ${ofTenant('c')} and c.id = ?`,
    [id],
  );
  return row ? shown(row) : null;
}

function shown(row: ConflictRow): ShownConflict & Pick<ConflictRow, 'key'> {
  const { detectedAt, resolvedAt } = row;
  return {
    ...row,
    detectedAt: new Date(detectedAt),
    resolvedAt: resolvedAt === null ? null : new Date(resolvedAt),
  };
}

function found(row: Row): FoundAuthority {
  const { id, stage, epoch, reason, since } = row;
  return {
    id,
    stage,
    epoch,
    reason,
    domainId: row.domain_id,
    authorityId: row.authority_id,
    masterOfRecord: row.master_of_record,
    controllerIds: row.controller_ids,
    since: since === null ? null : new Date(since),
  };
}

function arrayText(ids: readonly string[] | null): string | null {
  return ids === null ? null : `{${ids.join(',')}}`;
}

async function tenantIn(em: EntityManager): Promise<string> {
  const [row] = await ask<{ id: string }>(em, `select current_setting('flotilla.tenant') as id`, []);
  return row?.id ?? '';
}
