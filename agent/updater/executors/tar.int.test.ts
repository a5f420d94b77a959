/** Archives that try to leave their directory, to be more than they may, or not to be whole: each is refused by its reason. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Unverified } from '../refusal.ts';
import { archive } from '../testing/tar-archive.ts';
import { unpackTar } from './tar.ts';
import { treeHash } from './tree-hash.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-tar-'));
afterAll(() => rmSync(root, { recursive: true }));

async function* inPieces(bytes: Buffer, length = 100): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const limits = { bytesMax: 10_000, entriesMax: 20 };

async function unpacked(bytes: Buffer): Promise<string> {
  const into = mkdtempSync(join(root, 'into-'));
  mkdirSync(join(into, 'here'));
  try {
    await unpackTar(inPieces(bytes), join(into, 'here'), limits);
    return 'OK';
  } catch (fault) {
    if (fault instanceof Unverified) return fault.code;
    throw fault;
  } finally {
    // Nothing beside it, whatever was asked for.
    expect(readdirSync(into).filter((name) => name !== 'here')).toEqual([]);
  }
}

describe('an archive', () => {
  test('of files and directories is unpacked as it is, and hashed with what may be executed', async () => {
    const into = mkdtempSync(join(root, 'good-'));
    const bytes = archive(
      { path: './bin/', type: '5' },
      { path: './bin/run', content: '#!/bin/sh\n', mode: 0o4755 },
      { path: 'etc/deep/conf', content: 'x'.repeat(700) },
    );
    await unpackTar(inPieces(bytes), into, limits);
    expect(readFileSync(join(into, 'etc/deep/conf'), 'utf8')).toBe('x'.repeat(700));
    // What would run as somebody else is not taken over.
    expect(statSync(join(into, 'bin/run')).mode & 0o7777).toBe(0o755);
    const hash = treeHash(into);
    writeFileSync(join(into, 'bin/run'), '#!/bin/sh\nrm\n');
    expect(treeHash(into)).not.toBe(hash);
    symlinkSync('/etc/passwd', join(into, 'link'));
    expect(() => treeHash(into)).toThrow('neither file nor directory');
  });

  test('made by tar itself is understood, with long names too', async () => {
    const [from, into] = [mkdtempSync(join(root, 'from-')), mkdtempSync(join(root, 'real-'))];
    const long = 'd'.repeat(90);
    mkdirSync(join(from, long));
    writeFileSync(join(from, long, `${'f'.repeat(90)}.txt`), 'deep');
    for (const format of ['gnu', 'pax', 'ustar']) {
      const { stdout } = spawnSync('tar', [`--format=${format}`, '-C', from, '-cf', '-', '.']);
      const place = join(into, format);
      mkdirSync(place);
      await unpackTar(inPieces(stdout, 3_000), place, limits);
      expect(treeHash(place)).toBe(treeHash(from));
    }
  });

  test.for<[string, string, Buffer]>([
    ['that climbs', 'PATH_TRAVERSAL', archive({ path: '../evil', content: 'x' })],
    ['that climbs from inside', 'PATH_TRAVERSAL', archive({ path: 'a/../../evil', content: 'x' })],
    ['with an absolute path', 'PATH_TRAVERSAL', archive({ path: '/tmp/evil', content: 'x' })],
    [
      'with a long name that climbs',
      'PATH_TRAVERSAL',
      archive({ path: 'L', type: 'L', content: '../evil\0' }, { path: 'a' }),
    ],
    [
      'with a record that climbs',
      'PATH_TRAVERSAL',
      archive({ path: 'p', type: 'x', content: '16 path=../evil\n' }, { path: 'a' }),
    ],
    ['with one place for two', 'PATH_TRAVERSAL', archive({ path: 'a', content: 'x' }, { path: 'a', content: 'y' })],
    [
      'with a file that is a directory',
      'PATH_TRAVERSAL',
      archive({ path: 'a/', type: '5' }, { path: 'a', content: 'y' }),
    ],
    ['with a symbolic link', 'SYMLINK', archive({ path: 'a', type: '2' })],
    ['with a hard link', 'SYMLINK', archive({ path: 'a', type: '1' })],
    ['with a device', 'UNKNOWN_MEDIA_TYPE', archive({ path: 'a', type: '3' })],
    ['with too much in it', 'OVERSIZE', archive({ path: 'a', content: 'x'.repeat(10_001) })],
    ['with too many in it', 'OVERSIZE', archive(...Array.from({ length: 21 }, (_, at) => ({ path: `f${at}` })))],
    ['that ends in a file', 'TRUNCATED', archive({ path: 'a', content: 'x'.repeat(600) }).subarray(0, 800)],
    ['without its end', 'TRUNCATED', archive({ path: 'a', content: 'x' }).subarray(0, 1_024)],
    ['that is none', 'UNKNOWN_MEDIA_TYPE', Buffer.alloc(1_024, 'no archive')],
  ])('%s is refused as %s', async ([, code, bytes]) => {
    expect(await unpacked(bytes)).toBe(code);
  });

  test('of any bytes is unpacked or refused, and writes nowhere else', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1_535), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(archive({ path: 'bin/run', content: 'x'.repeat(500) }));
        bytes[at] = byte;
        expect(await unpacked(bytes)).toMatch(/^[A-Z_]+$/);
      }),
      { numRuns: 150, interruptAfterTimeLimit: 3_000 },
    ));
});
