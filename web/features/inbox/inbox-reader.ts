/**
 * Reads one queue page by page into the row store, and compares it with newer readings. It draws nothing and follows no
 * feed; whoever uses it says when to look, and whether rows may move.
 */
import type { Client, CombinedError } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import type { AttentionState } from '../../gql/graphql.ts';
import type { ListStatus } from '../devices/device-list-reader.ts';
import type { RowPage, RowStore } from '../devices/row-store.ts';
import { type AttentionFacts, AttentionRow_ItemFragment } from './attention-item.ts';
import { changesBetween } from './inbox-changes.ts';

const Inbox_QueueQuery = graphql(`
  query Inbox_QueueQuery($scope: AttentionScopeInput, $state: AttentionState, $first: Int!, $after: String) {
    attentionQueue(scope: $scope, state: $state, first: $first, after: $after) {
      totalCount
      edges {
        node {
          ...AttentionRow_ItemFragment
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const PAGE_SIZE = 50;
const PAGE_MAX = 200;

/** Which queue: a domain and all below, or the whole tenant; what waits, or the items in one state. */
export interface QueueRequest {
  domainId: string | null;
  state: AttentionState | null;
}

/** How the queue is doing, and when it was read last. */
export interface QueueReading {
  status: ListStatus;
  readAt: number | null;
}

/** Reads one queue for as long as it is shown. */
export class InboxReader {
  readonly #client: Client;
  readonly #store: RowStore<AttentionFacts>;
  readonly #request: QueueRequest;
  readonly #listeners = new Set<() => void>();
  #reading: QueueReading = { status: { kind: 'loading' }, readAt: null };
  #isLoadingMore = false;
  #isStopped = false;
  /** What was said to be new and is not shown yet. */
  readonly #announced = new Map<string, AttentionFacts>();

  constructor(client: Client, store: RowStore<AttentionFacts>, request: QueueRequest) {
    this.#client = client;
    this.#store = store;
    this.#request = request;
  }

  readonly reading = (): QueueReading => this.#reading;

  readonly subscribe = (changed: () => void): (() => void) => {
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

  /** Reads the queue anew: what arrived comes in, what left goes out, and rows may move. */
  async reload(): Promise<void> {
    if (this.#reading.status.kind === 'failed') this.#settle({ ...this.#reading, status: { kind: 'loading' } });
    const page = await this.#read(null, this.#shownSize());
    if (page === null) return;
    this.#announced.clear();
    this.#store.replace(page);
  }

  /** Reads the queue and says what is new without moving a row. */
  async look(): Promise<void> {
    if (this.#reading.status.kind !== 'ready') return this.reload();
    const page = await this.#read(null, this.#shownSize());
    if (page === null) return;
    const shown = this.#store.shape().ids.flatMap((id) => this.#store.row(id) ?? []);
    const { arrived, left } = changesBetween(shown, page);
    const [isGone, isHere] = [new Set(left), new Set(page.rows.map(({ id }) => id))];
    for (const row of [...shown.filter(({ id }) => isGone.has(id)), ...this.#announced.values()]) {
      if (!isHere.has(row.id)) this.#store.patch(row, false);
    }
    for (const row of page.rows) this.#store.patch(row, true);
    this.#announced.clear();
    for (const row of arrived) this.#announced.set(row.id, row);
  }

  /** Adds the next page, if there is one and none is on its way. */
  async loadMore(): Promise<void> {
    const { hasMore, endCursor } = this.#store.shape();
    if (!hasMore || this.#isLoadingMore || this.#reading.status.kind !== 'ready') return;
    this.#isLoadingMore = true;
    const page = await this.#read(endCursor, PAGE_SIZE);
    this.#isLoadingMore = false;
    if (page !== null) this.#store.append(page);
  }

  #shownSize(): number {
    return Math.min(PAGE_MAX, Math.max(PAGE_SIZE, this.#store.shape().ids.length));
  }

  async #read(after: string | null, first: number): Promise<RowPage<AttentionFacts> | null> {
    const { domainId, state } = this.#request;
    const variables = { scope: domainId === null ? null : { domainId }, state, first, after };
    const { data, error } = await this.#client
      .query(Inbox_QueueQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    if (this.#isStopped) return null;
    // A name that could not be had leaves a hole in a row and no reason to show none.
    if (!data) {
      if (error !== undefined && this.#reading.status.kind !== 'ready') this.#fail(error);
      return null;
    }
    this.#settle({ status: { kind: 'ready' }, readAt: Date.now() });
    const { edges, pageInfo, totalCount } = data.attentionQueue;
    return {
      rows: edges.map(({ node }) => getFragmentData(AttentionRow_ItemFragment, node)),
      totalCount: totalCount ?? edges.length,
      endCursor: pageInfo.endCursor,
      hasMore: pageInfo.hasNextPage,
    };
  }

  #fail(error: CombinedError): void {
    this.#settle({ ...this.#reading, status: { kind: 'failed', error } });
  }

  #settle(reading: QueueReading): void {
    this.#reading = reading;
    for (const changed of this.#listeners) changed();
  }
}
