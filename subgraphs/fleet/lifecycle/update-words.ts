/** How an update ended, in words for people. */
import type { UpdateEnding } from '../device/events.ts';

/** The words for each ending. */
export const updateWords: Readonly<Record<UpdateEnding, string>> = {
  SUCCEEDED: 'updated',
  FAILED: 'update failed',
  ROLLED_BACK: 'update failed, back on the old version',
  ABORTED: 'update given up before anything changed',
  SUSPECT: 'nothing is heard of its update',
  OVERRIDDEN: 'two persons ended its update',
};
