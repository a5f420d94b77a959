/** Every read of accepted measurements. */
import type { EntityManager } from '@flotilla/kernel/database';
import { ask } from '@flotilla/kernel/transaction';
import { dated } from '../dated.ts';
import { ofTenant } from '../of-tenant.ts';

/** A measurement that counts. */
export type MeasurementRow = {
  readonly sha256: string;
  readonly reason: string;
  readonly acceptedAt: Date;
  readonly acceptedBy: string;
};

/** All measurements that count, the newest first: there are few. */
export async function findMeasurements(em: EntityManager): Promise<MeasurementRow[]> {
  const sql = `select m.sha256, m.reason, m.accepted_at as "acceptedAt", m.accepted_by as "acceptedBy"
    from agent_measurements m where ${ofTenant('m')} and m.dropped_at is null order by m.accepted_at desc, m.sha256`;
  return dated(await ask<MeasurementRow>(em, sql, []), ['acceptedAt']);
}
