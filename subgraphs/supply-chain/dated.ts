/** Moments leave PostgreSQL as text; what is handed on has dates. */

/** Rows of one sort whose named columns are dates from now on. Null stays null. */
export function dated<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row)[]): Row[] {
  return rows.map((row) => {
    const changed = { ...row };
    for (const column of columns) {
      const value: unknown = changed[column];
      if (typeof value === 'string') changed[column] = new Date(value) as Row[keyof Row];
    }
    return changed;
  });
}
