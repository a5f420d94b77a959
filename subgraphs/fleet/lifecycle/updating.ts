/**
 * When a device is UPDATING: from the moment rollouts permitted it to start until its lease says no more that it is at
 * work. Pure; part of the device's decider. What is told comes late, twice or in another order, so fences decide: an
 * older one changes nothing, and the end of a newer one ends what is older with it.
 */
import type { DeviceEvent, UpdateEnding } from '../device/events.ts';
import type { KnownDevice } from './known-device.ts';
import { phaseTransitions, type LifecyclePhase } from './phase.ts';
import { isAllowed } from './transition.ts';

/** Which permission is spoken of. Fences of a device only rise. */
export type UpdateLease = { readonly rolloutId: string; readonly leaseId: string; readonly fence: number };

/** The device was permitted to start. */
export type StartUpdate = { readonly type: 'StartUpdate' } & UpdateLease;

/** Its lease says no more that it is at work. */
export type EndUpdate = { readonly type: 'EndUpdate'; readonly outcome: UpdateEnding } & UpdateLease;

/** What the beginning or the end of an update causes: nothing where it is known, late, or not of this phase. */
export function decideUpdate(command: StartUpdate | EndUpdate, state: KnownDevice): readonly DeviceEvent[] {
  const { id: deviceId, phase, update } = state;
  const { rolloutId, leaseId, fence } = command;
  const about = { deviceId, rolloutId, leaseId, fence };
  if (command.type === 'EndUpdate') {
    if (!update || update.isOver || fence < update.fence) return [];
    const data = { ...about, outcome: command.outcome, phase: phaseAfterUpdate(state) };
    return [{ type: 'DeviceUpdateEnded', data }];
  }
  if (update && fence <= update.fence) return [];
  // The next one may begin before the end of the last was told.
  if (phase !== 'UPDATING' && !isAllowed(phaseTransitions, { from: phase, to: 'UPDATING' })) return [];
  return [{ type: 'DeviceUpdateStarted', data: about }];
}

/** Back to what it was. Who left UPDATING by another way, such as quarantine, is not moved by the end. */
function phaseAfterUpdate({ phase, reasons }: KnownDevice): LifecyclePhase {
  if (phase !== 'UPDATING') return phase;
  return reasons.length > 0 ? 'DEGRADED' : 'ACTIVE';
}
