/**
 * The sort of a list as it stands in the URL: `name` ascending, `-lastSeen` descending. One column at a time, because
 * the API pages by it.
 */

/** A column and its direction. */
interface Sort {
  key: string;
  isDescending: boolean;
}

/** Reads a sort; an empty text is no sort (the API's own order). */
export function parseSort(text: string): Sort | null {
  const key = text.replace(/^-/, '');
  return key === '' ? null : { key, isDescending: text.startsWith('-') };
}

/** The sort after a click on a column: ascending, then descending, then the API's own order again. */
export function nextSort(text: string, key: string): string {
  const sort = parseSort(text);
  if (sort?.key !== key) return key;
  return sort.isDescending ? '' : `-${key}`;
}
