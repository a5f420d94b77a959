/**
 * Which version of the agent is to run: pure. Normally the one that was switched to. One on trial runs only once its start
 * is noted, and only so often: a version that ends again and again gives way to its predecessor, whoever starts it.
 */
import { intentIn } from '../believing/intent.ts';
import { hexOf } from '../executors/version-store.ts';
import { stageOf, type Update } from '../update.ts';

/** What the choice goes by. */
export type ChoiceFacts = {
  /** The version that is switched to, by its name on this disk; null for the installed program. */
  readonly linked: string | null;
  readonly update: Update | null;
  /** How often the version on trial was started under this update. */
  readonly starts: number;
};

/** Starts that a version on trial gets, the first one included. */
export const trialStartsMax = 3;

/** Whether a version of the agent itself is being applied, or taken back. */
export function isAgentOnTrial(update: Update | null): update is Update {
  return update !== null && stageOf(update) === 'APPLYING' && intentIn(update.intent).executor.kind === 'agent';
}

/** The version that is to run by its name on this disk, or null for the installed program; and whether that is its trial. */
export function chosenVersion({ linked, update, starts }: ChoiceFacts): {
  readonly hex: string | null;
  readonly isTrial: boolean;
} {
  if (!isAgentOnTrial(update)) return { hex: linked, isTrial: false };
  if (update.at === 'APPLYING/PROVE' && starts < trialStartsMax) return { hex: hexOf(update.target), isTrial: true };
  return { hex: update.previous && hexOf(update.previous), isTrial: false };
}
