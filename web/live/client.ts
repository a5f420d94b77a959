/**
 * The console's only way to the API. Documents are known to the gateway by digest, so requests carry the digest and no
 * text; the session is a cookie the page cannot read; queries go by HTTP, subscriptions by the tab's one WebSocket.
 */
import {
  cacheExchange,
  type Client,
  type CombinedError,
  createClient,
  fetchExchange,
  makeOperation,
  mapExchange,
  type Operation,
  subscriptionExchange,
} from 'urql';
import { browserSigns } from './browser-signs.ts';
import { feed } from './feed.ts';
import { describeFailure } from './describe-failure.ts';
import { nameRequest, newRequestId } from './request-ids.ts';
import { apiUrl } from './runtime-config.ts';
import { endSession } from './session.ts';
import { createSocket } from './socket.ts';

const REQUEST_ID = 'x-request-id';

let client: Client | undefined;

/** The client of this tab. The server renders shells only and must not ask anything through it. */
export function apiClient(): Client {
  client ??= typeof window === 'undefined' ? inertClient() : browserClient();
  return client;
}

function browserClient(): Client {
  feed.followBrowser(browserSigns);
  const socket = createSocket();
  return createClient({
    url: `${apiUrl()}/graphql`,
    preferGetMethod: false,
    exchanges: [
      mapExchange({ onOperation: (operation) => named(byDigest(operation)), onError: notice }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ operationName, variables, extensions }) => ({
          subscribe: (sink) => {
            const unsubscribe = socket.subscribe(
              // The protocol wants a text; an empty one beside a digest stands for the known document.
              { query: '', ...(operationName && { operationName }), variables: variables ?? {}, extensions },
              {
                next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            );
            return { unsubscribe };
          },
        }),
      }),
    ],
  });
}

/** Stands in while pages are rendered to shells at build time: whatever asks, waits. */
function inertClient(): Client {
  return createClient({ url: 'http://localhost/', exchanges: [], preferGetMethod: false });
}

/** Replaces the text of an operation by the digest under which the gateway knows it. */
function byDigest(operation: Operation): Operation {
  if (operation.kind === 'teardown') return operation;
  const meta = (operation.query as { __meta__?: { hash?: string } }).__meta__;
  if (meta?.hash === undefined) throw new Error('An operation without a digest: run the code generation.');
  return {
    ...makeOperation(operation.kind, operation),
    extensions: { ...operation.extensions, persistedQuery: { version: 1, sha256Hash: meta.hash } },
  };
}

/** Names the request an operation is sent as, anew each time it is sent. */
function named(operation: Operation): Operation {
  const headers = { [REQUEST_ID]: newRequestId() };
  return makeOperation(operation.kind, operation, {
    ...operation.context,
    fetchOptions: { credentials: 'include', headers },
  });
}

function notice(error: CombinedError, { context }: Operation): void {
  const { fetchOptions } = context;
  const headers = (typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions)?.headers;
  const requestId = new Headers(headers).get(REQUEST_ID);
  if (requestId !== null) nameRequest(error, requestId);
  if (describeFailure(error).code === 'UNAUTHENTICATED') endSession();
}
