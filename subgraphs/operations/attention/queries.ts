/** Every read of the queue. An item shows while its cause lasts, no group has taken it in, and nobody put it away. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Page } from '@flotilla/kernel/connection';
import { Refusal } from '@flotilla/kernel/errors';
import { defineLoader } from '@flotilla/kernel/loader';
import type { Evidence } from '../ledger/item.ts';
import type { AttentionKind } from '../scoring/kinds.ts';
import type { Severity, Term } from '../scoring/score.ts';
import type { AttentionStage } from './attention.ts';

/** An item with what people said of it. */
export type ItemRow = {
  readonly id: string;
  readonly key: string;
  readonly occurrence: number;
  readonly kind: AttentionKind;
  readonly isActive: boolean;
  readonly score: number;
  readonly severity: Severity;
  readonly terms: Term[];
  readonly title: string;
  readonly domainId: string | null;
  readonly domainPath: string;
  readonly deviceId: string | null;
  readonly locationId: string | null;
  readonly devices: number;
  readonly sinceMs: number;
  readonly endedMs: number | null;
  readonly updatedMs: number;
  readonly evidence: readonly Evidence[];
  readonly nextAction: { readonly words: string; readonly kind: string; readonly target: string };
  readonly state: AttentionStage;
  readonly ownerId: string | null;
  readonly snoozedUntilMs: number | null;
  readonly mergedIntoId: string | null;
  readonly reason: string | null;
};

/** Which part of the queue. `path` is that of a domain; null is the whole tenant. */
export type QueueQuery = { readonly path: string | null; readonly state: AttentionStage | null };

const state = `case
  when coalesce(v.stage, 'OPEN') in ('MERGED', 'DISMISSED', 'RESOLVED') then v.stage
  when not i.is_active then 'RESOLVED'
  else coalesce(v.stage, 'OPEN') end`;

const columns = `i.id, i.key, i.occurrence, i.kind, i.is_active as "isActive", i.score, i.severity, i.terms, i.title,
  i.domain_id as "domainId", i.domain_path as "domainPath", i.device_id as "deviceId", i.location_id as "locationId",
  i.device_count as devices, (extract(epoch from i.since) * 1000)::float8 as "sinceMs",
  (extract(epoch from i.ended_at) * 1000)::float8 as "endedMs",
  (extract(epoch from i.updated_at) * 1000)::float8 as "updatedMs", i.evidence, i.action as "nextAction",
  ${state} as state, v.owner_id as "ownerId", (extract(epoch from v.snoozed_until) * 1000)::float8 as "snoozedUntilMs",
  v.merged_into as "mergedIntoId", v.reason`;

const from = 'from items i left join verdicts v on v.tenant_id = i.tenant_id and v.item_id = i.id';
const tenant = `i.tenant_id = current_setting('flotilla.tenant')::uuid`;

/** A group takes in what began within its bounds and names it. */
const isFolded = `exists (
  select 1 from items g where g.tenant_id = i.tenant_id and g.is_active and g.is_group and g.key = any(i.fold_keys)
    and (g.fold_from is null or i.since >= g.fold_from) and (g.fold_until is null or i.since <= g.fold_until))`;

const isQueued = `i.is_active and coalesce(v.stage, 'OPEN') in ('OPEN', 'ACKNOWLEDGED', 'ASSIGNED') and not ${isFolded}`;

/** A page of the queue, highest score first; with a state, the items in that state instead. */
export async function findQueue(em: EntityManager, query: QueueQuery, page: Page): Promise<ItemRow[]> {
  const { conditions, values } = conditionsOf(query);
  const [score, key] = page.after ?? [];
  if (score !== undefined) {
    conditions.push('(i.score < ?::integer or (i.score = ?::integer and i.key > ?))');
    values.push(integerIn(score), integerIn(score), key ?? '');
  }
  return em.execute<ItemRow[]>(
    `select ${columns} ${from} where ${conditions.join(' and ')} order by i.score desc, i.key limit ?`,
    [...values, page.first + 1],
  );
}

