/** What people and rules did with the lives of devices. */
import type { EntityManager } from '@flotilla/kernel/database';
import { defineLoader } from '@flotilla/kernel/loader';
import { ask } from '@flotilla/kernel/transaction';
import type { DecommissionStepName, DegradedReason, QuarantineCause, RetentionClass } from '../device/events.ts';
import { ofTenant, onlyUuids } from '../of-tenant.ts';

/** A step of a decommission that is behind us. */
export type StepDone = {
  readonly name: DecommissionStepName;
  readonly state: 'DONE' | 'SKIPPED';
  readonly at: string;
  readonly detail: string;
};

/** The life of one device; a device nobody ever did anything with has none. */
export type DeviceLife = {
  readonly deviceId: string;
  readonly quarantine: {
    readonly since: Date;
    readonly reason: string;
    readonly cause: QuarantineCause;
    readonly evidence: string | null;
  } | null;
  readonly reasons: readonly DegradedReason[];
  readonly decommission: {
    readonly startedAt: Date;
    readonly reason: string;
    readonly steps: readonly StepDone[];
  } | null;
  readonly retention: {
    readonly retentionClass: RetentionClass;
    readonly retiredAt: Date;
    readonly retainUntil: Date;
    readonly evidence: unknown;
  } | null;
};

type Row = {
  readonly device_id: string;
  readonly quarantined_at: Date | string | null;
  readonly quarantine_reason: string;
  readonly quarantine_cause: QuarantineCause;
  readonly quarantine_evidence: string | null;
  readonly reasons: DegradedReason[];
  readonly decommission_started_at: Date | string | null;
  readonly decommission_reason: string;
  readonly decommission_steps: StepDone[];
  readonly retired_at: Date | string | null;
  readonly retention_class: RetentionClass;
  readonly retain_until: Date | string;
  readonly archive: unknown;
};

/** Lives by device, one query per request; a device of another tenant is absent. */
export const livesByDevice = defineLoader(async (em, ids: readonly string[]) => {
  const known = onlyUuids(ids);
  if (known.length === 0) return new Map<string, DeviceLife>();
  const sql = `select l.* from device_lives l where ${ofTenant('l')} and l.device_id = any($1)`;
  const rows = await ask<Row>(em, sql, [known]);
  return new Map(rows.map((row) => [row.device_id, lifeOf(row)]));
});

/** Devices of every tenant whose decommission is not over, for whoever carries it on. */
export async function findLeaving(em: EntityManager): Promise<{ tenantId: string; deviceId: string }[]> {
  return em.execute(
    `select tenant_id as "tenantId", device_id as "deviceId" from device_lives
     where decommission_started_at is not null and retired_at is null limit 500`,
  );
}

/** When a device was told that it is out; null while it was not heard since. */
export async function findFarewell(em: EntityManager, deviceId: string): Promise<Date | null> {
  const [row] = await em.execute<{ told_at: Date | string }[]>(
    `select f.told_at from device_farewells f where ${ofTenant('f')} and f.device_id = ?`,
    [deviceId],
  );
  return row ? new Date(row.told_at) : null;
}

function lifeOf(row: Row): DeviceLife {
  const { quarantined_at: quarantinedAt, decommission_started_at: startedAt, retired_at: retiredAt } = row;
  return {
    deviceId: row.device_id,
    quarantine:
      quarantinedAt === null
        ? null
        : {
            since: new Date(quarantinedAt),
            reason: row.quarantine_reason,
            cause: row.quarantine_cause,
            evidence: row.quarantine_evidence,
          },
    reasons: row.reasons,
    decommission:
      startedAt === null
        ? null
        : {
            startedAt: new Date(startedAt),
            reason: row.decommission_reason,
            steps: row.decommission_steps,
          },
    retention:
      retiredAt === null
        ? null
        : {
            retentionClass: row.retention_class,
            retiredAt: new Date(retiredAt),
            retainUntil: new Date(row.retain_until),
            evidence: row.archive,
          },
  };
}
