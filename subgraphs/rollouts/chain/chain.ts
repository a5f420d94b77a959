/**
 * A bundle is brought by a chain of rollouts, one per artifact. What the next thing to say to one of them is follows from
 * how far each is: a rollout begins when the one before has passed its waves, and when one goes back, every one that began
 * goes back, the last one first. What a person gave up, a person takes back. Pure.
 */
import type { RolloutCommand, RolloutStage } from '../rollout/rollout.ts';

/** One rollout of a chain. */
export type ChainLink = {
  readonly id: string;
  readonly stage: RolloutStage;
  /** Its waves have passed; devices that were away may still follow. */
  readonly isThrough: boolean;
  /** A wave of it was opened, so devices may have been changed. */
  readonly hasBegun: boolean;
  /** It is on its way back, also where that pauses. */
  readonly isReturning: boolean;
};

/** What there is to say to whom. */
export type ChainWord = {
  readonly id: string;
  readonly command: Extract<RolloutCommand, { type: 'StartRollout' | 'AbortRollout' | 'RollBackRollout' }>;
};

/** Whether a rollout keeps those before it from going back: it may have changed devices, and they are not back. */
export function stands({ stage, hasBegun }: Pick<ChainLink, 'stage' | 'hasBegun'>): boolean {
  return hasBegun && stage !== 'ROLLED_BACK';
}

/** The next thing to say to a rollout of the chain; null while there is nothing. */
export function nextOfChain(links: readonly ChainLink[]): ChainWord | null {
  const isGoingBack = links.some(({ stage, isReturning }) => isReturning || stage === 'ROLLED_BACK');
  const isOver = isGoingBack || links.some(({ stage }) => stage === 'ABORTED');
  const forgotten = links.find(({ stage }) => stage === 'DRAFT' && isOver);
  if (forgotten) {
    const reason = 'Another rollout of the bundle does not go on.';
    return { id: forgotten.id, command: { type: 'AbortRollout', reason } };
  }
  const left = links.findLast((link) => isGoingBack && stands(link) && !link.isReturning && link.stage !== 'ABORTED');
  if (left) {
    return { id: left.id, command: { type: 'RollBackRollout', reason: 'Another rollout of the bundle goes back.' } };
  }
  const at = links.findIndex(({ stage }) => stage === 'DRAFT');
  const [link, before] = [links[at], links[at - 1]];
  if (!link || !before?.isThrough || (before.stage !== 'RUNNING' && before.stage !== 'FINISHED')) return null;
  return { id: link.id, command: { type: 'StartRollout', isTurn: true } };
}
