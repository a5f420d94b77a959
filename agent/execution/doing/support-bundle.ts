/**
 * What helps somebody far away to understand a device, in one small file under the state directory: never a key, never a
 * token. A part that cannot be had says why, because that is what a support bundle is for.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { reasonOf } from '../../failure.ts';
import { redacted, withoutSecrets } from './redaction.ts';

/** A part of a bundle, when it is asked for. */
export type Part = () => unknown;

/** What bundles are made of: some parts are always in, the others when they are named. */
export type BundleParts = {
  readonly stateDir: string;
  readonly always: Readonly<Record<string, Part>>;
  readonly onWish: Readonly<Record<string, Part>>;
};

/** What is told of a bundle: where it is, and the bundle itself in base64 when it is small. */
export type BundleReceipt = {
  readonly reference: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly inline: string | null;
};

const folder = 'support';
const bundlesMax = 5;
const bundleBytesMax = 1_048_576;
const inlineBytesMax = 32_768;
const secretName = /pass(word|wd|phrase)?$|secret|token|private|credential|api_?key|pem$/i;

/** Makes a bundle and keeps it; older ones make room. */
export async function collectBundle(
  parts: BundleParts,
  name: string,
  include: readonly string[],
): Promise<BundleReceipt> {
  const wished = Object.entries(parts.onWish).filter(([part]) => include.includes(part));
  const content: Record<string, unknown> = { madeAt: new Date().toISOString() };
  for (const [part, read] of [...Object.entries(parts.always), ...wished]) content[part] = await readPart(read);
  const packed = packedWithin(content);
  const directory = join(parts.stateDir, folder);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, `${name.replaceAll(/[^\w-]/g, '_').slice(0, 64)}.json.gz`);
  writeFileSync(path, packed, { mode: 0o600 });
  makeRoom(directory);
  const sha256 = createHash('sha256').update(packed).digest('hex');
  const inline = packed.length <= inlineBytesMax ? packed.toString('base64') : null;
  return { reference: path, bytes: packed.length, sha256, inline };
}

/** A value without anything that is a secret by its name or by its looks. */
export function harmless(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([name, member]) => [name, secretName.test(name) && member !== null ? redacted : harmless(member)]),
  );
}

async function readPart(read: Part): Promise<unknown> {
  try {
    return harmless(await read());
  } catch (fault) {
    return { missing: reasonOf(fault) };
  }
}

/** The largest part goes first when the bundle would be too large. */
function packedWithin(content: Record<string, unknown>): Buffer {
  for (;;) {
    const packed = gzipSync(JSON.stringify(content));
    if (packed.length <= bundleBytesMax) return packed;
    const sizes = Object.entries(content).map(([name, part]) => ({ name, size: JSON.stringify(part ?? null).length }));
    const largest = sizes.toSorted((a, b) => b.size - a.size)[0];
    if (largest) content[largest.name] = { missing: `left out: ${largest.size} characters are too many` };
  }
}

function makeRoom(directory: string): void {
  const paths = readdirSync(directory).map((name) => join(directory, name));
  const newestFirst = paths.map((path) => ({ path, at: statSync(path).mtimeMs })).toSorted((a, b) => b.at - a.at);
  for (const { path } of newestFirst.slice(bundlesMax)) rmSync(path, { force: true });
}
