/** The spectrum as the API sends it, and the few sums the overview makes of it. */
import { graphql } from '../../gql/gql.ts';
import { type DisplayState, displayStates, isByDesign } from '../../ui/states.ts';

/** The counts of one scope; query and subscription select the same. */
export const Spectrum_Fragment = graphql(`
  fragment Spectrum_SpectrumFragment on Spectrum {
    total
    asOf
    buckets {
      state
      count
    }
  }
`);

/** Counts by state. */
export type Counts = Readonly<Partial<Record<DisplayState, number>>>;

/** Buckets as a record. */
export function countsOf(buckets: readonly { state: DisplayState; count: number }[]): Counts {
  return Object.fromEntries(buckets.map(({ state, count }) => [state, count]));
}

/** The sum of all states. */
export function totalOfCounts(counts: Counts): number {
  return displayStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

/** The share of devices that do what they were designed to do, 0 to 1; null of no devices at all. */
export function byDesignShare(counts: Counts): number | null {
  const total = totalOfCounts(counts);
  if (total === 0) return null;
  return displayStates.filter(isByDesign).reduce((sum, state) => sum + (counts[state] ?? 0), 0) / total;
}

/** "78 %", never rounded up to a hundred while a device is missing. */
export function percentText(share: number | null): string {
  if (share === null) return '–';
  const percent = share * 100;
  return `${percent > 99 && percent < 100 ? (Math.floor(percent * 10) / 10).toFixed(1) : Math.round(percent)}%`;
}

/** The filter of the device list that shows exactly the devices a segment counts. */
export function filterOfState(state: DisplayState): string {
  return state === 'QUARANTINED' ? 'trust:QUARANTINED' : `conn:${state} trust:TRUSTED`;
}
