import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inPieces } from '../testing/signing.ts';
import { digestOfBytes } from '../verification/subject.ts';
import type { BlobKey } from './blob-store.ts';
import { DirectoryBlobStore } from './directory-store.ts';

let root: string;
let store: DirectoryBlobStore;
const tenantId = randomUUID();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'flotilla-blobs-'));
  store = new DirectoryBlobStore(root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const keyOf = (bytes: Uint8Array): BlobKey => ({ tenantId, digest: digestOfBytes(bytes) });
const hexOf = (key: BlobKey): string => key.digest.slice(7);
const put = (key: BlobKey, bytes: Uint8Array, offset = 0, size = bytes.length) =>
  store.append(key, { offset, size, source: inPieces(bytes, 1000) });

async function content(key: BlobKey, range?: { start: number; end: number }, from = store): Promise<Buffer | null> {
  const found = await from.read(key, range);
  return found && buffer(found.stream);
}

describe('a directory of blobs', () => {
  test('gives back what it was given, in parts as well', async () => {
    const bytes = randomBytes(10_000);
    const key = keyOf(bytes);
    expect(await content(key)).toBeNull();
    expect(await put(key, bytes)).toEqual({ received: 10_000, isComplete: true });
    expect(await content(key)).toEqual(bytes);
    expect(await content(key, { start: 5, end: 9 })).toEqual(bytes.subarray(5, 10));
    await store.remove(key);
    expect(await content(key)).toBeNull();
  });

  test('shows nothing of an upload before its last byte', async () => {
    const bytes = randomBytes(100);
    const key = keyOf(bytes);
    expect(await put(key, bytes.subarray(0, 99), 0, 100)).toEqual({ received: 99, isComplete: false });
    expect(await content(key)).toBeNull();
    expect(await store.progress(key)).toEqual({ received: 99, isComplete: false });
  });

  test('takes parts in order and tells where to go on, also after a restart and a broken connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 400 }), fc.array(fc.nat(200)), async (noise, cuts) => {
        const bytes = Buffer.concat([randomBytes(16), noise]);
        const key = keyOf(bytes);
        for (const cut of cuts) {
          const { received } = await store.progress(key);
          const broken = async function* () {
            yield bytes.subarray(received, Math.min(received + cut, bytes.length - 1));
            throw new Error('the connection broke');
          };
          await expect(store.append(key, { offset: received, size: bytes.length, source: broken() })).rejects.toThrow();
          if (cut % 2 === 0) store = new DirectoryBlobStore(root);
        }
        const { received } = await store.progress(key);
        await expect(put(key, bytes, received + 1)).rejects.toMatchObject({ name: 'OffsetConflict', received });
        await put(key, bytes.subarray(received), received, bytes.length);
        expect(await content(key)).toEqual(bytes);
      }),
      { numRuns: 25 },
    );
  });

  test('throws away what is not what it is called, and takes the right bytes afterwards', async () => {
    const bytes = randomBytes(5_000);
    const key = keyOf(bytes);
    await expect(put(key, randomBytes(5_000))).rejects.toMatchObject({ reason: 'DIGEST_MISMATCH' });
    expect(await store.progress(key)).toEqual({ received: 0, isComplete: false });
    expect(await put(key, bytes)).toMatchObject({ isComplete: true });
  });

  test('is not fooled by a part that was changed on the disk meanwhile', async () => {
    const bytes = randomBytes(3_000);
    const key = keyOf(bytes);
    await put(key, bytes.subarray(0, 2_000), 0, 3_000);
    const partial = join(root, tenantId, 'partial', hexOf(key));
    await writeFile(partial, randomBytes(2_000));
    store = new DirectoryBlobStore(root);
    await expect(put(key, bytes.subarray(2_000), 2_000, 3_000)).rejects.toMatchObject({ reason: 'DIGEST_MISMATCH' });
  });

  test('stops listening to whoever sends more than was registered', async () => {
    const bytes = randomBytes(2_000);
    await expect(put(keyOf(bytes), bytes, 0, 1_999)).rejects.toMatchObject({ reason: 'OVERSIZE' });
  });

  test.each(['sha256:../../../../etc/passwd', `sha256:${'A'.repeat(64)}`, `sha512:${'a'.repeat(64)}`, '', '..'])(
    'has no place called %s',
    async (digest) => {
      await expect(store.read({ tenantId, digest })).rejects.toMatchObject({ reason: 'PATH_TRAVERSAL' });
      const asTenant = { tenantId: digest, digest: keyOf(Buffer.of(1)).digest };
      await expect(put(asTenant, Buffer.of(1))).rejects.toMatchObject({ reason: 'PATH_TRAVERSAL' });
    },
  );

  test('follows no symbolic link, neither to read nor to write', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'flotilla-outside-'));
    const bytes = randomBytes(100);
    const key = keyOf(bytes);
    const hex = hexOf(key);
    await mkdir(join(root, tenantId, 'sha256', hex.slice(0, 2)), { recursive: true });
    await writeFile(join(outside, 'bytes'), bytes);
    await symlink(join(outside, 'bytes'), join(root, tenantId, 'sha256', hex.slice(0, 2), hex));
    await expect(store.read(key)).rejects.toMatchObject({ reason: 'SYMLINK' });
    const other = { tenantId: randomUUID(), digest: key.digest };
    await symlink(outside, join(root, other.tenantId));
    await expect(store.append(other, { offset: 0, size: 100, source: inPieces(bytes) })).rejects.toMatchObject({
      reason: 'SYMLINK',
    });
    expect(await readdir(outside)).toEqual(['bytes']);
    expect(
      createHash('sha256')
        .update(await readFile(join(outside, 'bytes')))
        .digest('hex'),
    ).toBe(hex);
    await rm(outside, { recursive: true });
  });

  test('does not hide that a stored file was cut: its size is told', async () => {
    const bytes = randomBytes(100);
    const key = keyOf(bytes);
    await put(key, bytes);
    await truncate(join(root, tenantId, 'sha256', hexOf(key).slice(0, 2), hexOf(key)), 50);
    expect((await store.read(key))?.size).toBe(50);
  });
});
