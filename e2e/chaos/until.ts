/** Waiting for what must come true, and saying what was in the way when it does not. */
import { eventually } from '../stack.ts';

/** Resolves once a condition holds. Throws with the last reason it did not. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  let reason = '';
  const isSo = async (): Promise<boolean> => {
    try {
      reason = '';
      return await isTrue();
    } catch (error) {
      reason = String(error);
      return false;
    }
  };
  if (!(await eventually(isSo, withinMs))) throw new Error(`not within ${withinMs / 1000} s: ${what}. ${reason}`);
}