/** How many items a queue has. */
export async function countQueue(em: EntityManager, query: QueueQuery): Promise<number> {
  const { conditions, values } = conditionsOf(query);
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*)::integer as count ${from} where ${conditions.join(' and ')}`,
    values,
  );
  return row?.count ?? 0;
}

/** A page of what a group has taken in, or was merged into an item, highest score first. */
export async function findMembers(em: EntityManager, group: ItemRow, page: Page): Promise<ItemRow[]> {
  const [score, key] = page.after ?? [];
  const after = score === undefined ? 'true' : '(i.score < ?::integer or (i.score = ?::integer and i.key > ?))';
  return em.execute<ItemRow[]>(
    `select ${columns} ${from}
     where ${tenant} and ${after} and i.id <> ? and (v.merged_into = ? or (i.is_active and exists (
       select 1 from items g where g.tenant_id = i.tenant_id and g.id = ? and g.is_active and g.is_group
         and g.key = any(i.fold_keys) and (g.fold_from is null or i.since >= g.fold_from)
         and (g.fold_until is null or i.since <= g.fold_until))))
     order by i.score desc, i.key limit ?`,
    [
      ...(score === undefined ? [] : [integerIn(score), integerIn(score), key ?? '']),
      group.id,
      group.id,
      group.id,
      page.first + 1,
    ],
  );
}

/** Items by id, one query per request; of an older occurrence nothing is left but its facts in the log. */
export const itemsById = defineLoader(async (em, ids: readonly string[]) => {
  const known = ids.filter((id) => uuidShape.test(id));
  if (known.length === 0) return new Map<string, ItemRow>();
  const rows = await em.execute<ItemRow[]>(
    `select ${columns} ${from} where ${tenant} and i.occurrence > 0 and i.id in (${known.map(() => '?').join(', ')})`,
    known,
  );
  return new Map(rows.map((row) => [row.id, row]));
});

/** The path of a domain; null when the tenant has none with this id. */
export async function pathOfDomain(em: EntityManager, id: string): Promise<string | null> {
  const [row] = await em.execute<{ path: string }[]>(`select i.path from scopes i where ${tenant} and i.key = ?`, [
    `domain:${id.toLowerCase()}`,
  ]);
  return row?.path ?? null;
}

/** Which of some items are in a part of the tenant, and how an item's state now reads, highest score first. */
export async function findAmong(
  em: EntityManager,
  ids: readonly string[],
  query: { readonly path: string | null; readonly limit: number },
): Promise<ItemRow[]> {
  if (ids.length === 0) return [];
  const { conditions, values } = placeOf(query.path);
  return em.execute<ItemRow[]>(
    `select ${columns} ${from}
     where ${[tenant, 'i.occurrence > 0', ...conditions].join(' and ')}
       and i.id in (select jsonb_array_elements_text(?::jsonb)::uuid) order by i.score desc, i.key limit ?`,
    [...values, JSON.stringify(ids), query.limit],
  );
}

function conditionsOf({ path, state: wanted }: QueueQuery): { conditions: string[]; values: unknown[] } {
  const { conditions, values } = placeOf(path);
  if (wanted === null) return { conditions: [tenant, ...conditions, isQueued], values };
  return { conditions: [tenant, 'i.occurrence > 0', ...conditions, `${state} = ?`], values: [...values, wanted] };
}

function placeOf(path: string | null): { conditions: string[]; values: unknown[] } {
  if (path === null) return { conditions: [], values: [] };
  return { conditions: ["(i.domain_path = ? or starts_with(i.domain_path, ? || '/'))"], values: [path, path] };
}

function integerIn(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value)) return value;
  throw new Refusal('INVALID_INPUT', 'after is not a cursor of this list. Leave it out to start over.', {
    argument: 'after',
  });
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
