/**
 * Unpacks a tar archive of files and directories, and nothing else: a link, a device or a path that leaves the directory
 * ends it with its reason. Everything lands in a fresh directory of the updater's own, so no earlier link is followed.
 */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside } from '../believing/intent.ts';
import { Unverified } from '../refusal.ts';

/** What an archive may grow to. */
export type UnpackLimits = { readonly bytesMax: number; readonly entriesMax: number };

const blockBytes = 512;
const metadataBytesMax = 65_536;

/** Unpacks into an empty directory, each file synced. Throws Unverified. */
export async function unpackTar(pieces: AsyncIterable<Buffer>, into: string, limits: UnpackLimits): Promise<void> {
  const reader = new BlockReader(pieces);
  let name: string | null = null;
  let bytesLeft = limits.bytesMax;
  for (let entries = 0; ; entries += 1) {
    const header = await reader.take(blockBytes);
    if (header === null) throw new Unverified('TRUNCATED', 'The archive has no end.');
    if (header.every((byte) => byte === 0)) break;
    if (entries >= limits.entriesMax) throw new Unverified('OVERSIZE', 'The archive has too many entries.');
    const { path, size, type, isExecutable } = entryOf(header);
    bytesLeft -= size;
    if (bytesLeft < 0) throw new Unverified('OVERSIZE', `The archive unpacks to more than ${limits.bytesMax} bytes.`);
    if (type === 'x' || type === 'L' || type === 'g') {
      const text = (await reader.metadata(size)).toString('utf8');
      if (type === 'L') name = text.replace(/\0.*$/s, '');
      else if (type === 'x') name = paxPath(text) ?? name;
      continue;
    }
    const place = placeIn(into, name ?? path);
    name = null;
    if (type === '5') mkdirSync(place, { recursive: true, mode: 0o755 });
    else await writeFile(place, { reader, size, mode: isExecutable ? 0o755 : 0o644 });
  }
  // The rest is read, so that whoever hashes what was read hashes all of it.
  await reader.drain();
}

type Entry = { readonly path: string; readonly size: number; readonly type: string; readonly isExecutable: boolean };

function entryOf(header: Buffer): Entry {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (octal(header, 148, 8) !== sum) throw new Unverified('UNKNOWN_MEDIA_TYPE', 'The archive is damaged, or is none.');
  const type = String.fromCharCode(header[156] ?? 0).replace('\0', '0');
  if (type === '1' || type === '2')
    throw new Unverified('SYMLINK', `${text(header, 0, 100)} in the archive is a link.`);
  if (!['0', '5', 'x', 'g', 'L'].includes(type)) {
    throw new Unverified('UNKNOWN_MEDIA_TYPE', `${text(header, 0, 100)} in the archive is neither file nor directory.`);
  }
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  const path = prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
  const isExecutable = (octal(header, 100, 8) & 0o111) !== 0;
  return { path, size: type === '5' ? 0 : octal(header, 124, 12), type, isExecutable };
}

function placeIn(into: string, path: string): string {
  const plain = path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') return into;
  if (isInside(plain)) return join(into, plain);
  throw new Unverified('PATH_TRAVERSAL', `${JSON.stringify(path.slice(0, 200))} leaves the archive's directory.`);
}

async function writeFile(
  place: string,
  { reader, size, mode }: { readonly reader: BlockReader; readonly size: number; readonly mode: number },
): Promise<void> {
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
  const descriptor = created(place, mode);
  try {
    for await (const piece of reader.content(size)) writeSync(descriptor, piece);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  // The process's mask must not decide what can be started.
  chmodSync(place, mode);
}

function created(place: string, mode: number): number {
  try {
    return openSync(place, 'wx', mode);
  } catch (fault) {
    if (!['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes((fault as NodeJS.ErrnoException).code ?? ''))
      throw fault;
    throw new Unverified('PATH_TRAVERSAL', 'Two entries of the archive want the same place, or none can have it.');
  }
}

function paxPath(records: string): string | null {
  let path: string | null = null;
  for (let at = 0; at < records.length;) {
    const [, length = '0'] = /^(\d+) /.exec(records.slice(at, at + 12)) ?? [];
    const record = records.slice(at, at + Number(length));
    if (Number(length) < 5) throw new Unverified('UNKNOWN_MEDIA_TYPE', 'The archive has records that nobody can read.');
    if (/^\d+ size=/.test(record)) throw new Unverified('OVERSIZE', 'The archive has a file of more than 8 GB.');
    if (/^\d+ linkpath=/.test(record)) throw new Unverified('SYMLINK', 'The archive has a link.');
    path = /^\d+ path=(.*)\n$/s.exec(record)?.[1] ?? path;
    at += Number(length);
  }
  return path;
}

function text(header: Buffer, at: number, length: number): string {
  return header.toString('utf8', at, at + length).replace(/\0.*$/s, '');
}

function octal(header: Buffer, at: number, length: number): number {
  const digits = header.toString('latin1', at, at + length).replaceAll(/[\0 ]/g, '');
  if (/^[0-7]{0,11}$/.test(digits)) return Number.parseInt(digits || '0', 8);
  throw new Unverified('UNKNOWN_MEDIA_TYPE', 'The archive has a number that nobody can read.');
}

/** Reads blocks out of pieces of any length. */
class BlockReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** So many bytes, or null at the end. */
  async take(count: number): Promise<Buffer | null> {
    while (this.#rest.length < count) {
      const next = await this.#pieces.next();
      if (next.done) return null;
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  /** A file's bytes; what fills its last block is skipped. */
  async *content(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      const count = Math.min(left, 65_536);
      const piece = await this.take(count);
      if (piece === null) throw new Unverified('TRUNCATED', 'The archive ends inside of a file.');
      yield piece;
      left -= count;
    }
    if (size % blockBytes !== 0) await this.take(blockBytes - (size % blockBytes));
  }

  async metadata(size: number): Promise<Buffer> {
    if (size > metadataBytesMax) throw new Unverified('OVERSIZE', 'The archive says too much about an entry.');
    const pieces: Buffer[] = [];
    for await (const piece of this.content(size)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async drain(): Promise<void> {
    while (!(await this.#pieces.next()).done);
  }
}
