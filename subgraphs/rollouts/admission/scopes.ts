/** Which budgets a device counts in. The words are those of leases and budgets alike. */

/** Where a device stands, as far as budgets depend on it. */
export type Standing = {
  /** Ids of its domain and of all around it. */
  readonly areas: readonly string[];
  readonly locationId: string | null;
  readonly natGroup: string | null;
  readonly roles: readonly string[];
};

/** Roles an area cannot be without: the last one that serves is never leased. */
export const indispensable: readonly string[] = ['relay', 'update-cache', 'control'];

/** The scopes of a device under one rollout, in the order of their names. */
export function scopesOf(standing: Standing, rolloutId: string): string[] {
  const { areas, locationId, natGroup, roles } = standing;
  return [
    'global',
    `rollout:${rolloutId}`,
    ...areas.map((id) => `area:${id}`),
    ...(locationId === null ? [] : [`site:${locationId}`]),
    ...(natGroup === null ? [] : [`nat:${natGroup}`]),
    ...roles.map((role) => `role:${role}`),
  ].toSorted();
}
