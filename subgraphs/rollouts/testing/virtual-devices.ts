/** Devices that do what a real one does with its lease, in one call each, and end as the test says. */
import { ask } from '@flotilla/kernel/transaction';
import type { LeaseOutcome } from '../lease/events.ts';
import { ofTenant } from '../of-tenant.ts';
import type { Worker } from './installation.ts';

/** How a device ends its update. Null: it begins and is not heard of again. */
export type Ending = (deviceId: string, direction: 'FORWARD' | 'BACK') => LeaseOutcome | null;

type Held = {
  readonly leaseId: string;
  readonly deviceId: string;
  readonly fence: number;
  readonly intentDigest: string;
  readonly direction: 'FORWARD' | 'BACK';
};

const anyone = async (): Promise<void> => undefined;

/** Lets every device that holds a fresh lease begin and end. Answers how many did. */
export async function letDevicesWork({ database, desk }: Worker, tenantId: string, ending: Ending): Promise<number> {
  const held = await database.inTenant(tenantId, (em) =>
    ask<Held>(
      em,
      `select l.id as "leaseId", l.device_id as "deviceId", l.fence, l.intent_digest as "intentDigest", l.direction
       from leases l where ${ofTenant('l')} and l.stage = 'GRANTED' order by l.device_id`,
      [],
    ),
  );
  for (const { deviceId, direction, leaseId, fence, intentDigest } of held) {
    const of = { tenantId, deviceId };
    if ((await desk.begin(of, { leaseId, fence, intentDigest }, anyone)) !== 'PERMITTED') continue;
    const outcome = ending(deviceId, direction);
    if (outcome) await desk.report(of, { leaseId, fence, outcome, code: null, detail: null }, anyone);
  }
  return held.length;
}

/** Rounds of a worker and its devices until nothing is granted any more. */
export async function runToRest(worker: Worker, tenantId: string, ending: Ending): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    const granted = await worker.orchestrator.round();
    const worked = await letDevicesWork(worker, tenantId, ending);
    if (granted + worked === 0) return;
  }
  throw new Error('the rollout did not come to rest');
}
