/** Why something does not go on, in words a person can act on: which gate, which number, whose approval, since when. */
import type { Shortage } from '../admission/admission.ts';
import type { WaveWait } from './gate.ts';
import type { Opening } from '../window/window.ts';

/** What can be waited for. */
export const waitingGates = [
  'START',
  'RESUME',
  'APPROVAL',
  'TURN',
  'ARTIFACT',
  'CHANNEL',
  'WINDOW',
  'LOCK',
  'BUDGET',
  'DEVICE',
  'REPORT',
  'SUCCESS',
  'SOAK',
  'HEALTH',
] as const;

/** One of them. */
export type WaitingGate = (typeof waitingGates)[number];

/** The answer to "why does it not go on?". */
export type Waiting = {
  readonly gate: WaitingGate;
  /** The number there is, of what `need` counts; null where nothing is counted. */
  readonly have: number | null;
  readonly need: number | null;
  /** The budget that is full, e.g. `site:…`; null for other gates. */
  readonly budget: string | null;
  /** Who has to agree; null where nobody has to. */
  readonly approval: string | null;
  /** RFC 3339; null where nobody knows. */
  readonly since: string | null;
  /** When it is over if nothing else happens, RFC 3339; null when that is not a matter of time. */
  readonly until: string | null;
  /** What unblocks it, as a sentence. */
  readonly unblocks: string;
};

const nothing = { have: null, need: null, budget: null, approval: null, since: null, until: null };

/** It was never started. */
export function waitsForStart(since: string): Waiting {
  return { ...nothing, gate: 'START', since, approval: 'OPERATOR', unblocks: 'An operator starts the rollout.' };
}

/** It is paused; `reason` says why, as a sentence, where a gate did it. */
export function waitsForResume(since: string | null, reason: string | null = null): Waiting {
  const unblocks = `${reason ?? ''} An operator resumes the rollout, rolls it back, or aborts it.`.trim();
  return { ...nothing, gate: 'RESUME', since, approval: 'OPERATOR', unblocks };
}

/** A wave waits for a person. */
export function waitsForApproval(wave: string, since: string | null): Waiting {
  return { ...nothing, gate: 'APPROVAL', since, approval: 'OPERATOR', unblocks: `An operator approves wave ${wave}.` };
}

/** A device whose wave is not open. */
export function waitsForTurn(wave: string | null, since: string | null): Waiting {
  const unblocks = wave === null ? 'The waves before it pass.' : `Wave ${wave} passes.`;
  return { ...nothing, gate: 'TURN', since, unblocks };
}

/** Another rollout of the same bundle comes first: the one before on the way there, those after on the way back. */
export function waitsForChain(direction: 'FORWARD' | 'BACK', since: string | null): Waiting {
  const unblocks =
    direction === 'FORWARD'
      ? 'The rollout before it in the bundle passes its waves.'
      : 'The rollouts after it in the bundle are taken back.';
  return { ...nothing, gate: 'TURN', since, unblocks };
}

/** Its artifact may not be used: not yet, or not any more. */
export function waitsForArtifact(state: string | null, since: string | null): Waiting {
  const isOver = state === 'WITHDRAWN' || state === 'REJECTED';
  const unblocks = isOver
    ? 'An operator rolls the rollout back or aborts it: its artifact may not be used any more.'
    : 'The artifact is verified.';
  return { ...nothing, gate: 'ARTIFACT', since, approval: isOver ? 'OPERATOR' : null, unblocks };
}

/** The artifact was not promoted to the channel of the device. */
export function waitsForChannel(channel: string, since: string | null): Waiting {
  const unblocks = `The artifact is promoted to channel ${channel}.`;
  return { ...nothing, gate: 'CHANNEL', since, approval: 'OPERATOR', unblocks };
}

/** Outside the maintenance window. */
export function waitsForWindow(next: Opening | undefined, since: string | null): Waiting {
  const unblocks = next
    ? 'The maintenance window of its place opens.'
    : 'The maintenance window never opens: change it.';
  return { ...nothing, gate: 'WINDOW', since, until: next?.opensAt ?? null, unblocks };
}

/** Another rollout has the device. */
export function waitsForLock(rolloutId: string, since: string | null): Waiting {
  return { ...nothing, gate: 'LOCK', since, unblocks: `Rollout ${rolloutId} ends with this device.` };
}

/** A budget is full. */
export function waitsForBudget({ kind, scope, used, limit }: Shortage, since: string | null): Waiting {
  const numbers = { have: used, need: limit, budget: scope };
  const unblocks = {
    PARALLEL: `A device in ${scope} ends its update, or the budget is raised.`,
    UNAVAILABLE: `A device in ${scope} comes back, or the budget is raised.`,
    LAST_OF_ROLE: `Another device of ${scope} serves this area.`,
  };
  return { ...nothing, gate: 'BUDGET', ...numbers, since, unblocks: unblocks[kind] };
}

/** The device is away, or has not taken its lease yet. */
export function waitsForDevice(since: string | null, until: string | null): Waiting {
  return { ...nothing, gate: 'DEVICE', since, until, unblocks: 'The device is heard again and asks to begin.' };
}

/** The device is at work, or silent in the middle of it. */
export function waitsForReport(since: string | null, isSuspect: boolean): Waiting {
  const unblocks = isSuspect
    ? 'The device reports, or two persons override its lease.'
    : 'The device reports how its update ended.';
  return { ...nothing, gate: 'REPORT', since, approval: isSuspect ? 'OPERATOR' : null, unblocks };
}

/** An open wave. */
export function waitsForWave({ gate, have, need, since, until, words = '' }: WaveWait): Waiting {
  const unblocks = {
    SUCCESS: `${need - have} more devices succeed.`,
    SOAK: 'The wave stays well until then.',
    HEALTH: `${words} The health of its devices can be judged, or an operator promotes it.`.trim(),
  };
  return { ...nothing, gate, have, need, since, until, unblocks: unblocks[gate] };
}
