/**
 * Which lists of decisions a device was told, and between which records of its journal it may have gone by each: what it
 * decided is judged by the list it had, and not by one that it could not know of. Places in the journal order all of it, no
 * clock does. A list begins to hold behind the last record before it was told, and is over at the record after which the
 * device said that it has a newer one. Pure.
 */

/** A place in a device's journal: behind this record of this epoch. */
export type JournalPlace = { readonly epoch: number; readonly seq: number };

/** A list that a device was told. */
export type Telling = {
  readonly digest: string;
  readonly allowed: readonly string[];
  readonly from: JournalPlace;
  /** Where it was surely over; null while it may still go by it. */
  readonly until: JournalPlace | null;
};

/** A heartbeat, as far as it concerns lists. */
export type Told = {
  /** What the device is told now. */
  readonly allowed: readonly string[];
  readonly digest: string;
  /** Digest of what it said it goes by; null for an agent that does not say. */
  readonly acknowledged: string | null;
  /** The last record of its journal. */
  readonly journal: JournalPlace;
};

/** Tellings of a device at most: the oldest are forgotten first. */
const tellingsMax = 16;
const beginning: JournalPlace = { epoch: 0, seq: 0 };

/** The text whose SHA-256 names a list: its words in order, one to a line. */
export function listText(allowed: readonly string[]): string {
  return allowed.toSorted().join('\n');
}

/**
 * What was told after a heartbeat. What the device acknowledges ends what was told before; an agent that does not say what
 * it goes by is taken to have heard what it was told with its heartbeat before this one.
 */
export function afterTelling(before: readonly Telling[], told: Told): readonly Telling[] {
  const { allowed, digest, acknowledged, journal } = told;
  const last = before.at(-1);
  // Of lists that are alike the oldest that may hold: the device cannot say which of them it means.
  const place =
    acknowledged === null
      ? before.length - 1
      : before.findIndex((each) => each.until === null && each.digest === acknowledged);
  const ended = before.map((each, n) => (n < place && each.until === null ? { ...each, until: journal } : each));
  if (last?.digest === digest) return ended.every((each, n) => each === before[n]) ? before : ended;
  // What was told before anybody kept a book of it is not known: the first entry holds from the beginning.
  const from = last ? journal : beginning;
  return [...ended, { digest, allowed, from, until: null }].slice(-tellingsMax);
}

/** Whether nothing but the newest list may hold: another heartbeat alike would change nothing. */
export function isSettled(tellings: readonly Telling[]): boolean {
  return tellings.every(({ until }, n) => until !== null || n === tellings.length - 1);
}

/**
 * Whether a device that wrote the record at a place may have gone by a telling. A journal that began anew tells again, under
 * new numbers, what was not delivered; what it tells may be older than its epoch, so a list of an older epoch may hold.
 */
export function mayHold({ from, until }: Pick<Telling, 'from' | 'until'>, { epoch, seq }: JournalPlace): boolean {
  const hasBegun = from.epoch < epoch || (from.epoch === epoch && from.seq < seq);
  return hasBegun && (until === null || until.epoch !== epoch || seq <= until.seq);
}
