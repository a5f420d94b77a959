/**
 * What decides whether one more device may be busy, read under the lock of the tenant's budgets: who holds a slot, who is
 * away, who serves. Whoever changes the use of budgets takes this lock first, so what is read here stays true.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import type { Service, Slot } from '../admission/admission.ts';
import { indispensable, scopesOf, type Standing } from '../admission/scopes.ts';
import { limitsOf, type BudgetState } from '../budget/budget.ts';
import type { BudgetLimits } from '../budget/events.ts';
import { ofTenant } from '../of-tenant.ts';

/** A device as far as budgets look at it. */
export type Standee = Standing & { readonly id: string; readonly domainId: string };

/** The columns of a `Standee`, over `devices d`, `domains m` and `locations p`. */
export const standingColumns = `d.id, d.domain_id as "domainId", coalesce(m.around, array[d.domain_id])::text[] as areas,
  d.location_id as "locationId", p.nat_group as "natGroup",
  array(select distinct v from (
    select l ->> 'value' as v from jsonb_array_elements(d.labels) as l where l ->> 'key' = 'role'
    union all select 'relay' where d.is_relay) r order by v) as roles`;

/** What `standingColumns` are over, besides `devices d`. */
export const standingJoins = `left join domains m on m.tenant_id = d.tenant_id and m.id = d.domain_id
  left join locations p on p.tenant_id = d.tenant_id and p.id = d.location_id`;

/** Takes the lock of a tenant's budgets until the transaction ends. */
export async function lockBudgets(em: EntityManager, tenantId: string): Promise<void> {
  await ask(em, `select pg_advisory_xact_lock(hashtextextended('rollouts budgets ' || $1, 0))`, [tenantId]);
}

/**
 * Holds every rollout that has open leases as it is. A transaction that records more than one fact takes this first: with
 * the log in hand it must not wait for somebody who changed a rollout and waits for the log.
 */
export async function holdRollouts(em: EntityManager): Promise<void> {
  await ask(
    em,
    `select r.id from rollouts r where ${ofTenant('r')} and r.id in (select l.rollout_id from leases l
       where ${ofTenant('l')} and l.stage in ('GRANTED', 'ACTIVE', 'SUSPECT')) order by r.id for share`,
    [],
  );
}

/** The budgets and their use, as they are now; grants of the same transaction are noted by `take`. */
export class Room {
  readonly #budgets: BudgetState;
  readonly #used: Map<string, number>;
  readonly #away: readonly Standee[];
  readonly #serving: Map<string, Standee>;

  private constructor(parts: {
    budgets: BudgetState;
    used: Map<string, number>;
    away: readonly Standee[];
    serving: readonly Standee[];
  }) {
    this.#budgets = parts.budgets;
    this.#used = parts.used;
    this.#away = parts.away;
    this.#serving = new Map(parts.serving.map((each) => [each.id, each]));
  }

  /** Reads it. The caller holds the lock, or wants to tell and not to decide. */
  static async read(em: EntityManager): Promise<Room> {
    const budgets = await readBudgets(em);
    const slots = await ask<{ scope: string; used: number }>(
      em,
      `select scope, used from budget_slots s where ${ofTenant('s')} and used > 0`,
      [],
    );
    const counts = [...budgets.values()].some(({ unavailableMax }) => unavailableMax !== null);
    return new Room({
      budgets,
      used: new Map(slots.map(({ scope, used }) => [scope, used])),
      away: counts ? await standees(em, "not d.is_reachable and d.mode is not null and d.trust = 'TRUSTED'") : [],
      serving: await standees(em, `d.is_reachable and d.trust = 'TRUSTED' and (${isIndispensable})`),
    });
  }

  /** The scopes of a device with what is used and allowed in each. */
  slotsOf(device: Standee, rollout: RolloutLimits): Slot[] {
    return scopesOf(device, rollout.id).map((scope) => ({
      scope,
      used: this.#used.get(scope) ?? 0,
      away: this.#awayIn(scope, device.id, rollout.id),
      ...this.limitsOf(scope, rollout),
    }));
  }

  /** What limits a scope. */
  limitsOf(scope: string, { parallelMax }: RolloutLimits): BudgetLimits {
    return scope.startsWith('rollout:') ? { parallelMax, unavailableMax: null } : limitsOf(this.#budgets, scope);
  }

  /** Who else serves where a device does. */
  servicesOf(device: Standee): Service[] {
    const roles = device.roles.filter((role) => indispensable.includes(role));
    return roles.map((role) => ({
      role,
      othersServing: [...this.#serving.values()].filter(
        (other) => other.id !== device.id && other.domainId === device.domainId && other.roles.includes(role),
      ).length,
    }));
  }

  /** Notes that a device was leased. */
  take(device: Standee, rolloutId: string): void {
    for (const scope of scopesOf(device, rolloutId)) this.#used.set(scope, (this.#used.get(scope) ?? 0) + 1);
    this.#serving.delete(device.id);
  }

  #awayIn(scope: string, deviceId: string, rolloutId: string): number {
    const here = this.#away.filter((other) => other.id !== deviceId && scopesOf(other, rolloutId).includes(scope));
    return scope.startsWith('rollout:') ? 0 : here.length;
  }
}

/** The limits of a rollout itself. */
export type RolloutLimits = { readonly id: string; readonly parallelMax: number | null };

/** Every budget of the tenant. */
export async function readBudgets(em: EntityManager): Promise<BudgetState> {
  const rows = await ask<{ scope: string } & BudgetLimits>(
    em,
    `select scope, parallel_max as "parallelMax", unavailable_max as "unavailableMax" from budgets b where ${ofTenant('b')}`,
    [],
  );
  return new Map(rows.map(({ scope, parallelMax, unavailableMax }) => [scope, { parallelMax, unavailableMax }]));
}

const isIndispensable = [
  ...indispensable.map((role) => `d.labels @> '[{"key": "role", "value": "${role}"}]'`),
  'd.is_relay',
].join(' or ');

/** Devices of a kind that hold no lease. */
async function standees(em: EntityManager, condition: string): Promise<Standee[]> {
  return ask<Standee>(
    em,
    `select ${standingColumns} from devices d ${standingJoins}
     where ${ofTenant('d')} and ${condition} and not exists (
       select from leases l where l.tenant_id = d.tenant_id and l.device_id = d.id
         and l.stage in ('GRANTED', 'ACTIVE', 'SUSPECT'))`,
    [],
  );
}
