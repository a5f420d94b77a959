import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestBucket } from '../testing/bucket.ts';
import { inPieces } from '../testing/signing.ts';
import { digestOfBytes } from '../verification/subject.ts';
import type { BlobKey, BlobStore, ByteRange } from './blob-store.ts';
import { openBlobStore } from './open-store.ts';

let bucket: TestBucket;
let directory: string;
let store: BlobStore;
const tenantId = randomUUID();

const open = () =>
  openBlobStore({
    blobDirectory: directory,
    s3: {
      bucket: 'artifacts',
      prefix: 'flotilla/',
      region: 'eu-west-1',
      endpoint: bucket.url,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    },
  });

beforeAll(async () => {
  bucket = await TestBucket.open();
  directory = await mkdtemp(join(tmpdir(), 'flotilla-staging-'));
  store = await open();
});
afterAll(async () => {
  await bucket.close();
  await rm(directory, { recursive: true });
});

const keyOf = (bytes: Uint8Array): BlobKey => ({ tenantId, digest: digestOfBytes(bytes) });
const put = (key: BlobKey, bytes: Uint8Array, offset = 0, size = bytes.length) =>
  store.append(key, { offset, size, source: inPieces(bytes, 10_000) });
const content = async (key: BlobKey, range?: ByteRange) => {
  const found = await store.read(key, range);
  return found && [found.size, await buffer(found.stream)];
};
const staged = async () => (await readdir(directory, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));

describe('a bucket of blobs', () => {
  test('gives back what it was given, in parts as well, and forgets it', async () => {
    const bytes = randomBytes(100_000);
    const key = keyOf(bytes);
    expect(await content(key)).toBeNull();
    expect(await put(key, bytes)).toEqual({ received: 100_000, isComplete: true });
    expect([...bucket.objects.keys()]).toEqual([`/artifacts/flotilla/${tenantId}/sha256/${key.digest.slice(7)}`]);
    expect(await content(key)).toEqual([100_000, bytes]);
    expect(await content(key, { start: 5, end: 9 })).toEqual([100_000, bytes.subarray(5, 10)]);
    expect(await staged()).toEqual([]);
    expect(await put(key, bytes)).toEqual({ received: 100_000, isComplete: true });
    await store.remove(key);
    expect(await content(key)).toBeNull();
  });

  test('gathers parts aside, and has nothing before the last and none that is not what it is called', async () => {
    const bytes = randomBytes(50_000);
    const key = keyOf(bytes);
    expect(await put(key, bytes.subarray(0, 20_000), 0, 50_000)).toEqual({ received: 20_000, isComplete: false });
    expect(await content(key)).toBeNull();
    store = await open();
    await expect(put(key, bytes, 30_000)).rejects.toMatchObject({ name: 'OffsetConflict', received: 20_000 });
    await expect(put(key, randomBytes(30_000), 20_000, 50_000)).rejects.toMatchObject({ reason: 'DIGEST_MISMATCH' });
    expect(bucket.objects.size).toBe(0);
    expect(await put(key, bytes)).toMatchObject({ isComplete: true });
    expect(await content(key)).toEqual([50_000, bytes]);
  });

  test('takes later what it could not take at once: no byte has to be sent again', async () => {
    const bytes = randomBytes(10_000);
    const key = keyOf(bytes);
    bucket.isFailing = true;
    await expect(put(key, bytes)).rejects.toThrow();
    bucket.isFailing = false;
    expect(await store.progress(key)).toEqual({ received: 10_000, isComplete: true });
    expect(await content(key)).toEqual([10_000, bytes]);
    expect(await staged()).toEqual([]);
  });

  test('has no place for names that are no digests', async () => {
    const digest = 'sha256:../../other';
    await expect(store.read({ tenantId, digest })).rejects.toMatchObject({ reason: 'PATH_TRAVERSAL' });
    await expect(store.remove({ tenantId: '..', digest })).rejects.toMatchObject({ reason: 'PATH_TRAVERSAL' });
  });
});
