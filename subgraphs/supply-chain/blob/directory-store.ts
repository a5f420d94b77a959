/**
 * Bytes in a directory: written to a file aside while they are hashed, flushed, and renamed to their digest only when
 * they are what they are called. Names come from digests and tenant ids alone, and no symbolic link is followed, so
 * nothing is read or written outside the directory.
 */
import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Unverifiable } from '../verification/reason.ts';
import { nameOf } from './blob-name.ts';
import {
  OffsetConflict,
  type BlobKey,
  type BlobPart,
  type BlobProgress,
  type BlobStore,
  type ByteRange,
} from './blob-store.ts';

const hashesMax = 64;
const { O_CREAT, O_NOFOLLOW, O_RDONLY, O_RDWR } = constants;

type Places = { readonly whole: string; readonly partial: string };

/** What has been hashed of an upload, so that the next part need not read it all again. */
type Hashed = { readonly upTo: number; readonly hash: Hash };

/** A store in a directory of this machine. */
export class DirectoryBlobStore implements BlobStore {
  readonly #root: string;
  readonly #hashed = new Map<string, Hashed>();
  readonly #writing = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  async progress(key: BlobKey): Promise<BlobProgress> {
    const { whole, partial } = placesOf(key);
    const complete = await this.#sizeOf(whole);
    if (complete !== null) return { received: complete, isComplete: true };
    return { received: (await this.#sizeOf(partial)) ?? 0, isComplete: false };
  }

  async append(key: BlobKey, part: BlobPart): Promise<BlobProgress> {
    const { whole, partial } = placesOf(key);
    const before = await this.progress(key);
    if (before.isComplete) return before;
    // Two senders of the same bytes at once would only disturb each other: the second one comes back.
    if (this.#writing.has(partial)) throw new OffsetConflict(before.received);
    this.#writing.add(partial);
    try {
      const path = await this.#make(partial);
      const file = await open(path, O_CREAT | O_RDWR | O_NOFOLLOW, 0o600).catch(refuseSymlink);
      try {
        return await this.#write({ key, file, part, path, target: await this.#make(whole) });
      } finally {
        await file.close();
      }
    } finally {
      this.#writing.delete(partial);
    }
  }

  async read(key: BlobKey, range?: ByteRange) {
    const path = await this.#existing(placesOf(key).whole);
    if (path === null) return null;
    const file = await open(path, O_RDONLY | O_NOFOLLOW).catch(refuseSymlink);
    try {
      const { size } = await regular(file);
      return { size, stream: file.createReadStream({ autoClose: true, ...range }) };
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
  }

  async remove(key: BlobKey): Promise<void> {
    for (const place of Object.values(placesOf(key))) {
      const path = await this.#existing(place);
      if (path !== null) await rm(path, { force: true });
    }
    this.#hashed.delete(placesOf(key).partial);
  }

  async #write(about: {
    readonly key: BlobKey;
    readonly file: FileHandle;
    readonly part: BlobPart;
    readonly path: string;
    readonly target: string;
  }): Promise<BlobProgress> {
    const { key, file, part, path, target } = about;
    const { partial } = placesOf(key);
    const { size: have } = await regular(file);
    if (part.offset !== have) throw new OffsetConflict(have);
    const hash = await this.#hashUpTo(partial, file, have);
    let received = have;
    try {
      for await (const piece of part.source) {
        if (received + piece.length > part.size) {
          throw new Unverifiable('OVERSIZE', `There are more than the ${part.size} bytes registered.`);
        }
        await writeAll(file, piece, received);
        hash.update(piece);
        received += piece.length;
      }
    } finally {
      await file.datasync();
      this.#remember(partial, { upTo: received, hash });
    }
    if (received < part.size) return { received, isComplete: false };
    this.#hashed.delete(partial);
    const digest = `sha256:${hash.digest('hex')}`;
    if (digest !== key.digest) {
      await rm(path, { force: true });
      throw new Unverifiable('DIGEST_MISMATCH', `The bytes are ${digest}, not ${key.digest}. Upload them again.`);
    }
    await file.sync();
    await rename(path, target);
    await flushDirectory(dirname(target));
    return { received, isComplete: true };
  }

  /** The digest so far: remembered, or made again from what is on the disk after a restart. */
  async #hashUpTo(partial: string, file: FileHandle, upTo: number): Promise<Hash> {
    const known = this.#hashed.get(partial);
    this.#hashed.delete(partial);
    if (known?.upTo === upTo) return known.hash;
    const hash = createHash('sha256');
    if (upTo === 0) return hash;
    for await (const piece of file.createReadStream({ start: 0, end: upTo - 1, autoClose: false })) {
      hash.update(piece as Buffer);
    }
    return hash;
  }

  #remember(partial: string, hashed: Hashed): void {
    this.#hashed.set(partial, hashed);
    const [oldest] = this.#hashed.keys();
    if (this.#hashed.size > hashesMax && oldest !== undefined) this.#hashed.delete(oldest);
  }

  async #sizeOf(place: string): Promise<number | null> {
    const path = await this.#existing(place);
    if (path === null) return null;
    const found = await lstat(path).catch(() => null);
    return found === null ? null : found.size;
  }

  /** The path of a place where something is; null where nothing is. Throws where a link leads away. */
  async #existing(place: string): Promise<string | null> {
    let path = this.#root;
    for (const step of place.split('/')) {
      path = join(path, step);
      const found = await lstat(path).catch((thrown: NodeJS.ErrnoException) => {
        if (thrown.code === 'ENOENT') return null;
        throw thrown;
      });
      if (found === null) return null;
      if (found.isSymbolicLink()) throw symlink();
    }
    return path;
  }

  /** The path of a place whose directories exist from now on. */
  async #make(place: string): Promise<string> {
    await this.#existing(dirname(place));
    await mkdir(dirname(join(this.#root, place)), { recursive: true, mode: 0o700 });
    return join(this.#root, place);
  }
}

function placesOf(key: BlobKey): Places {
  const { tenantId, hex } = nameOf(key);
  return { whole: `${tenantId}/sha256/${hex.slice(0, 2)}/${hex}`, partial: `${tenantId}/partial/${hex}` };
}

async function regular(file: FileHandle): Promise<{ readonly size: number }> {
  const found = await file.stat();
  if (!found.isFile()) throw symlink();
  return found;
}

async function writeAll(file: FileHandle, piece: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < piece.length;) {
    const { bytesWritten } = await file.write(piece, done, piece.length - done, at + done);
    done += bytesWritten;
  }
}

/** A rename is only certain to last when the directory is flushed, too. */
async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function refuseSymlink(thrown: NodeJS.ErrnoException): never {
  throw thrown.code === 'ELOOP' ? symlink() : thrown;
}

function symlink(): Unverifiable {
  return new Unverifiable(
    'SYMLINK',
    'Where the bytes should be is something that leads elsewhere. Ask who runs the store.',
  );
}
