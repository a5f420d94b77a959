/**
 * What a plan would do against the rules that hold all the same: said before it is started, not found out from devices
 * that wait. Pure.
 */
import type { RolloutPlan } from '../rollout/events.ts';
import type { ArtifactState } from '../registry/registered.ts';
import { matches } from '../wave/selection.ts';
import type { SimulatedDevice, SimulationWorld } from './simulate.ts';

/** The rules that can be against a plan. */
export const violationCodes = [
  'ARTIFACT_NOT_VERIFIED',
  'ARTIFACT_WITHDRAWN',
  'CHANNEL_NOT_PROMOTED',
  'LAST_OF_ROLE',
  'NO_WAY_BACK',
  'OUTSIDE_WINDOW',
] as const;

/** One of them. */
export type ViolationCode = (typeof violationCodes)[number];

/** A rule that is against the plan, and for how many devices. */
export type Violation = {
  readonly code: ViolationCode;
  /** What it is about: a channel, a role, an artifact. */
  readonly subject: string;
  readonly devices: number;
  /** What it comes to and what to do, as a sentence. */
  readonly words: string;
};

/** Everything that is against a plan, the gravest first. */
export function violationsOf(plan: RolloutPlan, state: ArtifactState, world: SimulationWorld): Violation[] {
  const devices = world.devices.filter((device) => matches(plan.selection, device) && !device.isInstalled);
  return [
    ...ofArtifact(plan, state, devices),
    ...ofChannels(devices),
    ...ofRoles(devices, world),
    ...ofWayBack(plan, devices),
    ...ofWindow(plan, devices),
  ];
}

function ofArtifact({ artifact }: RolloutPlan, state: ArtifactState, { length }: readonly unknown[]): Violation[] {
  if (state === 'VERIFIED') return [];
  const subject = `${artifact.name} ${artifact.version}`;
  if (state === 'WITHDRAWN') {
    const words = `${subject} was withdrawn: the rollout cannot be created. Choose another version.`;
    return [{ code: 'ARTIFACT_WITHDRAWN', subject, devices: length, words }];
  }
  const words = `${subject} is ${state}, not verified: the rollout cannot be created. Sign it with a trusted key.`;
  return [{ code: 'ARTIFACT_NOT_VERIFIED', subject, devices: length, words }];
}

function ofChannels(devices: readonly SimulatedDevice[]): Violation[] {
  const waiting = Map.groupBy(
    devices.filter(({ isPromoted }) => !isPromoted),
    ({ channel }) => channel,
  );
  return [...waiting].map(([subject, { length }]) => ({
    code: 'CHANNEL_NOT_PROMOTED',
    subject,
    devices: length,
    words: `The artifact is not in channel ${subject}: its devices wait until somebody promotes it.`,
  }));
}

function ofRoles(devices: readonly SimulatedDevice[], world: SimulationWorld): Violation[] {
  const alone = devices.flatMap((device) => {
    const [last] = world.servicesOf(device).filter(({ othersServing }) => othersServing === 0);
    return last ? [last.role] : [];
  });
  return [...Map.groupBy(alone, (role) => role)].map(([subject, { length }]) => ({
    code: 'LAST_OF_ROLE',
    subject,
    devices: length,
    words: `The last ${subject} of an area is never taken out: another one has to serve there first.`,
  }));
}

/** A rollback takes back what it can; better to know before what it cannot. */
function ofWayBack({ previous, artifact }: RolloutPlan, devices: readonly SimulatedDevice[]): Violation[] {
  const without = devices.filter(({ hasOther }) => !hasOther);
  if (previous !== null || without.length === 0) return [];
  const words = `They run nothing of ${artifact.name} to go back to, and the plan names no previous version.`;
  return [{ code: 'NO_WAY_BACK', subject: artifact.name, devices: without.length, words }];
}

function ofWindow({ strategy, window }: RolloutPlan, { length }: readonly unknown[]): Violation[] {
  if (strategy !== 'FORCED' || window === null || length === 0) return [];
  const subject = `${window.from}-${window.to}`;
  return [
    { code: 'OUTSIDE_WINDOW', subject, devices: length, words: 'FORCED does not wait for the maintenance window.' },
  ];
}
