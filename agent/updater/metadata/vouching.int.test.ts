/** What update metadata vouch for, and each way in which they can be wrong, by a device's own files and its trusted clock. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Intent, intentIn } from '../believing/intent.ts';
import { Unanswered, Unverified } from '../refusal.ts';
import { MetadataDesk } from '../testing/metadata-desk.ts';
import { deskNowMs, SigningDesk } from '../testing/signing-desk.ts';
import { metadataIn, type MetadataPlace } from './metadata-place.ts';
import { Vouching } from './vouching.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-metadata-'));
afterAll(() => rmSync(root, { recursive: true }));

const signer = new SigningDesk();
const hex = (digit: string): string => digit.repeat(64);

/** An intent for version 2 of web, of 3 bytes. */
function intent(changes: Readonly<Record<string, unknown>> = {}): Intent {
  return intentIn(signer.offer({ artifact: { digest: `sha256:${hex('a')}`, ...changes } }).intent);
}

const web = { 'web/2': { length: 3, sha256: hex('a') } };

/** A device that hears a desk, unless it is cut off. */
function device(desk: MetadataDesk) {
  const stateDir = mkdtempSync(join(root, 'state-'));
  const world = { isCutOff: false, nowMs: deskNowMs, tenantId: 't', desk };
  const controlPlane: MetadataPlace = {
    name: 'control plane',
    get: async (file) => {
      if (world.isCutOff) throw new Unanswered('nobody answers');
      const text = world.desk.file(file);
      return text === undefined ? null : Buffer.from(text);
    },
  };
  const vouching = (carried: MetadataPlace | null = null) =>
    new Vouching({ stateDir, tenantId: world.tenantId, now: () => world.nowMs, controlPlane, carried });
  /** The reason why the intent is not vouched for; null where it is. */
  const fault = async (about = intent(), carried: MetadataPlace | null = null): Promise<string | null> => {
    try {
      await vouching(carried).demand(about);
      return null;
    } catch (thrown) {
      if (thrown instanceof Unverified) return thrown.code;
      if (thrown instanceof Unanswered) return 'unanswered';
      throw thrown;
    }
  };
  return { stateDir, world, vouching, fault };
}

/** A desk that gives version 2 of web out. */
function desk(): MetadataDesk {
  const made = new MetadataDesk();
  made.publish(web);
  return made;
}

/** As somebody carries it: a directory with all that is given out now. */
function bundleOf(from: MetadataDesk): MetadataPlace {
  const directory = mkdtempSync(join(root, 'bundle-'));
  mkdirSync(join(directory, 'metadata'));
  for (const [name, text] of from.files) writeFileSync(join(directory, 'metadata', name), text);
  return metadataIn(directory);
}

describe('an artifact', () => {
  test('is vouched for by a target of its name, digest and size, and by no other', async () => {
    const { fault } = device(desk());
    expect(await fault()).toBeNull();
    expect(await fault(intent({ digest: `sha256:${hex('b')}` }))).toBe('DIGEST_MISMATCH');
    expect(await fault(intent({ size: 4 }))).toBe('SIZE_MISMATCH');
    expect(await fault(intent({ version: '3' }))).toBe('UNSIGNED');
    expect(await fault(intent({ name: '__proto__', version: 'x' }))).toBe('UNSIGNED');
  });

  test('that was taken back is not vouched for any more', async () => {
    const { fault, world } = device(desk());
    expect(await fault()).toBeNull();
    world.desk.publish({});
    expect(await fault()).toBe('UNSIGNED');
  });
});

describe('metadata', () => {
  test.for(['timestamp', 'snapshot', 'targets', 'root'] as const)('whose %s is over are not believed', async (role) => {
    const made = new MetadataDesk();
    if (role === 'root') made.publishRoot({ expires: '2026-01-01T00:00:00Z' });
    made.publish(web, { [role]: '2026-01-01T00:00:00Z' });
    expect(await device(made).fault()).toBe('METADATA_EXPIRED');
  });

  test('are judged by the clock of the device that is told, and not by its machine', async () => {
    const made = new MetadataDesk();
    made.publish(web, { timestamp: '2030-01-01T00:00:00Z' });
    const { fault, world } = device(made);
    expect(await fault()).toBeNull();
    world.nowMs = Date.parse('2031-01-01T00:00:00Z');
    expect(await fault()).toBe('METADATA_EXPIRED');
  });

  test('that go back are not believed, also not when they were believed once', async () => {
    const { fault, world } = device(desk());
    const old = new Map(world.desk.files);
    world.desk.publish({ ...web, 'web/3': { length: 1, sha256: hex('c') } });
    expect(await fault()).toBeNull();
    for (const [name, text] of old) if (!/^\d/.test(name)) world.desk.files.set(name, text);
    expect(await fault()).toBe('GENERATION_NOT_RISING');
  });

  test('that freeze are believed until their time is over', async () => {
    const made = new MetadataDesk();
    made.publish(web, { timestamp: '2026-06-03T00:00:00Z' });
    const { fault, world } = device(made);
    expect(await fault()).toBeNull();
    world.nowMs = Date.parse('2026-06-02T23:59:00Z');
    expect(await fault()).toBeNull();
    world.nowMs = Date.parse('2026-06-03T00:01:00Z');
    expect(await fault()).toBe('METADATA_EXPIRED');
  });

  test('of different times are not believed together', async () => {
    const { fault, world } = device(desk());
    const before = world.desk.version;
    world.desk.publish({});
    for (const role of ['snapshot', 'targets']) {
      const files = new Map(world.desk.files);
      world.desk.files.set(`${before + 1}.${role}.json`, files.get(`${before}.${role}.json`) ?? '');
      expect(await fault()).toBe('SUBJECT_MISMATCH');
      world.desk.files.set(`${before + 1}.${role}.json`, files.get(`${before + 1}.${role}.json`) ?? '');
    }
  });

  test('that are not signed, or by others, or are no metadata, are not believed', async () => {
    for (const [change, code] of [
      [(text: string) => text.replace(/"signatures":\[[^\]]*\]/, '"signatures":[]'), 'UNSIGNED'],
      [(text: string) => text.replace('"version":2', '"version":3'), 'WRONG_KEY'],
      [() => desk().file('timestamp.json') ?? '', 'WRONG_KEY'],
      [() => 'no json', 'UNKNOWN_MEDIA_TYPE'],
      [() => '{}', 'UNKNOWN_MEDIA_TYPE'],
    ] as const) {
      const { fault, world } = device(desk());
      world.desk.files.set('timestamp.json', change(world.desk.file('timestamp.json') ?? ''));
      expect(await fault()).toBe(code);
    }
  });
});

