/** Bytes on their way out: all of them or a range, streamed from the store, named by their digest for caches. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@flotilla/kernel/errors';
import type { BlobStore } from '../blob/blob-store.ts';
import { refusingUnverifiable } from '../refusing-unverifiable.ts';
import { rangeOf } from './ranges.ts';

/** What is sent. */
export type Download = {
  readonly tenantId: string;
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
};

/** Sends bytes. Refuses where the store has not all of them. */
export async function sendBytes(
  store: BlobStore,
  what: Download,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const { tenantId, digest, size, mediaType } = what;
  const etag = `"${digest}"`;
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const range = isSame ? rangeOf(request.headers.range, size) : null;
  if (range === 'NONE') {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 }).end();
    return;
  }
  const found = await refusingUnverifiable(() => store.read({ tenantId, digest }, range ?? undefined));
  if (found?.size !== size) {
    found?.stream.destroy();
    throw new Refusal('UNAVAILABLE', 'The bytes of this artifact are not here. Upload them again.', { digest });
  }
  const length = range ? range.end - range.start + 1 : size;
  response.writeHead(range ? 206 : 200, {
    'content-type': mediaType,
    'content-length': length,
    'accept-ranges': 'bytes',
    etag,
    // What is named by its digest never changes; but whom it is shown to may.
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'attachment',
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${size}` }),
  });
  // Whoever leaves in the middle has what they have; there is nobody left to tell.
  await pipeline(found.stream, response).catch(() => response.destroy());
}
