/** Rollouts in words: states, buckets, strategies, what happens on failure, and what is waited for. */
import type { FailureAction, RolloutBucket, RolloutState, RolloutStrategy, WaveState } from '../../gql/graphql.ts';

/** What something is called and what that means. */
type Words = { readonly word: string; readonly meaning: string };

/** Where a rollout is in its life. */
export const stateWords: Readonly<Record<RolloutState, Words>> = {
  DRAFT: { word: 'Draft', meaning: 'Planned. Nothing happens until somebody starts it.' },
  RUNNING: { word: 'Running', meaning: 'Wave by wave.' },
  PAUSED: { word: 'Paused', meaning: 'No device starts; those at work finish.' },
  ROLLING_BACK: { word: 'Rolling back', meaning: 'Every changed device goes back to what it ran before.' },
  FINISHED: { word: 'Finished', meaning: 'Every device came to its end.' },
  ABORTED: { word: 'Aborted', meaning: 'Given up; changed devices stay as they are.' },
  ROLLED_BACK: { word: 'Rolled back', meaning: 'Every changed device went back.' },
};

/** All states, in the order they are offered. */
export const rolloutStates = Object.keys(stateWords) as readonly RolloutState[];

/** What a wave is shown as: where it is in its life, or why it came no further. */
export type WaveLook = WaveState | 'STOPPED' | 'NOT_OPENED';

/** What a wave is shown as, in words. */
export const waveWords: Readonly<Record<WaveLook, Words>> = {
  WAITING: { word: 'Waiting', meaning: 'Its turn has not come.' },
  OPEN: { word: 'Open', meaning: 'Its devices are updated.' },
  PASSED: { word: 'Passed', meaning: 'Its gates let it pass, or a person did.' },
  STOPPED: { word: 'Stopped', meaning: 'It was open when the rollout stopped, turned back or was given up.' },
  NOT_OPENED: { word: 'Not opened', meaning: 'The rollout stopped, turned back or was given up before its turn.' },
};

/** A wave that has not passed is no longer open or waiting once its rollout goes on no more. */
export function waveLookOf(wave: { readonly state: WaveState }, rollout: { readonly state: RolloutState }): WaveLook {
  if (wave.state === 'PASSED' || ['DRAFT', 'RUNNING', 'PAUSED'].includes(rollout.state)) return wave.state;
  return wave.state === 'OPEN' ? 'STOPPED' : 'NOT_OPENED';
}

/** How a rollout goes about it. */
export const strategyWords: Readonly<Record<RolloutStrategy, Words>> = {
  CANARY: { word: 'Canary', meaning: 'A few first, then the rest.' },
  ROLLING: { word: 'Rolling', meaning: 'Wave by wave.' },
  PINNED: { word: 'Pinned', meaning: 'Held for whoever joins: it does not finish by itself.' },
  FORCED: { word: 'Forced', meaning: 'For named devices, outside of maintenance windows; budgets hold all the same.' },
};

/** What happens when a wave stops. */
export const failureWords: Readonly<Record<FailureAction, Words>> = {
  ROLL_BACK: { word: 'Roll back', meaning: 'Every changed device goes back, under the same budgets.' },
  PAUSE: { word: 'Pause', meaning: 'No further device starts; a person decides.' },
  ABORT: { word: 'Abort', meaning: 'It is given up; changed devices stay as they are.' },
};

/** A bucket by the name of its count. */
export type CountKey =
  'done' | 'alreadyInstalled' | 'applying' | 'deferred' | 'unreachable' | 'failed' | 'incapable' | 'withdrawn';

/** The buckets in the order they are drawn: what is done, what is under way, what waits, what went wrong. */
export const buckets: readonly (Words & { readonly key: CountKey; readonly bucket: RolloutBucket })[] = [
  { key: 'done', bucket: 'DONE', word: 'Done', meaning: 'It runs what it was to run, by this rollout.' },
  { key: 'alreadyInstalled', bucket: 'ALREADY_INSTALLED', word: 'Had it before', meaning: 'It ran it before.' },
  { key: 'applying', bucket: 'APPLYING', word: 'At work', meaning: 'It is at work, or fell silent in the middle.' },
  { key: 'deferred', bucket: 'DEFERRED', word: 'Waiting', meaning: 'For its wave, its window or room in a budget.' },
  {
    key: 'unreachable',
    bucket: 'UNREACHABLE',
    word: 'Away',
    meaning: 'It cannot be told now and is taken later, under the same gates. That is no failure.',
  },
  { key: 'failed', bucket: 'FAILED', word: 'Failed', meaning: 'It did not succeed, or went back by itself.' },
  {
    key: 'incapable',
    bucket: 'INCAPABLE',
    word: 'Incapable',
    meaning: 'It said that it can never do it, or has nothing to go back to.',
  },
  {
    key: 'withdrawn',
    bucket: 'WITHDRAWN',
    word: 'Withdrawn',
    meaning: 'It had not begun when the rollout ended or turned back.',
  },
];

