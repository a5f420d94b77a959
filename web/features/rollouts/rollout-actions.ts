/** What people can say to a rollout, and why they cannot just now. The API decides; this spares a refusal. */
import type { RolloutState, WaveState } from '../../gql/graphql.ts';
import { stateWords } from './rollout-words.ts';

/** What can be said. */
export type RolloutAction = 'start' | 'approve' | 'promote' | 'pause' | 'resume' | 'retry' | 'rollBack' | 'abort';

/** What of a rollout decides it. */
export type ActionFacts = {
  readonly state: RolloutState;
  readonly counts: { readonly failed: number };
  readonly waves: readonly WaveFacts[];
};

type WaveFacts = {
  readonly index: number;
  readonly name: string;
  readonly state: WaveState;
  readonly approvedBy: string | null;
  readonly gates: { readonly needsApproval: boolean };
};

const allowed: Readonly<Record<RolloutAction, readonly RolloutState[]>> = {
  start: ['DRAFT'],
  approve: ['DRAFT', 'RUNNING', 'PAUSED'],
  promote: ['RUNNING'],
  pause: ['RUNNING', 'ROLLING_BACK'],
  resume: ['PAUSED'],
  retry: ['RUNNING', 'PAUSED', 'ROLLING_BACK'],
  rollBack: ['RUNNING', 'PAUSED', 'FINISHED', 'ABORTED'],
  abort: ['DRAFT', 'RUNNING', 'PAUSED', 'ROLLING_BACK'],
};

/** The next wave that a person has to agree to; undefined where none is left. */
export function waveToApprove<Wave extends WaveFacts>({
  waves,
}: {
  readonly waves: readonly Wave[];
}): Wave | undefined {
  return waves.find(
    ({ state, gates, approvedBy }) => state === 'WAITING' && gates.needsApproval && approvedBy === null,
  );
}

/** The wave that is open; undefined between waves. */
export function openWave<Wave extends WaveFacts>({ waves }: { readonly waves: readonly Wave[] }): Wave | undefined {
  return waves.find(({ state }) => state === 'OPEN');
}

/** Why an action is not possible, as a sentence; undefined when it is. */
export function whyNotPossible(action: RolloutAction, facts: ActionFacts): string | undefined {
  const { state, counts } = facts;
  if (!allowed[action].includes(state)) {
    const needed = allowed[action].map((each) => stateWords[each].word.toLowerCase()).join(' or ');
    return `The rollout is ${stateWords[state].word.toLowerCase()}; this needs one that is ${needed}.`;
  }
  if (action === 'approve' && !waveToApprove(facts)) return 'No wave waits for approval.';
  if (action === 'promote' && !openWave(facts)) return 'No wave is open: only the open one can be promoted.';
  if (action === 'retry' && counts.failed === 0) return 'No device failed.';
  return undefined;
}
