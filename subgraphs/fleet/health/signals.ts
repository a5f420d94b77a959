/**
 * The health signals of the fleet: what each is made from, when it is a concern, and how it is said. Pure. Measures are
 * counts that add up, so the signals of a domain with everything below it come from the sum of its domains' measures.
 */

/** What is counted in one domain, without those below. */
export type Measures = {
  /** Devices that should be heard now, and those of them that are overdue by half an interval and more. */
  readonly expected: number;
  readonly missed: number;
  /** Undelivered records of all devices, and how many devices have any. */
  readonly backlog: number;
  readonly behind: number;
  /** Series of devices that told of them, and what their domains' budgets allow these devices. */
  readonly series: number;
  readonly seriesBudget: number;
  readonly overBudget: number;
  /** Devices under a pinned release, and those outside its compatibility window. */
  readonly pinned: number;
  readonly skewed: number;
  /** Devices that wait for approval for more than an hour. */
  readonly stalePending: number;
  /** Tokens that ended within the last day without anybody having used them. */
  readonly staleTokens: number;
  /** Ever since: a signal is what came in the last hour. */
  readonly tokenReuse: number;
  readonly quarantineAttempts: number;
};

/** The measures of a domain in which nothing is. */
export const noMeasures: Measures = {
  expected: 0,
  missed: 0,
  backlog: 0,
  behind: 0,
  series: 0,
  seriesBudget: 0,
  overBudget: 0,
  pinned: 0,
  skewed: 0,
  stalePending: 0,
  staleTokens: 0,
  tokenReuse: 0,
  quarantineAttempts: 0,
};

const names = Object.keys(noMeasures) as readonly (keyof Measures)[];

/** The measures of several domains together. */
export function sumOf(all: Iterable<Measures>): Measures {
  const sum: Record<keyof Measures, number> = { ...noMeasures };
  for (const measures of all) for (const name of names) sum[name] += measures[name] ?? 0;
  return sum;
}

/** What signals are reckoned from: the measures now, those of an hour before, and how far projections are behind. */
export type Picture = { readonly now: Measures; readonly hourAgo: Measures | null; readonly lagEvents: number | null };

/** One signal, and how to reckon it. */
export type SignalDefinition = {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly threshold: number;
  readonly badThreshold: number;
  /** Null where there is nothing to measure it by. */
  readonly valueOf: (picture: Picture) => number | null;
  readonly explain: (picture: Picture) => string;
};

/** Every signal, in the order a page shows them. */
export const signals: readonly SignalDefinition[] = [
  {
    name: 'missed_heartbeats',
    title: 'Missed heartbeats',
    unit: '%',
    threshold: 5,
    badThreshold: 20,
    valueOf: ({ now }) => share(now.missed, now.expected),
    explain: ({ now }) =>
      now.expected === 0
        ? 'None of its devices should be heard now: they are on their own by design, or were never here.'
        : `${now.missed} of ${now.expected} devices that should be heard now are overdue.`,
  },
  {
    name: 'backlog',
    title: 'Backlog',
    unit: 'messages',
    threshold: 10_000,
    badThreshold: 100_000,
    valueOf: ({ now }) => now.backlog,
    explain: ({ now }) => `${now.behind} devices still have ${now.backlog} records to deliver.`,
  },
  {
    name: 'projection_lag',
    title: 'Projection lag',
    unit: 'events',
    threshold: 1_000,
    badThreshold: 10_000,
    valueOf: ({ lagEvents }) => lagEvents,
    explain: ({ lagEvents }) =>
      `The projection that is furthest behind has ${lagEvents ?? 0} events of the tenant's log to read.`,
  },
  {
    name: 'cardinality_budget',
    title: 'Cardinality budget',
    unit: '%',
    threshold: 80,
    badThreshold: 100,
    valueOf: ({ now }) => share(now.series, now.seriesBudget),
    explain: ({ now }) =>
      `${now.series} series of ${now.seriesBudget} that the budgets allow; ${now.overBudget} devices are over theirs.`,
  },
  {
    name: 'version_skew',
    title: 'Version skew',
    unit: '%',
    threshold: 5,
    badThreshold: 25,
    valueOf: ({ now }) => share(now.skewed, now.pinned),
    explain: ({ now }) =>
      now.pinned === 0
        ? 'No release is pinned for these devices.'
        : `${now.skewed} of ${now.pinned} devices are outside the compatibility window of their pinned release.`,
  },
  {
    name: 'stale_pending',
    title: 'Stale pending devices',
    unit: 'devices',
    threshold: 1,
    badThreshold: 20,
    valueOf: ({ now }) => now.stalePending,
    explain: ({ now }) => `${now.stalePending} devices have waited for approval for more than an hour.`,
  },
  {
    name: 'stale_tokens',
    title: 'Stale tokens',
    unit: 'tokens',
    threshold: 5,
    badThreshold: 50,
    valueOf: ({ now }) => now.staleTokens,
    explain: ({ now }) => `${now.staleTokens} enrollment tokens ended unused within the last day.`,
  },
  {
    name: 'token_reuse',
    title: 'Token reuse',
    unit: 'attempts/h',
    threshold: 1,
    badThreshold: 5,
    valueOf: (picture) => since(picture, 'tokenReuse'),
    explain: (picture) => `Somebody showed a used token ${since(picture, 'tokenReuse')} times in the last hour.`,
  },
  {
    name: 'quarantine_attempts',
    title: 'Quarantine attempts',
    unit: 'attempts/h',
    threshold: 1,
    badThreshold: 1_000,
    valueOf: (picture) => since(picture, 'quarantineAttempts'),
    explain: (picture) =>
      `Quarantined devices tried to send ${since(picture, 'quarantineAttempts')} times in the last hour.`,
  },
];

/** A share in percent, with one digit; null of nothing. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
}

/** What came since an hour ago. A device that moved in brings its past along, one that left takes it: never below 0. */
function since({ now, hourAgo }: Picture, name: 'tokenReuse' | 'quarantineAttempts'): number {
  return Math.max(0, now[name] - (hourAgo?.[name] ?? now[name]));
}
