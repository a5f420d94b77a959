/**
 * The way of bytes through the gateway: from one side to the other as they come, in both directions, with the headers
 * that are about them and no others. Nothing is kept, and when one side leaves, so does the other.
 */
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { SubgraphClient } from './subgraph-client.ts';

/** What a sender says about its body, and what a receiver asks for. */
const passedOn = ['content-type', 'content-length', 'content-range', 'range', 'if-range'] as const;
/** What the supply chain says about its reply. */
const passedBack = [
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'cache-control',
  'etag',
  'range',
  'retry-after',
  'x-content-type-options',
] as const;

/** What a pipeline signs a delivery with; what it is worth, the subgraph finds out. */
const signed = ['x-flotilla-signature-256', 'x-flotilla-timestamp'] as const;

/** Whether a path leads to the supply chain's bytes: artifacts, and what says which of them are to be installed. */
export function leadsToBytes(path: string): boolean {
  return path.startsWith('/artifacts/') || path.startsWith('/metadata/');
}

/** One passage. */
export type Passage = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly viewer: Viewer;
  /** After the subgraph's base URL, with the query. */
  readonly path: string;
  /** What the subgraph itself checks; absent where the gateway has checked who it is. */
  readonly authorization: string | undefined;
};

/** Whether a caller shows a pull token, which is the artifact's and nobody's: only the supply chain can check it. */
export function showsPullToken({ authorization }: Pick<IncomingHttpHeaders, 'authorization'>): boolean {
  return /^Bearer +flpull1\./i.test(authorization ?? '');
}

/** Passes a request on and its reply back. Refuses with UNAVAILABLE where there is no reply. */
export function passBytes(
  client: SubgraphClient,
  { request, response, viewer, path, authorization }: Passage,
): Promise<void> {
  const outgoing = client.stream({
    method: request.method ?? 'GET',
    path,
    viewer,
    headers: {
      ...picked(request.headers, passedOn),
      ...picked(request.headers, signed),
      ...(authorization !== undefined && { authorization }),
    },
  });
  return new Promise((resolve, reject) => {
    outgoing.once('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, picked(incoming.headers, passedBack));
      // Whoever leaves in the middle closes the other side as well; there is nobody left to tell.
      pipeline(incoming, response, () => resolve());
    });
    outgoing.once('error', (cause) => reject(client.doesNotAnswer(cause)));
    // A sender that breaks off makes the other side break off, which keeps what came.
    pipeline(request, outgoing, () => undefined);
    response.once('close', () => outgoing.destroy());
  });
}

function picked(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}