const wentBack: Words = { word: 'Went back', meaning: 'It runs what it ran before again.' };

/** The buckets as they are called on the way there, or on the way back. */
export function bucketsOf(isBack: boolean): typeof buckets {
  return isBack ? buckets.map((each) => (each.key === 'done' ? { ...each, ...wentBack } : each)) : buckets;
}

/** Whether a rollout goes back, or went back. */
export function isTurned(state: RolloutState): boolean {
  return state === 'ROLLING_BACK' || state === 'ROLLED_BACK';
}

/** The counts of devices by bucket. */
export type Counts = Readonly<Record<CountKey | 'total', number>>;

/**
 * "12 of 40": devices that came to a good end, of all, those of later waves too. On the way back those that went back, of
 * all that were changed.
 */
export function progressText({ done, alreadyInstalled, total, withdrawn }: Counts, isBack = false): string {
  const [there, all] = isBack ? [done, total - withdrawn - alreadyInstalled] : [done + alreadyInstalled, total];
  return `${there.toLocaleString('en')} of ${all.toLocaleString('en')}`;
}

/** Every bucket with a device in it, as one sentence for whoever cannot see the bar. */
export function countsText(counts: Counts, isBack = false): string {
  const parts = bucketsOf(isBack)
    .filter(({ key }) => counts[key] > 0)
    .map(({ key, word }) => `${word} ${counts[key]}`);
  return parts.length === 0 ? 'No device yet' : `${parts.join(', ')} of ${counts.total}`;
}

type WaveFacts = { readonly index: number; readonly state: WaveState };

/** "2 of 4": the wave that is open or next; the last one when all passed. */
export function waveText(waves: readonly WaveFacts[]): string {
  const at = waves.findIndex(({ state }) => state !== 'PASSED');
  return `${at === -1 ? waves.length : at + 1} of ${waves.length}`;
}

/** What is waited for. Gates that are newer than this console are named as the API names them. */
const gateLeads: Readonly<Record<string, string>> = {
  START: 'Waits to be started',
  RESUME: 'Waits to be resumed',
  APPROVAL: 'Waits for approval',
  TURN: 'Waits for its turn',
  WINDOW: 'Waits for the maintenance window',
  LOCK: 'Waits for another rollout',
  BUDGET: 'Waits for room in a budget',
  DEVICE: 'Waits for the device',
  REPORT: 'Waits for a report',
  SUCCESS: 'Waits for enough successes',
  SOAK: 'Soaking',
  HEALTH: 'Waits for a verdict on health',
  CHANNEL: 'Waits for the channel',
  ARTIFACT: 'Waits for the artifact',
};

/** What of a wait is put in words. */
export type WaitingFacts = { readonly gate: string; readonly have: number | null; readonly need: number | null };

/** "Waits for enough successes, 3 of 9". */
export function waitingLead({ gate, have, need }: WaitingFacts): string {
  const lead = gateLeads[gate] ?? `Waits for ${gate.toLowerCase().replaceAll('_', ' ')}`;
  // Seconds of a soak are told by the countdown.
  return have === null || need === null || gate === 'SOAK' ? lead : `${lead}, ${have} of ${need}`;
}

const scopeKinds: Readonly<Record<string, string>> = {
  global: 'the whole fleet',
  area: 'the area',
  site: 'the site',
  nat: 'the NAT group',
  role: 'the role',
  rollout: 'this rollout',
};

/** A budget's scope in words; an id in it is named where its name is known. */
export function scopeText(scope: string, nameOf: (id: string) => string | undefined): string {
  const at = scope.indexOf(':');
  const kind = at === -1 ? scope : scope.slice(0, at);
  const words = scopeKinds[kind] ?? kind;
  if (at === -1) return kind === 'global' || kind === 'rollout' ? words : `${words.replace('the ', 'each ')}`;
  const id = scope.slice(at + 1);
  return `${words} ${nameOf(id) ?? (id.length > 20 ? id.slice(0, 8) : id)}`;
}

/** "1 device", "1,204 devices". */
export function devicesText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'device' : 'devices'}`;
}
