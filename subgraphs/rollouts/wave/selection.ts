/**
 * Which devices a rollout is for, and which of them a wave takes. A device that no selector names never takes part; one
 * that joins later is taken by the next wave that opens, or by the last one, under the same gates as everybody.
 */

/** A key and its value. */
export type LabelTerm = { readonly key: string; readonly value: string };

/** What a device must be: each part that is not empty has to hold. */
export type Selector = {
  /** All of them. */
  readonly labels: readonly LabelTerm[];
  /** In one of these domains, or below. */
  readonly domainIds: readonly string[];
  readonly locationIds: readonly string[];
  readonly channels: readonly string[];
  /** Exactly these, for whoever pins or forces. */
  readonly deviceIds: readonly string[];
};

/** How much of what remains a wave takes; null takes all. */
export type WaveLimit = { readonly count: number } | { readonly percent: number } | null;

/** A device as far as selectors look at it. */
export type Candidate = {
  readonly id: string;
  readonly labels: readonly LabelTerm[];
  /** Its domain and all around it. */
  readonly areas: readonly string[];
  readonly locationId: string | null;
  readonly channel: string;
};

/** Whom a wave takes. `selector` null is everybody the rollout is for. */
export type WaveTake = { readonly selector: Selector | null; readonly limit: WaveLimit };

/** A selector that names everybody. */
export const everybody: Selector = { labels: [], domainIds: [], locationIds: [], channels: [], deviceIds: [] };

/** Whether a device is what a selector says. */
export function matches(selector: Selector, device: Candidate): boolean {
  const { labels, domainIds, locationIds, channels, deviceIds } = selector;
  const isLabelled = labels.every(({ key, value }) =>
    device.labels.some((label) => label.key === key && label.value === value),
  );
  return (
    isLabelled &&
    (domainIds.length === 0 || domainIds.some((id) => device.areas.includes(id))) &&
    (locationIds.length === 0 || (device.locationId !== null && locationIds.includes(device.locationId))) &&
    (channels.length === 0 || channels.includes(device.channel)) &&
    (deviceIds.length === 0 || deviceIds.includes(device.id))
  );
}

/** The waves as they run: behind waves that leave somebody out comes one for all who are left. */
export function withRest<Wave extends WaveTake>(waves: readonly Wave[], rest: Wave): readonly Wave[] {
  const last = waves.at(-1);
  return last?.selector === null && last.limit === null ? waves : [...waves, rest];
}

/**
 * The ids of those whom a wave takes from the ones that are left: a percentage is of those it could take. They are drawn
 * by lot, and the lot of a device is the same each time it is asked for the same rollout.
 */
export function takeWave<Device extends Candidate>(
  remaining: readonly Device[],
  wave: WaveTake,
  seed: string,
): Device[] {
  const { selector, limit } = wave;
  const eligible = selector ? remaining.filter((device) => matches(selector, device)) : [...remaining];
  return inLotOrder(eligible, seed).slice(0, countOf(limit, eligible.length));
}

/** Devices in the order in which a rollout takes them. */
export function inLotOrder<Device extends { readonly id: string }>(devices: readonly Device[], seed: string): Device[] {
  const lots = devices.map((device) => ({ device, lot: lotOf(`${seed} ${device.id}`) }));
  return lots.toSorted((a, b) => a.lot - b.lot || (a.device.id < b.device.id ? -1 : 1)).map(({ device }) => device);
}

function countOf(limit: WaveLimit, size: number): number {
  if (limit === null) return size;
  return 'count' in limit ? limit.count : Math.ceil((size * limit.percent) / 100);
}

/** FNV-1a: nobody gains by a wave that is drawn by a stronger lot. */
function lotOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
