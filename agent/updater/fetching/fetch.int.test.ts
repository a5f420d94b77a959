/** Bytes from mirrors that lie in every way: either the signed ones are on the disk, or nothing is and the reason is told. */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Unanswered, Unverified } from '../refusal.ts';
import { HostileMirror, type Manner } from '../testing/hostile-mirror.ts';
import { artifactPath, fetchArtifact, type FetchOptions } from './fetch-artifact.ts';
import { bundled, mirror } from './place.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-fetch-'));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;

const bytes = randomBytes(150_000);
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const about = { digest, version: '2', size: bytes.length, mediaType: 'application/octet-stream', name: 'web' };
const never = new AbortController().signal;

function options(changes: Partial<FetchOptions> = {}): FetchOptions {
  const directory = join(root, String((runs += 1)));
  return { directory, places: [], bytesPerS: null, bytesPerSMin: 1_000, signal: never, ...changes };
}

/** Fetches from mirrors of those manners; answers the reason, or OK. */
async function fetched(manners: readonly (readonly Manner[])[], more: Partial<FetchOptions> = {}): Promise<string> {
  const mirrors = await Promise.all(manners.map((each) => HostileMirror.open(bytes, each)));
  const by = options({ places: mirrors.map(({ url }) => mirror(url, { idleMs: 2_000 })), ...more });
  try {
    const { path } = await fetchArtifact(about, by);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    return 'OK';
  } catch (fault) {
    // Whatever is wrong never gets the name of what is right.
    expect(existsSync(artifactPath(by.directory, digest))).toBe(false);
    if (fault instanceof Unverified) return fault.code;
    if (fault instanceof Unanswered) return 'UNANSWERED';
    throw fault;
  } finally {
    await Promise.all(mirrors.map((each) => each.close()));
  }
}

describe('a mirror', () => {
  test.for<[string, readonly Manner[]]>([
    ['OK', ['honest']],
    ['OK', ['breaks off', 'honest']],
    ['OK', ['breaks off', 'no ranges']],
    ['OK', ['breaks off']],
    ['OK', ['error', 'resets', 'honest']],
    ['DIGEST_MISMATCH', ['swaps']],
    ['DIGEST_MISMATCH', ['breaks off', 'swaps']],
    ['OVERSIZE', ['more than it says']],
    ['OVERSIZE', ['endless']],
    ['SIZE_MISMATCH', ['shorter']],
    ['SIZE_MISMATCH', ['longer']],
    ['UNANSWERED', ['redirect']],
    ['UNANSWERED', ['compressed']],
    ['UNANSWERED', ['breaks off', 'other range']],
    ['UNANSWERED', ['error']],
  ])('comes to %s when it is: %s', async ([reason, manners]) => {
    expect(await fetched([manners])).toBe(reason);
  });

  test('that ends too early, and gives nothing more, is TRUNCATED', async () => {
    const half = {
      name: 'half',
      open: async () => ({ offset: 0, declaredSize: null, bytes: some(), close: () => undefined }),
    };
    async function* some() {
      yield bytes.subarray(0, 1_000);
    }
    expect(await fetched([], { places: [half] })).toBe('TRUNCATED');
  });

  test('is asked to go on where the former one ended, after a restart too', async () => {
    const by = options();
    mkdirSync(by.directory);
    writeFileSync(`${artifactPath(by.directory, digest)}.part`, bytes.subarray(0, 1_234));
    const honest = await HostileMirror.open(bytes, ['honest']);
    await fetchArtifact(about, { ...by, places: [mirror(honest.url, { idleMs: 2_000 })] });
    expect(honest.requests).toEqual(['bytes=1234-']);
    // A second time nothing is fetched, unless the disk changed.
    await fetchArtifact(about, { ...by, places: [] });
    writeFileSync(artifactPath(by.directory, digest), 'other');
    await fetchArtifact(about, { ...by, places: [mirror(honest.url, { idleMs: 2_000 })] });
    expect(honest.requests.length).toBe(2);
    await honest.close();
  });

  test('is read no faster than it may be', async () => {
    const startedAt = performance.now();
    expect(await fetched([['honest']], { bytesPerS: 500_000 })).toBe('OK');
    expect(performance.now() - startedAt).toBeGreaterThan(250);
  });

  test('is left when the updater is told to stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await expect(fetched([['endless']], { bytesPerS: 100_000, signal: stop.signal })).rejects.toThrow('abort');
  });
});

describe('any mirrors', () => {
  const manner = fc.constantFrom<Manner>(
    ...([
      'honest',
      'no ranges',
      'breaks off',
      'swaps',
      'more than it says',
      'shorter',
      'longer',
      'other range',
    ] as const),
    ...(['redirect', 'error', 'resets', 'compressed'] as const),
  );
  const one = fc.array(manner, { minLength: 1, maxLength: 4 });

  test('bring the signed bytes or nothing', () =>
    fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 3 }), async (manners) => {
        expect(await fetched(manners)).toMatch(/OK|MISMATCH|SIZE|TRUNCATED|UNANSWERED/);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 4_000 },
    ));

  test('bring the signed bytes if one of them is honest', () =>
    fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 2 }), fc.array(one, { maxLength: 1 }), async (before, after) => {
        expect(await fetched([...before, ['honest'], ...after])).toBe('OK');
      }),
      { numRuns: 25, interruptAfterTimeLimit: 4_000 },
    ));
});

describe('a bundle', () => {
  const name = digest.replace(':', '-');

  test('brings its bytes', async () => {
    const directory = mkdtempSync(join(root, 'bundle-'));
    mkdirSync(join(directory, 'artifacts'));
    writeFileSync(join(directory, 'artifacts', name), bytes);
    expect(await fetched([], { places: [bundled(directory, digest)] })).toBe('OK');
  });

  test('with a link in place of the bytes, or of their folder, is refused', async () => {
    const directory = mkdtempSync(join(root, 'bundle-'));
    const elsewhere = mkdtempSync(join(root, 'elsewhere-'));
    writeFileSync(join(elsewhere, name), bytes);
    mkdirSync(join(directory, 'artifacts'));
    symlinkSync(join(elsewhere, name), join(directory, 'artifacts', name));
    expect(await fetched([], { places: [bundled(directory, digest)] })).toBe('SYMLINK');
    rmSync(join(directory, 'artifacts'), { recursive: true });
    symlinkSync(elsewhere, join(directory, 'artifacts'));
    expect(await fetched([], { places: [bundled(directory, digest)] })).toBe('SYMLINK');
    expect(readdirSync(elsewhere)).toEqual([name]);
  });
});
