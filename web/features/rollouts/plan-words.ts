/** Parts of a plan in words: window, executor, health checks. */
import type { Weekday } from '../../gql/graphql.ts';
import { durationText } from '../../ui/age-text.ts';

/** The days of a week, Monday first. */
export const weekdays: readonly { readonly day: Weekday; readonly word: string }[] = [
  { day: 'MON', word: 'Mon' },
  { day: 'TUE', word: 'Tue' },
  { day: 'WED', word: 'Wed' },
  { day: 'THU', word: 'Thu' },
  { day: 'FRI', word: 'Fri' },
  { day: 'SAT', word: 'Sat' },
  { day: 'SUN', word: 'Sun' },
];

/** "Sat, Sun from 02:00 to 05:00, by the clock of each place". */
export function windowText({ days, from, to }: { days: readonly Weekday[]; from: string; to: string }): string {
  const chosen = weekdays.filter(({ day }) => days.includes(day)).map(({ word }) => word);
  const when = chosen.length === 0 || chosen.length === weekdays.length ? 'Every day' : chosen.join(', ');
  return `${when} from ${from} to ${to}, by the clock of each place`;
}

/** "service till". What else an executor says follows as it is. */
export function executorText(executor: unknown): string {
  const { kind, name, ...rest } = (executor ?? {}) as Record<string, unknown>;
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${String(kind)} ${String(name)}${more}`;
}

/** "exit: alive for 2s", "http http://… answers 200 within 10s". */
export function checkText(check: unknown): string {
  const { kind, url, status, argv, timeoutS } = (check ?? {}) as Record<string, unknown>;
  const within = durationText(Number(timeoutS ?? 0) * 1000);
  if (kind === 'exit') return `stays alive for ${within}`;
  if (kind === 'http') return `${String(url)} answers ${Number(status ?? 200)} within ${within}`;
  if (kind === 'command') return `${Array.isArray(argv) ? argv.join(' ') : 'a command'} succeeds within ${within}`;
  if (kind === 'control-plane') return `reaches the control plane within ${within}`;
  return JSON.stringify(check);
}
