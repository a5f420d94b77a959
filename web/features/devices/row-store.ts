/**
 * The rows of a long list outside React. A change of one device reaches only the row that shows it, and never moves a
 * row: membership and order change when the list is read again, which the reader decides (or nobody is reading).
 */

/** Devices that would enter or leave the list if it were read again. */
export interface ListNews {
  arrived: number;
  left: number;
}

/** A page as the API answers it. */
export interface RowPage<Row> {
  rows: readonly Row[];
  totalCount: number;
  endCursor: string | null;
  hasMore: boolean;
}

/** What the list as a whole looks like. A new object whenever something of it changed. */
export interface ListShape {
  ids: readonly string[];
  totalCount: number;
  endCursor: string | null;
  hasMore: boolean;
}

const EMPTY: ListShape = { ids: [], totalCount: 0, endCursor: null, hasMore: false };

/** Rows by id, in the order of the last reading. */
export class RowStore<Row extends { id: string }> {
  #shape: ListShape = EMPTY;
  #news: ListNews = { arrived: 0, left: 0 };
  readonly #rows = new Map<string, Row>();
  readonly #arrived = new Set<string>();
  readonly #left = new Set<string>();
  readonly #listListeners = new Set<() => void>();
  readonly #rowListeners = new Map<string, Set<() => void>>();

  readonly shape = (): ListShape => this.#shape;
  readonly news = (): ListNews => this.#news;
  readonly row = (id: string): Row | undefined => this.#rows.get(id);

  /** True while a listed device no longer matches the filter; it stays where it is until the next reading. */
  readonly hasLeft = (id: string): boolean => this.#left.has(id);

  /** Starts the list anew with its first page. */
  replace(page: RowPage<Row>): void {
    this.#rows.clear();
    this.#arrived.clear();
    this.#left.clear();
    this.#take(page.rows);
    this.#shape = { ...shapeOf(page), ids: page.rows.map(({ id }) => id) };
    this.#settle();
    for (const id of this.#rowListeners.keys()) this.#notifyRow(id);
  }

  /** Adds the next page. A device that moved between two readings is not listed twice. */
  append(page: RowPage<Row>): void {
    const fresh = page.rows.filter(({ id }) => !this.#rows.has(id));
    this.#take(page.rows);
    for (const { id } of fresh) this.#arrived.delete(id);
    this.#shape = { ...shapeOf(page), ids: [...this.#shape.ids, ...fresh.map(({ id }) => id)] };
    this.#settle();
  }

  /** Takes newer facts of listed devices, without changing what is listed. */
  refresh(rows: readonly Row[]): void {
    for (const row of rows) if (this.#rows.has(row.id)) this.#take([row]);
  }

  /** Takes one changed device, which matches the filter of the list now or does not any more. */
  patch(row: Row, isMatch: boolean): void {
    const isListed = this.#rows.has(row.id);
    if (isListed && isMatch) this.#left.delete(row.id);
    else if (isListed) this.#left.add(row.id);
    else if (isMatch) this.#arrived.add(row.id);
    else this.#arrived.delete(row.id);
    if (isListed) this.#take([row]);
    this.#settle();
  }

  readonly subscribeList = (changed: () => void): (() => void) => {
    this.#listListeners.add(changed);
    return () => this.#listListeners.delete(changed);
  };

  readonly subscribeRow = (id: string, changed: () => void): (() => void) => {
    const listeners = this.#rowListeners.get(id) ?? new Set();
    this.#rowListeners.set(id, listeners.add(changed));
    return () => {
      listeners.delete(changed);
      if (listeners.size === 0) this.#rowListeners.delete(id);
    };
  };

  #take(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#rows.set(row.id, row);
      this.#notifyRow(row.id);
    }
  }

  #notifyRow(id: string): void {
    for (const changed of this.#rowListeners.get(id) ?? []) changed();
  }

  #settle(): void {
    this.#news = { arrived: this.#arrived.size, left: this.#left.size };
    for (const changed of this.#listListeners) changed();
  }
}

function shapeOf<Row>({ totalCount, endCursor, hasMore }: RowPage<Row>): Omit<ListShape, 'ids'> {
  return { totalCount, endCursor, hasMore };
}
