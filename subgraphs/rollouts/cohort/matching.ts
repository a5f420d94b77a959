/**
 * Who is compared with the devices of a wave: their like among those that were not touched, so that a difference is the
 * update's and not that of another place, another domain or another kind of work. Pure, and the same for the same devices.
 */

/** A device as far as likeness looks at it. */
export type Likeness = {
  readonly id: string;
  readonly domainId: string;
  readonly locationId: string | null;
  readonly kind: string;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
};

/** Updated devices that are measured at most: a mean does not become better by thousands of them. */
export const treatedMax = 200;
/** Untouched devices per updated one at most, so that a canary is not held against a single other device. */
export const controlsPerDevice = 5;
/** Untouched devices at most. */
export const controlsMax = 200;
/** The like of one device is looked for among so many, drawn evenly. */
const poolMax = 2_000;

/** The ids of those who are compared with `treated`, each at most once, the most alike of each first. */
export function matchControls(treated: readonly Likeness[], pool: readonly Likeness[]): string[] {
  const touched = new Set(treated.map(({ id }) => id));
  const free = new Map(
    thinned(
      pool.filter(({ id }) => !touched.has(id)),
      poolMax,
    ).map((device) => [device.id, device]),
  );
  const chosen: string[] = [];
  for (let round = 0; round < controlsPerDevice; round += 1) {
    for (const device of treated) {
      if (chosen.length >= controlsMax) return chosen;
      const best = mostAlike(device, free.values());
      if (best === null) return chosen;
      free.delete(best);
      chosen.push(best);
    }
  }
  return chosen;
}

/** Every nth of a list, so that at most `max` are left. */
export function thinned<Item>(items: readonly Item[], max: number): readonly Item[] {
  if (items.length <= max) return items;
  return Array.from({ length: max }, (_, at) => items[Math.floor((at * items.length) / max)] as Item);
}

/** How alike two devices are: the same role counts most, then the place, the domain, the kind, and other labels. */
export function likenessOf(a: Likeness, b: Likeness): number {
  const isSame = (wanted: boolean, points: number) => (wanted ? points : 0);
  const labels = new Set(b.labels.map(({ key, value }) => `${key}=${value}`));
  const shared = a.labels.filter(({ key, value }) => labels.has(`${key}=${value}`)).length;
  return (
    isSame(roleOf(a) === roleOf(b), 16) +
    isSame(a.locationId !== null && a.locationId === b.locationId, 8) +
    isSame(a.domainId === b.domainId, 4) +
    isSame(a.kind === b.kind, 2) +
    (a.labels.length === 0 ? 0 : shared / a.labels.length)
  );
}

function mostAlike(device: Likeness, others: Iterable<Likeness>): string | null {
  let best: { readonly id: string; readonly score: number } | null = null;
  for (const other of others) {
    const score = likenessOf(device, other);
    if (best === null || score > best.score || (score === best.score && other.id < best.id))
      best = { id: other.id, score };
  }
  return best?.id ?? null;
}

function roleOf({ labels }: Likeness): string {
  return labels.find(({ key }) => key === 'role')?.value ?? '';
}
