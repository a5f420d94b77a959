/**
 * Regular expressions that people give us to run on what others give us. JavaScript's can take longer than the universe
 * lasts, so those that could are refused: a group is not repeated, and few parts of a pattern are.
 */
import { Refusal } from '@flotilla/kernel/errors';

const lengthMax = 200;
const repetitionsMax = 3;

/** A pattern that is quick on any text of the lengths used here. Refuses with INVALID_INPUT, naming the element. */
export function checkedPattern(element: string, pattern: string): string {
  const refuse = (why: string) =>
    new Refusal('INVALID_INPUT', `The pattern of ${element} ${why}.`, {
      element,
      pattern: pattern.slice(0, lengthMax),
    });
  if (pattern === '' || pattern.length > lengthMax) throw refuse(`has 1 to ${lengthMax} characters`);
  const bare = pattern.replaceAll(/\\./gu, 'x').replaceAll(/\[[^\]]*\]/gu, 'x');
  if (/\\[1-9k]/u.test(pattern)) throw refuse('refers back to a group; write the text out');
  if (/\(\?(?!:)/u.test(bare)) throw refuse('looks around or names a group; only (?: and ( can open one');
  if (/\)[*+?{]/u.test(bare)) throw refuse('repeats a group; repeat single characters or classes');
  if ((bare.match(/[*+]|\{\d+,\}/gu) ?? []).length > repetitionsMax)
    throw refuse(`repeats more than ${repetitionsMax} parts`);
  try {
    // Compiled as it is used later.
    new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    throw refuse('is not a regular expression of JavaScript with the flag u');
  }
  return pattern;
}

/** Whether a whole text matches. */
export function matchesWhole(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 'u').test(text);
}
