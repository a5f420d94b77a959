/**
 * When a place is dark as a whole: most of its devices are away. Pure. It goes dark at one border and comes back at
 * another, so that a place between them stays as it was. What is dark explains the absence of its devices, and nobody
 * needs to be told of each of them: they fold under it.
 */

/** A place whose devices can vanish together, besides a relay, whose path says it. */
export type ScopeKind = 'LOCATION' | 'DOMAIN';

/** Devices of a place, and those of them that are away. */
export type Population = { readonly devices: number; readonly away: number };

/** Shares of the devices of a place. */
export const darkness = { devicesMin: 3, darkShare: 0.6, lightShare: 0.3 } as const;

/** Whether a place is dark, after it was or was not. */
export function isDark(wasDark: boolean, { devices, away }: Population): boolean {
  if (devices < darkness.devicesMin) return false;
  return away >= (wasDark ? darkness.lightShare : darkness.darkShare) * devices;
}

/** How many devices are where: one count for each domain and location. */
export type Count = Population & { readonly domainId: string; readonly locationId: string | null };

/** Populations of places by `KIND id`: a location has its devices, a domain has those of everything below it. */
export function populationsOf(counts: readonly Count[], paths: ReadonlyMap<string, string>): Map<string, Population> {
  const ids = new Map([...paths].map(([id, path]) => [path, id]));
  const found = new Map<string, Population>();
  const add = (key: string, { devices, away }: Population) => {
    const before = found.get(key);
    found.set(key, { devices: devices + (before?.devices ?? 0), away: away + (before?.away ?? 0) });
  };
  for (const count of counts) {
    if (count.locationId !== null) add(scopeKey('LOCATION', count.locationId), count);
    const slugs = paths.get(count.domainId)?.split('/') ?? [];
    slugs.forEach((_, depth) => {
      const id = ids.get(slugs.slice(0, depth + 1).join('/'));
      if (id !== undefined) add(scopeKey('DOMAIN', id), count);
    });
  }
  return found;
}

/** The key of a place. */
export function scopeKey(kind: ScopeKind, id: string): string {
  return `${kind} ${id}`;
}
