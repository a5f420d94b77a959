/**
 * Where the keyboard stands in a list and what is selected: j/k move, x selects, shift+j/k extend from the anchor.
 * Pure, so that the same rules hold in the table and in the list on a phone.
 */

/**
 * The row under the cursor, where an extension started, and the selected rows. `allOf` is the filter of which everything
 * is selected, listed or not; touching any row afterwards means rows one by one again.
 */
export interface RowCursor {
  at: string | null;
  anchor: string | null;
  selected: ReadonlySet<string>;
  allOf?: string | null;
}

/** Nothing selected, nowhere. */
export const NO_CURSOR: RowCursor = { at: null, anchor: null, selected: new Set(), allOf: null };

/** Moves by rows, staying inside the list. The first move of all enters the list at its top. */
export function moved(cursor: RowCursor, ids: readonly string[], by: number): RowCursor {
  if (ids.length === 0) return NO_CURSOR;
  const from = cursor.at === null ? -1 : ids.indexOf(cursor.at);
  const to = from === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, from + by));
  const at = ids[to] ?? null;
  return { ...cursor, at, anchor: at };
}

/** Moves and selects everything between the anchor and the new place. */
export function extended(cursor: RowCursor, ids: readonly string[], by: number): RowCursor {
  const { at } = moved(cursor, ids, by);
  const anchor = cursor.anchor ?? cursor.at ?? at;
  if (at === null || anchor === null) return cursor;
  const [first, last] = [ids.indexOf(anchor), ids.indexOf(at)].toSorted((a, b) => a - b);
  const range = ids.slice(Math.max(0, first ?? 0), (last ?? 0) + 1);
  return { at, anchor, selected: new Set([...cursor.selected, ...range]), allOf: null };
}

/** Selects a row, or takes it out of the selection; the cursor goes there. */
export function toggled(cursor: RowCursor, id: string): RowCursor {
  const selected = new Set(cursor.selected);
  if (!selected.delete(id)) selected.add(id);
  return { at: id, anchor: id, selected, allOf: null };
}

/** The same place with nothing selected. */
export function cleared(cursor: RowCursor): RowCursor {
  return { ...cursor, anchor: cursor.at, selected: NO_CURSOR.selected, allOf: null };
}

/** The same place with all of these rows selected and, if a filter is named, everything that matches it. */
export function withAll(cursor: RowCursor, ids: readonly string[], allOf: string | null = null): RowCursor {
  return { ...cursor, selected: new Set(ids), allOf };
}
