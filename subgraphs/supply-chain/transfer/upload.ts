/** Bytes on their way in: a whole or a part, streamed into the store; the last one makes the artifact be judged. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@flotilla/kernel/errors';
import type { ArtifactDesk, Doer } from '../artifact/desk/desk.ts';
import type { ArtifactRow } from '../artifact/queries.ts';
import { OffsetConflict, type BlobProgress, type BlobStore } from '../blob/blob-store.ts';
import { refusingUnverifiable } from '../refusing-unverifiable.ts';
import { sentPartOf } from './ranges.ts';

/** Takes bytes of a registered artifact. */
export class Uploads {
  readonly #desk: ArtifactDesk;
  readonly #store: BlobStore;

  constructor(desk: ArtifactDesk, store: BlobStore) {
    this.#desk = desk;
    this.#store = store;
  }

  /** Takes what a request carries and answers how far the artifact has come. */
  async take(
    doer: Doer,
    row: ArtifactRow,
    { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  ): Promise<void> {
    const { offset, size } = sentPartOf(request.headers['content-range'], row.size);
    if (size !== row.size) {
      const words = `The upload is of ${size} bytes, and ${row.size} are registered.`;
      throw new Refusal('INVALID_INPUT', words, { reason: 'SIZE_MISMATCH', size: row.size });
    }
    const key = { tenantId: doer.tenantId, digest: row.digest };
    const progress =
      offset === null
        ? await refusingUnverifiable(() => this.#store.progress(key))
        : await this.#append(key, { offset, size, source: request }, response);
    if (progress.isComplete && row.uploadedAt === null) await this.#desk.uploaded(doer, row.id);
    const { stage, reason } = await this.#desk.require(doer.tenantId, row.id);
    const { received } = progress;
    const status = progress.isComplete ? 200 : 202;
    const body = JSON.stringify({ artifactId: row.id, digest: row.digest, received, size, state: stage, reason });
    if (received > 0) response.setHeader('range', `bytes=0-${received - 1}`);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }

  async #append(...[key, part, response]: [...Parameters<BlobStore['append']>, ServerResponse]): Promise<BlobProgress> {
    try {
      return await refusingUnverifiable(() => this.#store.append(key, part));
    } catch (thrown) {
      if (!(thrown instanceof OffsetConflict)) throw thrown;
      const { received } = thrown;
      if (received > 0) response.setHeader('range', `bytes=0-${received - 1}`);
      const words = `The upload goes on at byte ${received}. Send the rest with Content-Range.`;
      throw new Refusal('CONFLICT', words, { received }, { cause: thrown });
    }
  }
}
