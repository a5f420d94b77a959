/**
 * The questions about the health of a wave, one after the other: the next one waits for the answer, and for a while, so
 * that nothing is measured more often than anybody looks. Pure.
 */
import type { Decider } from '@flotilla/kernel/decider';
import type { UpdatedDevice, WaveHealthEvent } from './events.ts';

/** Seconds between two questions about one wave. */
export const askEveryS = 20;
/** Seconds after which a question that nobody answered is asked anew, about what has happened since. */
export const patienceS = 90;
/** How far windows reach back, in seconds. */
export const windowS = 900;

/** What the stream of a wave comes to: the last question, when it was asked, and the last one that was answered. */
export type WaveHealthState = { readonly question: number; readonly askedAt: string | null; readonly answered: number };

/** Ask how a wave is, if it is time to. */
export type AskHealth = {
  readonly type: 'AskHealth';
  readonly rolloutId: string;
  readonly wave: number;
  readonly devices: readonly UpdatedDevice[];
  readonly controlIds: readonly string[];
  readonly now: string;
};

/** The decider of the stream `wave_health-<rolloutId>_<wave>`. */
export const waveHealth: Decider<WaveHealthState, AskHealth, WaveHealthEvent> & { category: string } = {
  category: 'wave_health',
  initialState: { question: 0, askedAt: null, answered: 0 },
  decide({ rolloutId, wave, devices, controlIds, now }, state) {
    if (!isDue(state, now)) return [];
    const question = state.question + 1;
    return [
      { type: 'WaveHealthWanted', data: { rolloutId, wave, question, devices, controlIds, windowS, until: now } },
    ];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'WaveHealthWanted':
        return { ...state, question: event.data.question, askedAt: event.data.until };
      case 'CohortHealthMeasured':
        return { ...state, answered: Math.max(state.answered, event.data.question) };
    }
  },
};

/** Whether it is time for the next question. */
export function isDue({ question, askedAt, answered }: WaveHealthState, now: string): boolean {
  if (askedAt === null) return true;
  const waitedS = (Date.parse(now) - Date.parse(askedAt)) / 1_000;
  return waitedS >= (answered >= question ? askEveryS : patienceS);
}

/** The id of the stream of a wave. */
export function waveHealthId(rolloutId: string, wave: number): string {
  return `${rolloutId}_${wave}`;
}
