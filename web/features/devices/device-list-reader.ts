/**
 * Reads one filtered list of devices page by page into the row store. It draws nothing and follows no feed; whoever
 * uses it says when to read on, anew, or only for newer facts.
 */
import type { Client, CombinedError } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { DeviceRow_DeviceFragment, type DeviceFacts } from './device-row-fragment.ts';
import type { RowPage, RowStore } from './row-store.ts';

const DeviceTable_DevicesQuery = graphql(`
  query DeviceTable_DevicesQuery($first: Int!, $after: String, $q: String, $sort: String) {
    devices(first: $first, after: $after, q: $q, sort: $sort) {
      totalCount
      edges {
        node {
          ...DeviceRow_DeviceFragment
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** Rows of one page; also the most the API gives. */
export const PAGE_SIZE = 200;

/** How the list as a whole is doing. `refreshing` shows the rows of another filter until this one is answered. */
export type ListStatus =
  { kind: 'loading' } | { kind: 'refreshing' } | { kind: 'ready' } | { kind: 'failed'; error: CombinedError };

interface ListRequest {
  q: string;
  sort: string;
}

/** Reads one list for as long as it is shown. */
export class DeviceListReader {
  readonly #client: Client;
  readonly #store: RowStore<DeviceFacts>;
  readonly #request: ListRequest;
  readonly #listeners = new Set<() => void>();
  #status: ListStatus;
  #isLoadingMore = false;
  #isStopped = false;

  constructor(client: Client, store: RowStore<DeviceFacts>, request: ListRequest) {
    this.#client = client;
    this.#store = store;
    this.#request = request;
    this.#status = { kind: store.shape().ids.length > 0 ? 'refreshing' : 'loading' };
  }

  readonly status = (): ListStatus => this.#status;

  readonly subscribeStatus = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  /** Reads the first page. Returns how to stop: answers that come later are dropped. */
  start(): () => void {
    this.#isStopped = false;
    void this.reload();
    return () => {
      this.#isStopped = true;
    };
  }

  /** Reads the list anew: what arrived comes in, what left goes out, and rows may move. */
  async reload(): Promise<void> {
    if (this.#status.kind === 'failed') this.#settle({ kind: 'loading' });
    const page = await this.#read(null);
    if (page === null) return;
    this.#store.replace(page);
    this.#settle({ kind: 'ready' });
  }

  /** Adds the next page, if there is one and none is on its way. */
  async loadMore(): Promise<void> {
    const { hasMore, endCursor } = this.#store.shape();
    if (!hasMore || this.#isLoadingMore || this.#status.kind !== 'ready') return;
    this.#isLoadingMore = true;
    const page = await this.#read(endCursor);
    this.#isLoadingMore = false;
    if (page !== null) this.#store.append(page);
  }

  /** Takes newer facts of the first page without moving a row: messages may have been missed, or time has passed. */
  async refreshFirstPage(): Promise<void> {
    if (this.#status.kind !== 'ready') return this.reload();
    const page = await this.#read(null);
    if (page !== null) this.#store.refresh(page.rows);
  }

  async #read(after: string | null): Promise<RowPage<DeviceFacts> | null> {
    const { q, sort } = this.#request;
    const variables = { first: PAGE_SIZE, after, q: q || null, sort: sort || null };
    const { data, error } = await this.#client
      .query(DeviceTable_DevicesQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    if (this.#isStopped) return null;
    if (!data) {
      // A failed quiet reading keeps the rows: the age of every value already says how old it is.
      if (error !== undefined && this.#status.kind !== 'ready') this.#settle({ kind: 'failed', error });
      return null;
    }
    const { edges, pageInfo, totalCount } = data.devices;
    return {
      rows: edges.map(({ node }) => getFragmentData(DeviceRow_DeviceFragment, node)),
      totalCount: totalCount ?? edges.length,
      endCursor: pageInfo.endCursor,
      hasMore: pageInfo.hasNextPage,
    };
  }

  #settle(status: ListStatus): void {
    this.#status = status;
    for (const changed of this.#listeners) changed();
  }
}
