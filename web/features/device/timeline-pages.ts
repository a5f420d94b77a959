/**
 * Joins the pages of a timeline. The log only grows at its newest end, so a newer reading of the first page goes on top
 * of what is shown and nobody loses their place; only if it does not reach what is shown, the rest is let go.
 */

/** The entries shown, newest first, and where the older ones begin. */
export interface TimelinePages<Entry> {
  entries: readonly Entry[];
  endCursor: string | null;
  hasMore: boolean;
}

/** Adds the page after the last one. */
export function withOlderPage<Entry extends { id: string }>(
  shown: TimelinePages<Entry>,
  page: TimelinePages<Entry>,
): TimelinePages<Entry> {
  return { ...page, entries: [...shown.entries, ...without(page.entries, shown.entries)] };
}

/** Puts a newer reading of the first page on top. */
export function withNewestPage<Entry extends { id: string }>(
  shown: TimelinePages<Entry> | null,
  page: TimelinePages<Entry>,
): TimelinePages<Entry> {
  const older = without(shown?.entries ?? [], page.entries);
  const isJoined = shown !== null && older.length < shown.entries.length;
  return isJoined ? { ...shown, entries: [...page.entries, ...older] } : page;
}

function without<Entry extends { id: string }>(entries: readonly Entry[], known: readonly Entry[]): Entry[] {
  const ids = new Set(known.map(({ id }) => id));
  return entries.filter(({ id }) => !ids.has(id));
}
