/**
 * From places nobody believes to bytes that are the signed ones: counted and hashed while they come, synced, and only then
 * given their name. What came before an interruption is kept and continued from any place; once a mixture of places
 * turned out wrong, each place has to bring the whole.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ArtifactAbout } from '../believing/intent.ts';
import type { StagedArtifact } from '../executors/executor.ts';
import { type ReasonCode, Unable, Unanswered, Unverified } from '../refusal.ts';
import { syncDirectory } from '../update-book.ts';
import { fileBytesSync, type Opened, openPlain, type Place } from './place.ts';

/** How bytes are fetched. */
export type FetchOptions = {
  /** A directory that is the updater's alone. */
  readonly directory: string;
  readonly places: readonly Place[];
  /** Null for as fast as they come. */
  readonly bytesPerS: number | null;
  /** A place that brings less, after the first ten seconds, is left for the next. */
  readonly bytesPerSMin: number;
  readonly signal: AbortSignal;
};

/** Rounds through all places in which nothing was gained. */
const fruitlessRoundsMax = 3;
const slowAfterMs = 10_000;
const spareBytes = 16 * 1_048_576;

/** From the gravest on: of several places that failed, the worst is told. */
const gravity: readonly ReasonCode[] = ['DIGEST_MISMATCH', 'SYMLINK', 'OVERSIZE', 'SIZE_MISMATCH', 'TRUNCATED'];

/** Fetches an artifact. Throws Unverified, Unable, or Unanswered when at least one place may still bring the right bytes. */
export async function fetchArtifact(about: ArtifactAbout, options: FetchOptions): Promise<StagedArtifact> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const path = artifactPath(options.directory, about.digest);
  forgetOthers(options.directory, about.digest);
  if (!isWhole(options.directory, about)) {
    const partial = new Partial(`${path}.part`);
    try {
      demandRoom(options.directory, about.size - partial.size);
      await fill(partial, about, options);
      partial.keepAs(path);
      syncDirectory(options.directory);
    } finally {
      partial.close();
    }
  }
  const { digest, version, mediaType, size } = about;
  return { digest, version, mediaType, size, path };
}

/** Where verified bytes are kept. */
export function artifactPath(directory: string, digest: string): string {
  return join(directory, digest.replace(':', '-'));
}

