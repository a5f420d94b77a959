/** Which devices an action is for: those that were marked one by one, or all that match the filter of the list. */

/** Either of the two, as the API takes it. */
export type BatchTarget = { readonly deviceIds: readonly string[] } | { readonly q: string };

/** The filters that list the devices of a target, each short enough to be asked at once. */
export function filtersOf(target: BatchTarget): string[] {
  if ('q' in target) return [target.q];
  const filters: string[] = [];
  for (let at = 0; at < target.deviceIds.length; at += IDS_PER_FILTER) {
    filters.push(`id:${target.deviceIds.slice(at, at + IDS_PER_FILTER).join(',')}`);
  }
  return filters;
}

const IDS_PER_FILTER = 50;
