/** Updates of a device in words: where a lease is in its life, and the steps the device says it took. */
import type { LeaseState } from '../../gql/graphql.ts';

/** Where a lease is in its life. */
export const leaseWords: Readonly<Record<LeaseState, { word: string; meaning: string }>> = {
  GRANTED: { word: 'Granted', meaning: 'it may ask to begin' },
  ACTIVE: { word: 'At work', meaning: 'it has begun' },
  SUSPECT: { word: 'Suspect', meaning: 'it is at work and silent, or takes too long' },
  SUCCEEDED: { word: 'Succeeded', meaning: 'it runs what it was to run' },
  FAILED: { word: 'Failed', meaning: 'it did not succeed' },
  ROLLED_BACK: { word: 'Went back', meaning: 'it went back by itself' },
  ABORTED: { word: 'Aborted', meaning: 'it changed nothing' },
  EXPIRED: { word: 'Expired', meaning: 'it did not begin in time' },
  OVERRIDDEN: { word: 'Overridden', meaning: 'two persons freed the slot' },
};

/** A step as the device names it, in a word; a name that is not known here stands as it came. */
export function stepWord(state: string): string {
  return stepWords[state] ?? state;
}

const stepWords: Readonly<Record<string, string>> = {
  BLOCKED: 'waits for a permission',
  LEASED: 'holds a lease, fetches the bytes',
  STAGED: 'has the bytes, checked',
  'STAGED/ASKED': 'asked whether it may begin',
  'APPLYING/STOP': 'stops what runs',
  'APPLYING/SWITCH': 'switches to the new version',
  'APPLYING/START': 'starts it',
  'APPLYING/PROVE': 'tries whether it is well',
  'APPLYING/BACK_STOP': 'stops the new version',
  'APPLYING/BACK_SWITCH': 'switches back',
  'APPLYING/BACK_START': 'starts the old version',
  HEALTHY: 'found itself well',
  ROLLED_BACK: 'runs the old version again',
  ABORTED: 'changed nothing',
};