describe('the root', () => {
  test('is believed at first sight, followed link by link, and no other is believed later', async () => {
    const { fault, world } = device(desk());
    expect(await fault()).toBeNull();
    world.desk.publishRoot();
    world.desk.publishRoot({ isChanged: true });
    world.desk.publish(web);
    expect(await fault()).toBeNull();
    world.desk = desk();
    for (const _ of Array.from({ length: 9 })) world.desk.publish(web);
    world.desk.publishRoot();
    world.desk.publishRoot();
    world.desk.publishRoot();
    expect(await fault()).toBe('WRONG_KEY');
  });

  test('of another tenant is believed by a device that was enrolled there', async () => {
    const { fault, world } = device(desk());
    expect(await fault()).toBeNull();
    world.desk = desk();
    expect(await fault()).not.toBeNull();
    world.tenantId = 'other';
    expect(await fault()).toBeNull();
  });

  test('that the owner put there counts alone, unless everybody could have put it there', async () => {
    const { fault, stateDir, world } = device(desk());
    const own = join(stateDir, 'update-root.json');
    writeFileSync(own, desk().file('root.json') ?? '', { mode: 0o600 });
    expect(await fault()).toBe('WRONG_KEY');
    writeFileSync(own, world.desk.file('root.json') ?? '');
    expect(await fault()).toBeNull();
    chmodSync(own, 0o666);
    expect(await fault()).toBe('WRONG_KEY');
  });

  test('is demanded of a control plane, but not where the owner wrote keys and no root', async () => {
    const { fault, stateDir, world } = device(desk());
    world.desk.files.clear();
    expect(await fault()).toBe('UNSIGNED');
    writeFileSync(join(stateDir, 'update-keys.json'), signer.keysText(), { mode: 0o600 });
    expect(await fault()).toBeNull();
  });
});

describe('a device that is cut off', () => {
  test('goes by what it knows until its time is over, and by nothing before it ever heard', async () => {
    const made = new MetadataDesk();
    made.publish(web, { timestamp: '2026-06-03T00:00:00Z' });
    const { fault, world } = device(made);
    world.isCutOff = true;
    expect(await fault()).toBe('unanswered');
    world.isCutOff = false;
    await fault();
    world.isCutOff = true;
    expect(await fault()).toBeNull();
    expect(await fault(intent({ version: '3' }))).toBe('UNSIGNED');
    world.nowMs = Date.parse('2026-06-04T00:00:00Z');
    expect(await fault()).toBe('METADATA_EXPIRED');
  });

  test('believes newer metadata that somebody carries there, and none that are wrong', async () => {
    const { fault, world } = device(desk());
    await fault();
    world.isCutOff = true;
    const three = intent({ version: '3' });
    world.desk.publish({ ...web, 'web/3': { length: 3, sha256: hex('a') } });
    const newer = bundleOf(world.desk);
    expect(await fault(three)).toBe('UNSIGNED');
    expect(await fault(three, bundleOf(desk()))).toBe('UNSIGNED');
    expect(await fault(three, newer)).toBeNull();
    expect(await fault(three)).toBeNull();
  });
});

test('who vouches for an artifact is carried by its target, for a device that has keys of its own', async () => {
  const vouch = signer.vouch(`sha256:${hex('a')}`);
  const made = new MetadataDesk();
  const custom = { signatures: [vouch, 'nonsense'] } as unknown as Record<string, string>;
  made.publish({ 'web/2': { ...web['web/2'], custom } });
  const { vouching } = device(made);
  expect(await vouching().signaturesOf('web/2')).toEqual([vouch]);
  expect(await vouching().signaturesOf('web/9')).toEqual([]);
});
