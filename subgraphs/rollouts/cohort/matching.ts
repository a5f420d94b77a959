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
export const treatedMax = 100;
/** Untouched devices per updated one at most, so that a canary is not held against a single other device. */
export const controlsPerDevice = 5;
/** Untouched devices at most. */
export const controlsMax = 100;
/** The like of one device is looked for among so many, drawn evenly. */
const poolMax = 500;

/** A device with what is compared many times looked up once. */
type Prepared = { readonly device: Likeness; readonly role: string; readonly labels: ReadonlySet<string> };

/** The ids of those who are compared with `treated`, each at most once, the most alike of each first. */
export function matchControls(treated: readonly Likeness[], pool: readonly Likeness[]): string[] {
  const touched = new Set(treated.map(({ id }) => id));
  const untouched = thinned(
    pool.filter(({ id }) => !touched.has(id)),
    poolMax,
  );
  const free = new Map(untouched.map((device) => [device.id, prepared(device)]));
  const wanted = treated.map(prepared);
  const chosen: string[] = [];
  for (let round = 0; round < controlsPerDevice; round += 1) {
    for (const device of wanted) {
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
  return score(prepared(a), prepared(b));
}

function score({ device: a, role, labels }: Prepared, { device: b, ...other }: Prepared): number {
  let points = 0;
  if (role === other.role) points += 16;
  if (a.locationId !== null && a.locationId === b.locationId) points += 8;
  if (a.domainId === b.domainId) points += 4;
  if (a.kind === b.kind) points += 2;
  let shared = 0;
  for (const label of labels) if (other.labels.has(label)) shared += 1;
  return labels.size === 0 ? points : points + shared / labels.size;
}

function mostAlike(device: Prepared, others: Iterable<Prepared>): string | null {
  let best: { readonly id: string; readonly points: number } | null = null;
  for (const other of others) {
    const { id } = other.device;
    const points = score(device, other);
    if (best === null || points > best.points || (points === best.points && id < best.id)) best = { id, points };
  }
  return best?.id ?? null;
}

function prepared(device: Likeness): Prepared {
  const role = device.labels.find(({ key }) => key === 'role')?.value ?? '';
  return { device, role, labels: new Set(device.labels.map(({ key, value }) => `${key}=${value}`)) };
}
