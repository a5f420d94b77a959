/** What happened to a rollout, as sentences for people. Pure. */
import type { GateNumbers, StopCause } from '../gate/gate.ts';
import type { FailureAction, RolloutEvent } from '../rollout/events.ts';

/** A fact as a sentence. One that is newer than this is told by its name. */
export function summaryOf(fact: RolloutEvent): string {
  switch (fact.type) {
    case 'RolloutCreated':
      return `Planned: ${fact.data.plan.artifact.name} ${fact.data.plan.artifact.version} in ${counted(fact.data.plan.waves.length, 'wave')}.`;
    case 'RolloutStarted':
      return 'Started.';
    case 'RolloutPaused':
      return `Paused: ${sentence(fact.data.reason)}`;
    case 'RolloutResumed':
      return 'Resumed; what failed until now is accepted.';
    case 'WaveApproved':
      return `Wave ${fact.data.wave + 1} was approved.`;
    case 'WaveOpened':
      return `Wave ${fact.data.wave + 1} opened.`;
    case 'TargetsJoined':
      return joinedText(fact.data);
    case 'WavePassed':
      return passedText(fact.data);
    case 'WaveStopped':
      return `Wave ${fact.data.wave + 1} stopped: ${stopText(fact.data)}, the border is ${fact.data.need}. ${actions[fact.data.action]}`;
    case 'TargetsRetried':
      return `${counted(fact.data.deviceIds.length, 'failed device')} may try again.`;
    case 'RollbackStarted':
      return `Rolling back: ${sentence(fact.data.reason)}`;
    case 'TargetsReversed':
      return reversedText(fact.data);
    case 'RolloutRolledBack':
      return 'Rolled back: every device that was changed went back, or said that it cannot.';
    case 'RolloutFinished':
      return 'Finished: every device came to its end.';
    case 'RolloutAborted':
      return `Aborted: ${sentence(fact.data.reason)}`;
    default:
      return (fact as { type: string }).type;
  }
}

const actions: Readonly<Record<FailureAction, string>> = {
  PAUSE: 'No further device starts.',
  ABORT: 'It is given up.',
  ROLL_BACK: 'Every changed device goes back.',
};

const causes: Readonly<Record<StopCause, string>> = {
  FAILURES: 'failed',
  HEARTBEAT_LOSS: 'fell silent in the middle of it',
  HEALTH: 'are worse off than before',
};

function stopText({ cause, have, of }: GateNumbers & { readonly cause: StopCause }): string {
  return `${have} of ${counted(of, 'device')} ${causes[cause] ?? cause}`;
}

function joinedText({
  wave,
  deviceIds,
  installed,
}: {
  readonly wave: number;
  readonly deviceIds: readonly string[];
  readonly installed: readonly string[];
}): string {
  const before = installed.length === 0 ? '' : `; ${installed.length} ran the artifact before`;
  return `${counted(deviceIds.length, 'device')} joined wave ${wave + 1}${before}.`;
}

function passedText({
  wave,
  have,
  of,
  promotedBy,
  reason,
}: GateNumbers & {
  readonly wave: number;
  readonly promotedBy: string | null;
  readonly reason: string | null;
}): string {
  const numbers = `${have} of ${counted(of, 'device')}`;
  if (promotedBy === null) return `Wave ${wave + 1} passed with ${numbers}.`;
  return `Wave ${wave + 1} was promoted with ${numbers}, whatever its gates said: ${sentence(reason ?? '')}`;
}

function reversedText({
  deviceIds,
  without,
}: {
  readonly deviceIds: readonly string[];
  readonly without: readonly string[];
}): string {
  const stuck = without.length === 0 ? '' : `; ${counted(without.length, 'device')} of them cannot`;
  return `${counted(deviceIds.length, 'device')} to go back${stuck}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function sentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
