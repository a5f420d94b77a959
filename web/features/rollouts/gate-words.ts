/** What a wave has to hold to, in words with the numbers as they are now. Each number says of what it is counted. */
import { durationText } from '../../ui/age-text.ts';
import type { Counts } from './rollout-words.ts';

/** What a wave has to hold to. */
export type Gates = {
  readonly successPercent: number;
  readonly failurePercent: number | null;
  readonly failureCount: number | null;
  readonly minExecuted: number;
  readonly lostMax: number | null;
  readonly soakS: number;
  readonly deadlineS: number;
  readonly needsApproval: boolean;
  readonly needsHealth: boolean;
};

/** One gate: what it is, what it wants, and what there is; null where nothing is counted. */
export type GateLine = { readonly gate: string; readonly wants: string; readonly has: string | null };

/** The gates of a wave, those that stop it after those that let it pass. */
export function gateLines(gates: Gates, counts: Counts): GateLine[] {
  const base = counts.total - counts.unreachable - counts.incapable - counts.withdrawn;
  const good = counts.done + counts.alreadyInstalled;
  const { successPercent, failurePercent, failureCount, minExecuted, lostMax, soakS, deadlineS } = gates;
  const needed = Math.ceil((base * successPercent) / 100);
  const ofBase = `${base} that can take part`;
  const isOpen = counts.total > 0;
  const lines: (GateLine | null)[] = [
    {
      gate: 'Success',
      wants: `passes from ${successPercent}%${isOpen ? `: ${needed} of ${ofBase}` : ''}`,
      has: isOpen ? `${good} now` : null,
    },
    soakS === 0 ? null : { gate: 'Soak', wants: `stays well for ${durationText(soakS * 1000)} after that`, has: null },
    failurePercent === null
      ? null
      : {
          gate: 'Failures',
          wants: `stops at ${failurePercent}%, of all or of those that ended once ${minExecuted} ended`,
          has: isOpen ? `${counts.failed} of ${base} failed, ${counts.done + counts.failed} ended` : null,
        },
    failureCount === null
      ? null
      : { gate: 'Failures', wants: `stops at ${failureCount}`, has: isOpen ? `${counts.failed} now` : null },
    lostMax === null
      ? null
      : {
          gate: 'Silence',
          wants: `stops when ${lostMax} ${lostMax === 1 ? 'falls' : 'fall'} silent at work`,
          has: null,
        },
    { gate: 'Deadline', wants: `${durationText(deadlineS * 1000)} per device`, has: null },
    gates.needsHealth ? { gate: 'Health', wants: 'no worse than before and than devices like them', has: null } : null,
  ];
  return lines.filter((line) => line !== null);
}
