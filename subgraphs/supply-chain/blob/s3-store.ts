/**
 * Bytes in a bucket of S3, or of whatever speaks its protocol. What is on its way is gathered in a directory of this
 * machine, because parts break off anywhere; complete and checked, it goes into the bucket in one piece, whose digest the
 * bucket checks again. Loaded only where a bucket is configured.
 */
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { nameOf } from './blob-name.ts';
import type { BlobKey, BlobPart, BlobProgress, BlobStore, ByteRange } from './blob-store.ts';

/** Which bucket, and how it is reached. */
export type S3Options = {
  readonly bucket: string;
  /** Before every key, e.g. `flotilla/`. */
  readonly prefix: string;
  readonly region: string;
  /** Null for the service of the region. */
  readonly endpoint: string | null;
  /** Null where the environment or the machine says who we are, in the ways the client library knows. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
};

/** A store in a bucket. `staging` gathers what is on its way. */
export class S3BlobStore implements BlobStore {
  readonly #client: S3Client;
  readonly #options: S3Options;
  readonly #staging: BlobStore;

  constructor(options: S3Options, staging: BlobStore) {
    const { region, endpoint, credentials } = options;
    this.#options = options;
    this.#staging = staging;
    this.#client = new S3Client({
      region,
      ...(endpoint !== null && { endpoint, forcePathStyle: true }),
      ...(credentials !== null && { credentials }),
      // The digest is ours already; a second sum over gigabytes would tell nothing more.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async progress(key: BlobKey): Promise<BlobProgress> {
    const size = await this.#sizeOf(key);
    if (size !== null) return { received: size, isComplete: true };
    const staged = await this.#staging.progress(key);
    // Somebody was interrupted between the last byte and the bucket.
    return staged.isComplete ? this.#store(key, staged) : staged;
  }

  async append(key: BlobKey, part: BlobPart): Promise<BlobProgress> {
    const before = await this.progress(key);
    if (before.isComplete) return before;
    const staged = await this.#staging.append(key, part);
    return staged.isComplete ? this.#store(key, staged) : staged;
  }

  async read(key: BlobKey, range?: ByteRange) {
    const Range = range && `bytes=${range.start}-${range.end}`;
    try {
      const found = await this.#client.send(new GetObjectCommand({ ...this.#placeOf(key), Range }));
      const whole = found.ContentRange?.split('/')[1];
      return { size: Number(whole ?? found.ContentLength), stream: found.Body as Readable };
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      throw thrown;
    }
  }

  async remove(key: BlobKey): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#placeOf(key)));
    await this.#staging.remove(key);
  }

  async #store(key: BlobKey, staged: BlobProgress): Promise<BlobProgress> {
    const found = await this.#staging.read(key);
    // Somebody else was quicker to bring it there.
    if (!found) return this.progress(key);
    const { hex } = nameOf(key);
    const ChecksumSHA256 = Buffer.from(hex, 'hex').toString('base64');
    const place = this.#placeOf(key);
    const command = new PutObjectCommand({ ...place, Body: found.stream, ContentLength: found.size, ChecksumSHA256 });
    // The signature is over the digest of the body. Left to itself the library would read the stream to learn it.
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = hex;
        return next(args);
      },
      { step: 'build', name: 'knownDigest' },
    );
    try {
      await this.#client.send(command);
    } finally {
      found.stream.destroy();
    }
    await this.#staging.remove(key);
    return staged;
  }

  async #sizeOf(key: BlobKey): Promise<number | null> {
    try {
      const found = await this.#client.send(new HeadObjectCommand(this.#placeOf(key)));
      return found.ContentLength ?? 0;
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      throw thrown;
    }
  }

  #placeOf(key: BlobKey): { readonly Bucket: string; readonly Key: string } {
    const { tenantId, hex } = nameOf(key);
    return { Bucket: this.#options.bucket, Key: `${this.#options.prefix}${tenantId}/sha256/${hex}` };
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.$metadata.httpStatusCode === 404;
}
