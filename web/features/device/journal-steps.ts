/**
 * One update as a course of steps: what the control plane recorded by its clock, and between it what the device says by its
 * own. The two clocks are not compared; what was asked and what was answered tells the order.
 */
import type { UpdateJournalFacts } from './use-update-journal.ts';
import { stepWord } from './update-words.ts';

/** One step, and by whose clock it is told. */
export type JournalStep = { at: string; words: string; code: string | null; clock: 'our' | 'its own' };

type Course = Pick<UpdateJournalFacts, 'grantedAt' | 'begunAt' | 'endedAt'> & {
  steps: readonly { state: string; at: string }[];
};

/** The steps in the order they must have been taken: the permit stands right after the device asked for it. */
export function journalSteps({ grantedAt, begunAt, endedAt, steps }: Course): JournalStep[] {
  const own = steps.map(({ state, at }): JournalStep => ({
    at,
    words: stepWord(state),
    code: state,
    clock: 'its own',
  }));
  const asked = steps.findLastIndex(({ state }) => state === 'STAGED/ASKED') + 1;
  const end = grantedAt === null ? 'refused the intent' : 'said how it ended';
  return [
    ...ours(grantedAt, 'was granted a lease'),
    ...own.slice(0, asked),
    ...ours(begunAt, 'was let begin'),
    ...own.slice(asked),
    ...ours(endedAt, end),
  ];
}

function ours(at: string | null, words: string): JournalStep[] {
  return at === null ? [] : [{ at, words, code: null, clock: 'our' }];
}
