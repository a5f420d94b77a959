/**
 * Which columns are shown, as text for the URL. The order is always that of the table; all of them is the default and
 * needs no text, and the name cannot be left out.
 */

/** The ids of all columns in their order. */
export const COLUMN_IDS = [
  'name',
  'state',
  'age',
  'domain',
  'location',
  'labels',
  'agent',
  'channel',
  'link',
] as const satisfies readonly string[];

/** Reads a choice; unknown columns are passed over, and nothing known means all. */
export function parseColumns(text: string): readonly string[] {
  const named = text.split(',');
  const known = COLUMN_IDS.filter((id) => id === 'name' || named.includes(id));
  return known.length > 1 ? known : COLUMN_IDS;
}

/** Writes a choice; null for all columns. */
export function printColumns(columns: readonly string[]): string | null {
  return columns.length === COLUMN_IDS.length ? null : columns.join(',');
}

/** The choice with a column added, or without it. */
export function toggledColumns(columns: readonly string[], id: string): readonly string[] {
  const next = columns.includes(id) ? columns.filter((column) => column !== id) : [...columns, id];
  return parseColumns(next.join(','));
}
