/** What is compared with, and what is aimed at. */

/** open-balena-api on a machine of the same size: a TypeScript API for fleets on PostgreSQL, measured before. */
export const openBalena = {
  reportsPerS: 324,
  reportCpuMs: 4.7,
  unchangedReportsPerS: 561,
  registrationsPerS: 88,
  deepPageMs: 423,
  computedCountMs: 549,
  idleMb: 548,
} as const;

/** What the figures are to be: an order of magnitude, twice, flat. */
export const targets = { reportsTimes: 10, registrationsTimes: 2, readP95Ms: 20 } as const;

/** A ratio for people. */
export function times(ours: number, theirs: number): string {
  return `${(theirs === 0 ? 0 : ours / theirs).toFixed(1)}×`;
}
