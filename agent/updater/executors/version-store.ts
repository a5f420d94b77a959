/**
 * The versions of one service on disk: a directory for each, and a link to the one that counts. The link is replaced by a
 * rename, so that whoever starts the service finds a whole version, the old one or the new.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { type ArtifactAbout, type ExecutorAbout, packingOf } from '../believing/intent.ts';
import { fileBytesSync, openPlain } from '../fetching/place.ts';
import { Unverified } from '../refusal.ts';
import type { Installation } from '../update.ts';
import { fileStore, syncDirectory } from '../update-book.ts';
import type { StagedArtifact } from './executor.ts';
import { unpackTar } from './tar.ts';
import { treeHash } from './tree-hash.ts';

/** How a version is started. It goes with the version, for a rollback starts the old one as the old one was. */
export type VersionAbout = Installation & {
  readonly entry: string;
  readonly args: readonly string[];
  readonly stopGraceS: number;
};

const limits = { bytesMax: 4 * 1_073_741_824, entriesMax: 20_000 };

/** One service's versions. */
export class VersionStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Whether nothing was ever put here. */
  get isEmpty(): boolean {
    return !existsSync(this.directory);
  }

  /** Makes verified bytes a version that can be started, and forgets what is neither that nor in use. */
  async prepare(artifact: StagedArtifact, executor: ExecutorAbout): Promise<string> {
    const place = this.pathOf(artifact);
    const entry = executor.entry ?? executor.name;
    this.#forgetOthers(artifact);
    const fresh = `${place}.next`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true, mode: 0o755 });
    if (packingOf(artifact.mediaType) === 'PROGRAM') placeProgram(artifact.path, join(fresh, basename(entry)));
    else await unpack(artifact, fresh);
    // What stands there already may run; it stays if it is the same, byte for byte.
    if (this.hash(artifact) === treeHash(fresh)) rmSync(fresh, { recursive: true });
    else {
      rmSync(place, { recursive: true, force: true });
      renameSync(fresh, place);
    }
    if (!statSync(join(place, entry), { throwIfNoEntry: false })?.isFile()) {
      throw new Unverified('SUBJECT_MISMATCH', `The artifact has no file ${entry} to be started.`);
    }
    const { digest, version } = artifact;
    const about: VersionAbout = { digest, version, entry, args: executor.args, stopGraceS: executor.stopGraceS };
    fileStore(`${place}.json`).save(JSON.stringify(about));
    return treeHash(place);
  }

  /** Hash of a version as it stands, or null when it does not. */
  hash(target: Installation): string | null {
    const place = this.pathOf(target);
    return statSync(place, { throwIfNoEntry: false })?.isDirectory() ? treeHash(place) : null;
  }

  /** What the link leads to. */
  current(): VersionAbout | null {
    try {
      return this.about(basename(readlinkSync(this.#link)));
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fault;
    }
  }

  /** How a version is started, or null when it is not here. */
  about(hex: string): VersionAbout | null {
    const text = fileStore(join(this.directory, 'versions', `${hex}.json`)).load();
    return text === null ? null : (JSON.parse(text) as VersionAbout);
  }

  /** Makes the link lead to a version, or nowhere. */
  switchTo(target: Installation | null): void {
    if (target === null) rmSync(this.#link, { force: true });
    else {
      const next = `${this.#link}.next`;
      rmSync(next, { force: true });
      symlinkSync(join('versions', hexOf(target)), next);
      renameSync(next, this.#link);
    }
    syncDirectory(this.directory);
  }

  /** Where a version stands. */
  pathOf(target: Installation): string {
    return join(this.directory, 'versions', hexOf(target));
  }

  get #link(): string {
    return join(this.directory, 'current');
  }

  #forgetOthers(target: Installation): void {
    const versions = join(this.directory, 'versions');
    mkdirSync(versions, { recursive: true, mode: 0o755 });
    const current = this.current();
    const kept = [target, ...(current ? [current] : [])].map(hexOf);
    for (const name of readdirSync(versions)) {
      if (!kept.some((hex) => name.startsWith(hex))) rmSync(join(versions, name), { recursive: true, force: true });
    }
  }
}

/** A version's name in paths. */
export function hexOf({ digest }: Pick<ArtifactAbout, 'digest'>): string {
  return digest.replace('sha256:', '');
}

/** What is started is the very file that was hashed. */
function placeProgram(path: string, place: string): void {
  chmodSync(path, 0o755);
  linkSync(path, place);
}

/** The bytes are hashed again while they are unpacked: what was verified a moment ago and what is read now must be one. */
async function unpack({ path, digest, mediaType }: StagedArtifact, into: string): Promise<void> {
  const { descriptor } = openPlain(join(path, '..'), basename(path));
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Buffer> {
    for (const piece of fileBytesSync(descriptor, 0)) {
      hash.update(piece);
      yield piece;
    }
  }
  try {
    await unpackTar(packingOf(mediaType) === 'TAR_GZIP' ? gunzipped(hashed()) : hashed(), into, limits);
  } finally {
    closeSync(descriptor);
  }
  if (`sha256:${hash.digest('hex')}` === digest) return;
  throw new Unverified('DIGEST_MISMATCH', 'The bytes changed on this disk after they were verified.');
}

async function* gunzipped(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Readable } = process.getBuiltinModule('node:stream');
  const unzip = createGunzip();
  const source = Readable.from(pieces);
  source.on('error', (fault) => unzip.destroy(fault));
  try {
    for await (const piece of source.pipe(unzip) as AsyncIterable<Buffer>) yield piece;
  } catch (fault) {
    if (!String((fault as NodeJS.ErrnoException).code).startsWith('Z_')) throw fault;
    throw new Unverified('TRUNCATED', 'The archive is not whole.');
  }
}