/** One update at a time: what came for another one is only in the way of this one's room. */
function forgetOthers(directory: string, digest: string): void {
  const own = digest.replace(':', '-');
  for (const name of readdirSync(directory)) {
    if (!name.startsWith(own)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/** Whether the bytes are here. They are hashed again: a disk forgets, and what is wrong is thrown away. */
function isWhole(directory: string, { digest, size }: ArtifactAbout): boolean {
  const path = artifactPath(directory, digest);
  try {
    const found = openPlain(directory, digest.replace(':', '-'));
    const hash = createHash('sha256');
    for (const piece of fileBytesSync(found.descriptor, 0)) hash.update(piece);
    closeSync(found.descriptor);
    if (found.size === size && `sha256:${hash.digest('hex')}` === digest) return true;
  } catch (fault) {
    if (fault instanceof Unanswered) return false;
    if (!(fault instanceof Unverified)) throw fault;
  }
  rmSync(path, { force: true });
  return false;
}

async function fill(partial: Partial, about: ArtifactAbout, options: FetchOptions): Promise<void> {
  const { places } = options;
  if (places.length === 0) throw new Unanswered('There is no place to fetch the artifact from.');
  let isMixed = true;
  let faults: (Unverified | Unanswered)[] = [];
  for (let fruitless = 0; fruitless < fruitlessRoundsMax;) {
    const before = partial.size;
    faults = [];
    for (const place of places) {
      if (!isMixed) partial.begin();
      const fault = await takeFrom(place, { partial, about, options });
      if (fault === null) return;
      if (fault instanceof Unverified && fault.code === 'DIGEST_MISMATCH') isMixed = false;
      faults.push(fault);
    }
    fruitless = partial.size > before && isMixed ? 0 : fruitless + 1;
  }
  const unanswered = faults.find((fault) => fault instanceof Unanswered);
  if (unanswered) throw unanswered;
  const worst = gravity.map((code) => faults.find((fault) => fault instanceof Unverified && fault.code === code));
  throw worst.find((fault) => fault !== undefined) ?? new Unanswered('The artifact did not come.');
}

/** Null when all bytes are here and are the right ones. */
async function takeFrom(place: Place, from: Taking): Promise<Unverified | Unanswered | null> {
  let opened: Opened | null = null;
  try {
    opened = await place.open(from.partial.size);
    await take(opened, from);
    return null;
  } catch (fault) {
    if (from.options.signal.aborted || !(fault instanceof Unverified || fault instanceof Unanswered)) throw fault;
    const words = `${place.name}: ${fault.message}`;
    return fault instanceof Unverified ? new Unverified(fault.code, words) : new Unanswered(words);
  } finally {
    opened?.close();
  }
}

type Taking = { readonly partial: Partial; readonly about: ArtifactAbout; readonly options: FetchOptions };

async function take(opened: Opened, { partial, about, options }: Taking): Promise<void> {
  const { size, digest } = about;
  if (opened.declaredSize !== null && opened.declaredSize !== size) {
    throw new Unverified('SIZE_MISMATCH', `It has ${opened.declaredSize} bytes, ${size} are signed.`);
  }
  if (opened.offset !== partial.size) partial.begin();
  const pace = new Pace(options);
  for await (const piece of opened.bytes) {
    options.signal.throwIfAborted();
    if (partial.size + piece.length > size) {
      partial.begin();
      throw new Unverified('OVERSIZE', `More than the signed ${size} bytes came.`);
    }
    partial.add(piece);
    await pace.took(piece.length);
  }
  if (partial.size < size) throw new Unverified('TRUNCATED', `It ended after ${partial.size} of ${size} bytes.`);
  const found = partial.digest();
  if (found === digest) return;
  partial.begin();
  throw new Unverified('DIGEST_MISMATCH', `Its bytes are ${found}, and not the signed ones.`);
}

function demandRoom(directory: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize > bytes + spareBytes) return;
  throw new Unable(`There is no room for ${bytes} bytes in ${directory}.`);
}

/** What came so far: on disk, and hashed. */
class Partial {
  readonly #path: string;
  readonly #descriptor: number;
  #hash: Hash;
  #size = 0;

  constructor(path: string) {
    this.#path = path;
    // Not through a link: whoever could place one would have us write elsewhere.
    const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
    this.#descriptor = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    this.#hash = createHash('sha256');
    const { nlink } = fstatSync(this.#descriptor);
    if (nlink !== 1) this.begin();
    for (const piece of fileBytesSync(this.#descriptor, 0)) this.#count(piece);
  }

  get size(): number {
    return this.#size;
  }

  begin(): void {
    ftruncateSync(this.#descriptor, 0);
    this.#hash = createHash('sha256');
    this.#size = 0;
  }

  add(piece: Buffer): void {
    for (let done = 0; done < piece.length;) {
      done += writeSync(this.#descriptor, piece, done, piece.length - done, this.#size + done);
    }
    this.#count(piece);
  }

  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }

  /** Durable under its name, or not there. */
  keepAs(path: string): void {
    fsyncSync(this.#descriptor);
    renameSync(this.#path, path);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #count(piece: Buffer): void {
    this.#hash.update(piece);
    this.#size += piece.length;
  }
}

/** Keeps to the allowed rate, and notices a place that keeps far below it. */
class Pace {
  readonly #options: FetchOptions;
  readonly #beganAt = performance.now();
  #bytes = 0;

  constructor(options: FetchOptions) {
    this.#options = options;
  }

  async took(bytes: number): Promise<void> {
    this.#bytes += bytes;
    const { bytesPerS, bytesPerSMin } = this.#options;
    const passedMs = performance.now() - this.#beganAt;
    if (passedMs > slowAfterMs && (this.#bytes * 1_000) / passedMs < bytesPerSMin)
      throw new Unanswered('it is too slow');
    const aheadMs = bytesPerS === null ? 0 : (this.#bytes * 1_000) / bytesPerS - passedMs;
    if (aheadMs > 1) await new Promise((resolve) => setTimeout(resolve, aheadMs));
  }
}
