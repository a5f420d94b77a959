/**
 * What a newer reading of the queue means for a list somebody is looking at: which rows are new, which have left. Pure,
 * so that the rule for a row that only fell below the end of the page is tested and not guessed.
 */

/** What the comparison needs of a row. */
interface Ranked {
  id: string;
  key: string;
  score: number;
}

/** The rows that arrived, and the ids of those that left. */
export interface QueueChanges<Row> {
  arrived: readonly Row[];
  left: readonly string[];
}

/** Compares the shown rows with a newer first page. A row below the end of that page may still be in the queue. */
export function changesBetween<Row extends Ranked>(
  shown: readonly Row[],
  page: { rows: readonly Row[]; hasMore: boolean },
): QueueChanges<Row> {
  const known = new Set(shown.map(({ id }) => id));
  const present = new Set(page.rows.map(({ id }) => id));
  const last = page.rows.at(-1);
  const isBelow = (row: Ranked) => page.hasMore && last !== undefined && compareRank(row, last) > 0;
  return {
    arrived: page.rows.filter(({ id }) => !known.has(id)),
    left: shown.filter((row) => !present.has(row.id) && !isBelow(row)).map(({ id }) => id),
  };
}

function compareRank(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
