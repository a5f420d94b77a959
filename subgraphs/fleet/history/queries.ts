/** Every read of the past: named projections over many devices, one device at a moment, and its ribbons over a range. */
import { connectionOf, type ConnectionOf, type Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import type { AuthorityStage } from '../authority/authority.ts';
import type { MasterOfRecord } from '../authority/events.ts';
import type { ConnectivityMode } from '../connectivity/events.ts';
import type { Label, TrustState } from '../device/events.ts';
import type { LifecyclePhase } from '../lifecycle/phase.ts';
import { ofTenant } from '../of-tenant.ts';
import { held, heldAuthority, momentsOf, momentsOfDomains } from './as-of.ts';
import type { Machine } from './history.ts';

/** A moment, or every change of a window. */
export type When = { readonly at: Date } | { readonly from: Date; readonly to: Date };

/** Which devices, by where they were and what they were labelled then. */
export type PastScope = { readonly domainIds: readonly string[] | null; readonly labels: readonly Label[] };

/** One row of a named projection. `at` is the moment it holds at. */
export type PastRow = {
  readonly deviceId: string;
  readonly at: Date;
  readonly since: Date;
  readonly reason: string | null;
};

/** Who held at a moment. */
export type PastAuthority = {
  readonly authorityId: string;
  readonly masterOfRecord: MasterOfRecord;
  readonly stage: AuthorityStage;
  readonly controllerIds: readonly string[];
  readonly epoch: number;
};

/** What one of the projections shows. */
type Shape = { readonly machines: readonly Machine[]; readonly columns: string; readonly tables: string };

const authorityColumns = `authority.stage, authority.authority_id as "authorityId", authority.controller_ids as "controllerIds",
  authority.master_of_record as "masterOfRecord", authority.epoch, authority.reason, authority.since`;

const shapes = {
  connectivity: {
    machines: ['CONNECTIVITY'],
    columns: 'conn.state as mode, conn.reason, conn.from_at as since',
    tables: `join ${held('CONNECTIVITY')} conn on true`,
  },
  lifecycle: {
    machines: ['TRUST', 'PHASE'],
    columns: `trust.state as trust, phase.state as phase, greatest(trust.from_at, phase.from_at) as since,
      case when trust.from_at > phase.from_at then trust.reason else phase.reason end as reason`,
    tables: `join ${held('TRUST')} trust on true join ${held('PHASE')} phase on true`,
  },
  authority: {
    machines: ['AUTHORITY', 'EPOCH_BASE', 'PLACE'],
    columns: authorityColumns,
    tables: heldAuthority,
  },
} as const satisfies Record<string, Shape>;

/** The values of the named projections. */
export type PastValues = {
  readonly connectivity: { readonly mode: ConnectivityMode };
  readonly lifecycle: { readonly trust: TrustState; readonly phase: LifecyclePhase };
  readonly authority: PastAuthority;
};

/** A page of a named projection, by device and moment. */
export async function findPast<Name extends keyof PastValues>(
  em: EntityManager,
  name: Name,
  query: { readonly when: When; readonly scope: PastScope; readonly page: Page },
): Promise<ConnectionOf<PastRow & PastValues[Name]>> {
  const { when, scope, page } = query;
  const [afterId = null, afterAt = null] = page.after ?? [];
  const { domainIds, labels } = scope;
  const isScoped = domainIds !== null || labels.length > 0;
  const { columns, tables } = shapes[name];
  const rows = await em.execute<RawRow[]>(
    `with w as (select ?::timestamptz as from_at, ?::timestamptz as to_at),
     m as (${'at' in when ? momentOfAll : momentsOfWindow(name, isScoped)})
     select m.device_id as "deviceId", m.p as at, m.p::text as key, ${columns}
     from m join ${held('PLACE')} place on true join ${held('LABELS')} labels on true ${tables}
     where (?::uuid[] is null or (place.value ->> 'domainId')::uuid = any(?::uuid[])) and labels.value @> ?::jsonb
       and (?::uuid is null or (m.device_id, m.p) > (?::uuid, ?::timestamptz))
     order by m.device_id, m.p limit ?`,
    [
      'at' in when ? when.at : when.from,
      'at' in when ? when.at : when.to,
      arrayText(domainIds),
      arrayText(domainIds),
      JSON.stringify(labels),
      afterId,
      afterId,
      afterAt,
      page.first + 1,
    ],
  );
  const found = rows.map((row) => ({ ...row, at: new Date(row.at), since: new Date(row.since) }));
  return connectionOf(found, page, { cursor: (row) => [row.deviceId, row.key] });
}

type RawRow = { deviceId: string; at: string; since: string; key: string } & Record<string, unknown>;

const momentOfAll = `select d.tenant_id, d.id as device_id, w.from_at as p from devices d cross join w where ${ofTenant('d')}`;

/** With a scope, coming into it is a moment too. */
function momentsOfWindow(name: keyof PastValues, isScoped: boolean): string {
  const machines: Machine[] = isScoped ? [...shapes[name].machines, 'PLACE', 'LABELS'] : [...shapes[name].machines];
  const changes = `${momentsOf(machines)} and ${ofTenant('h')}`;
  return name === 'authority' ? `${changes} union ${momentsOfDomains} and ${ofTenant('h')}` : changes;
}

/** What one device was at a moment. */
export type PastDevice = {
  readonly trust: TrustState;
  readonly phase: LifecyclePhase;
  readonly mode: ConnectivityMode;
  readonly name: string;
  readonly labels: readonly Label[];
  readonly domainId: string;
  readonly locationId: string | null;
  readonly agentVersion: string;
  readonly authority: PastAuthority & { readonly since: Date; readonly reason: string | null };
};

/** One device at a moment; null when it had not claimed yet. */
export async function readPastDevice(em: EntityManager, deviceId: string, at: Date): Promise<PastDevice | null> {
  const [row] = await em.execute<(Omit<PastDevice, 'authority'> & RawAuthority)[]>(
    `with m as (select current_setting('flotilla.tenant')::uuid as tenant_id, ?::uuid as device_id, ?::timestamptz as p)
     select trust.state as trust, phase.state as phase, conn.state as mode, name.state as name, labels.value as labels,
       place.value ->> 'domainId' as "domainId", place.value ->> 'locationId' as "locationId",
       agent.state as "agentVersion", ${authorityColumns}
     from m join ${held('TRUST')} trust on true join ${held('PHASE')} phase on true
     join ${held('CONNECTIVITY')} conn on true join ${held('NAME')} name on true join ${held('LABELS')} labels on true
     join ${held('PLACE')} place on true join ${held('AGENT')} agent on true ${heldAuthority}`,
    [deviceId, at],
  );
  if (!row) return null;
  const { authorityId, masterOfRecord, stage, controllerIds, epoch, since, reason, ...device } = row;
  const authority = { authorityId, masterOfRecord, stage, controllerIds, epoch, reason, since: new Date(since) };
  return { ...device, authority };
}

type RawAuthority = PastAuthority & { readonly since: string; readonly reason: string | null };

/** A part of a ribbon. */
export type Segment = {
  readonly state: string;
  readonly reason: string | null;
  readonly from: Date;
  readonly to: Date;
};

/** The ribbons of a device over a range, each without holes from when it claimed. */
export type Ribbons = Record<'trust' | 'phase' | 'connectivity' | 'authority', Segment[]>;

const segmentsMax = 1_000;

/** The newest thousand segments of each ribbon. */
export async function readRibbons(
  em: EntityManager,
  deviceId: string,
  range: { from: Date; to: Date },
): Promise<Ribbons> {
  const { from, to } = range;
  const ribbon = async (machine: Machine): Promise<Segment[]> => {
    const rows = await em.execute<{ state: string; reason: string | null; from: string; to: string }[]>(
      `select h.state, h.reason, greatest(h.from_at, ?::timestamptz) as "from", least(h.to_at, ?::timestamptz) as "to"
       from device_history h where ${ofTenant('h')} and h.device_id = ? and h.machine = ? and h.from_at < ? and h.to_at > ?
         and h.to_at > h.from_at
       order by h.from_at desc, h.position desc limit ${segmentsMax}`,
      [from, to, deviceId, machine, to, from],
    );
    return rows.toReversed().map((row) => ({ ...row, from: new Date(row.from), to: new Date(row.to) }));
  };
  return {
    trust: await ribbon('TRUST'),
    phase: await ribbon('PHASE'),
    connectivity: await ribbon('CONNECTIVITY'),
    authority: await readAuthorityRibbon(em, deviceId, range),
  };
}

async function readAuthorityRibbon(
  em: EntityManager,
  deviceId: string,
  { from, to }: { from: Date; to: Date },
): Promise<Segment[]> {
  const ofDevice = `and ${ofTenant('h')} and h.device_id = ?`;
  const rows = await em.execute<(RawAuthority & { at: string })[]>(
    `with w as (select ?::timestamptz as from_at, ?::timestamptz as to_at),
     m as (${momentsOf(shapes.authority.machines)} ${ofDevice} union ${momentsOfDomains} ${ofDevice})
     select m.p as at, ${authorityColumns} from m join ${held('PLACE')} place on true ${heldAuthority}
     order by m.p desc limit ${segmentsMax}`,
    [from, to, deviceId, deviceId],
  );
  const segments: Segment[] = [];
  for (const row of rows.toReversed()) {
    const state = `${row.masterOfRecord} ${row.authorityId}@${row.epoch} ${row.stage}`;
    const last = segments.at(-1);
    const at = new Date(row.at);
    if (last?.state === state) continue;
    if (last) segments[segments.length - 1] = { ...last, to: at };
    segments.push({ state, reason: row.reason, from: at, to });
  }
  return segments.filter((segment) => segment.to > segment.from);
}

/** Devices by the bucket they were shown in at a moment; pending and revoked ones by their trust. */
export async function countPast(
  em: EntityManager,
  at: Date,
  domainIds: readonly string[] | null,
): Promise<Map<string, number>> {
  const rows = await em.execute<{ state: string; count: number }[]>(
    `with m as (select d.tenant_id, d.id as device_id, ?::timestamptz as p from devices d where ${ofTenant('d')})
     select case when phase.state = 'RETIRED' then 'RETIRED' when trust.state = 'TRUSTED' then conn.state
       else trust.state end as state, count(*)::integer as count
     from m join ${held('TRUST')} trust on true join ${held('PHASE')} phase on true
     join ${held('CONNECTIVITY')} conn on true join ${held('PLACE')} place on true
     where ?::uuid[] is null or (place.value ->> 'domainId')::uuid = any(?::uuid[]) group by 1`,
    [at, arrayText(domainIds), arrayText(domainIds)],
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}

function arrayText(ids: readonly string[] | null): string | null {
  return ids === null ? null : `{${ids.join(',')}}`;
}
