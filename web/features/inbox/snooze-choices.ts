/** The moments a snooze is usually wanted until, in the reader's own time. */
import type { Choice } from './choice-list.tsx';

const HOUR = 3_600_000;

/** From an hour to a week; `value` is the moment as the API takes it. */
export function snoozeChoices(now: Date): Choice[] {
  const at = (ms: number): Date => new Date(now.getTime() + ms);
  return [
    choice('1 hour', at(HOUR)),
    choice('4 hours', at(4 * HOUR)),
    choice('Tomorrow morning', morning(now, 1)),
    choice('In a week', morning(now, 7)),
  ];
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
}

function choice(label: string, until: Date): Choice {
  return { value: until.toISOString(), label, hint: until.toLocaleString('sv-SE').slice(0, 16) };
}
