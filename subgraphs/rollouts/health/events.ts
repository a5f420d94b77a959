/**
 * What rollouts want to know of the devices of a wave, and what is answered. Rollouts do not measure and telemetry does
 * not judge: they meet in these two facts. The answer is in rollouts' words, so that telemetry needs to know them alone.
 */
import type { Event } from '@flotilla/kernel/event';
import type { HealthMeasure } from '../gate/health.ts';

/** A device that was updated: it is measured before it began and after it ended. RFC 3339. */
export type UpdatedDevice = { readonly deviceId: string; readonly begunAt: string; readonly endedAt: string };

/** One wave of one rollout, and which question about it. */
type OfQuestion = { readonly rolloutId: string; readonly wave: number; readonly question: number };

/** Somebody has to measure how these devices are. A later question of the same wave replaces this one. */
export type WaveHealthWanted = Event<
  'WaveHealthWanted',
  OfQuestion & {
    readonly devices: readonly UpdatedDevice[];
    /** Their like among the devices that were not touched; measured while the others are after their update. */
    readonly controlIds: readonly string[];
    /** How far each window reaches back at most, in seconds. */
    readonly windowS: number;
    /** What is later is not looked at, RFC 3339. */
    readonly until: string;
  }
>;

/** How these devices are. */
export type CohortHealthMeasured = Event<
  'CohortHealthMeasured',
  OfQuestion & {
    readonly until: string;
    /** How many updated devices were asked about. */
    readonly devices: number;
    readonly measures: readonly HealthMeasure[];
  }
>;

/** Every fact of the stream `wave_health-<rolloutId>_<wave>`. */
export type WaveHealthEvent = WaveHealthWanted | CohortHealthMeasured;
