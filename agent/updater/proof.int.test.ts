/**
 * Every wall at once, as the program meets them: whatever is wrong with what a device is to run, nothing of it is ever
 * started, and the device and its control plane know the one reason.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtAgent, ranAgent } from '../testing/agent-process.ts';
import { servicesDir } from './executors/service-note.ts';
import type { ReasonCode } from './refusal.ts';
import type { Offer } from './sources/offer.ts';
import { type EnrolledState, enrolledState } from './testing/enrolled-state.ts';
import type { Manner } from './testing/hostile-mirror.ts';
import { type OfferChanges, SigningDesk } from './testing/signing-desk.ts';
import { archive, type Entry } from './testing/tar-archive.ts';
import { UpdateDoor } from './testing/update-door.ts';

const desk = new SigningDesk();
const foreign = new SigningDesk();
const ends: (() => Promise<void>)[] = [];
let program = '';

beforeAll(async () => {
  program = await builtAgent();
});

afterAll(() => Promise.all(ends.map((end) => end())));

/** What a case does to an update that is right. */
type Case = {
  readonly changes?: (device: EnrolledState) => OfferChanges;
  readonly offer?: (offer: Offer, device: EnrolledState) => Offer;
  readonly keys?: string;
  readonly bytes?: Buffer;
  readonly manners?: readonly Manner[];
  readonly door?: (door: UpdateDoor, device: EnrolledState) => void;
  readonly before?: (device: EnrolledState) => void;
};

const web = (length: number) => ({ 'web/2': { length, sha256: 'f'.repeat(64) } });
const past = '2026-01-01T00:00:00Z';

const cases: readonly (readonly [string, ReasonCode, Case])[] = [
  ['an unsigned intent', 'UNSIGNED', { offer: (offer) => ({ ...offer, intentSignatures: [] }) }],
  ['an unsigned artifact', 'UNSIGNED', { offer: (offer) => ({ ...offer, artifactSignatures: [] }) }],
  ['an unsigned lease', 'UNSIGNED', { offer: (offer) => ({ ...offer, leaseSignatures: [] }) }],
  [
    'an intent by a wrong key',
    'WRONG_KEY',
    { offer: (offer) => ({ ...offer, intentSignatures: [foreign.signature(offer.intent)] }) },
  ],
  [
    'an intent of which a letter was changed',
    'WRONG_KEY',
    { offer: (offer) => ({ ...offer, intent: offer.intent.replace('"web"', '"wob"') }) },
  ],
  ['a revoked key', 'REVOKED_KEY', { keys: desk.keysText({ revokedAt: past }) }],
  ['a key that is over', 'KEY_NOT_VALID_NOW', { keys: desk.keysText({ notAfter: past }) }],
  ['too few signatures', 'THRESHOLD_NOT_MET', { keys: desk.keysText({}, { intent: 2 }) }],
  ['bytes that are others', 'DIGEST_MISMATCH', { manners: ['swaps'] }],
  ['bytes that are swapped on the second request', 'DIGEST_MISMATCH', { manners: ['breaks off', 'swaps'] }],
  [
    'a signature of other bytes',
    'DIGEST_MISMATCH',
    { offer: (offer) => ({ ...offer, artifactSignatures: [desk.vouch(`sha256:${'0'.repeat(64)}`)] }) },
  ],
  ['bytes that end early', 'TRUNCATED', { manners: ['ends early'] }],
  ['bytes without end', 'OVERSIZE', { manners: ['endless'] }],
  ['more bytes than it says', 'OVERSIZE', { manners: ['more than it says'] }],
  ['a size that is not the signed one', 'SIZE_MISMATCH', { manners: ['longer'] }],
  ['an artifact that is too large', 'OVERSIZE', { changes: () => ({ artifact: { size: 2 ** 40 } }) }],
  [
    'an archive that leaves its directory',
    'PATH_TRAVERSAL',
    tar([
      { path: '../../../escaped', content: 'x' },
      { path: 'web', content: '#!/bin/sh\n', mode: 0o755 },
    ]),
  ],
  ['a name that leaves its directory', 'PATH_TRAVERSAL', { changes: () => ({ executor: { name: '../web' } }) }],
  ['an archive with a link', 'SYMLINK', tar([{ path: 'web', type: '2' }])],
  ['an archive without what is to be started', 'SUBJECT_MISMATCH', tar([{ path: 'other', content: 'x' }])],
  ['an intent that is over', 'METADATA_EXPIRED', { changes: () => ({ intent: { expiresAt: past } }) }],
  ['a lease that is over', 'METADATA_EXPIRED', { changes: () => ({ lease: { beginBefore: past } }) }],
  [
    'update metadata that are over',
    'METADATA_EXPIRED',
    { door: ({ metadata }) => metadata?.publish(web(1), { timestamp: past }) },
  ],
  ['update metadata that go back', 'GENERATION_NOT_RISING', { door: goBack }],
  ['update metadata of different times', 'SUBJECT_MISMATCH', { door: mix }],
  ['update metadata that nobody signed', 'UNSIGNED', { door: unsign }],
  ['an artifact that is no target any more', 'UNSIGNED', { door: ({ metadata }) => metadata?.publish({}) }],
  ['a target of other bytes', 'DIGEST_MISMATCH', { door: ({ metadata }) => metadata?.publish(web(1)) }],
  ['a lower generation', 'GENERATION_NOT_RISING', { before: rememberNewer }],
  ['a lease with a lower fence', 'GENERATION_NOT_RISING', { changes: () => ({ lease: { fence: 0 } }) }],
  ['an intent for another device', 'SCOPE_WIDENED', { changes: () => ({ intent: { deviceId: 'other' } }) }],
  ['an intent of another tenant', 'SCOPE_WIDENED', { changes: () => ({ intent: { tenantId: 'other' } }) }],
  ['a lease for another device', 'SCOPE_WIDENED', { changes: () => ({ lease: { deviceId: 'other' } }) }],
  [
    'a health check of another host',
    'SCOPE_WIDENED',
    { changes: () => ({ intent: { health: [{ kind: 'http', url: 'http://10.0.0.1/', timeoutS: 1 }] } }) },
  ],
  ['a lease for another intent', 'SUBJECT_MISMATCH', { changes: () => ({ lease: { intentDigest: '0'.repeat(64) } }) }],
  ['an unknown media type', 'UNKNOWN_MEDIA_TYPE', { changes: () => ({ artifact: { mediaType: 'application/zip' } }) }],
  ['an unknown executor', 'UNKNOWN_MEDIA_TYPE', { changes: () => ({ executor: { kind: 'shell' } }) }],
];

describe.concurrent('nothing is started, and the reason is known, of', () => {
  test.for(cases)('%s: %s', async ([, code, wrong]) => {
    const door = await UpdateDoor.open();
    const device = await enrolledState({ desk, controlPlane: door.controlPlane });
    const { stateDir } = device;
    ends.push(async () => {
      await door.close();
      rmSync(stateDir, { recursive: true });
    });
    const root = door.metadata?.file('root.json') ?? '';
    writeFileSync(join(stateDir, 'update-root.json'), root, { mode: 0o600 });
    if (wrong.keys) writeFileSync(join(stateDir, 'update-keys.json'), wrong.keys);
    const right = offerFor(door, device, wrong);
    const offer = wrong.offer?.(right, device) ?? right;
    wrong.before?.(device);
    mkdirSync(join(stateDir, 'updater'), { recursive: true });
    wrong.door?.(door, device);
    writeFileSync(join(stateDir, 'updater', 'offer.json'), JSON.stringify(offer));
    const { stdout, stderr, code: exit } = await ranAgent(program, 'updater', '--json', '--state', stateDir);
    const said = JSON.parse(stdout || '{}') as { refusal?: Reason; failure?: Reason };
    expect([exit, said.failure?.code ?? said.refusal?.code], stderr).toEqual([1, code]);
    expect(existsSync(join(stateDir, 'started'))).toBe(false);
    expect(existsSync(join(servicesDir(stateDir), 'web', 'current'))).toBe(false);
    const told = [...door.reports.map((each) => each.code), ...door.refusals.map((each) => each.code)];
    // A lease that is over or was seen before says nothing against the update: another one follows.
    const isPassing = said.refusal?.words.startsWith('The lease has') ?? false;
    expect([...new Set(told)]).toEqual(isPassing ? [] : [code]);
  });

  test('what is right: it is started, once', async () => {
    const door = await UpdateDoor.open();
    const device = await enrolledState({ desk, controlPlane: door.controlPlane });
    const { stateDir } = device;
    const offer = offerFor(door, device, {});
    mkdirSync(join(stateDir, 'updater'));
    writeFileSync(join(stateDir, 'updater', 'offer.json'), JSON.stringify(offer));
    const { stdout } = await ranAgent(program, 'updater', '--json', '--state', stateDir);
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: null }, stage: 'ROLLED_BACK' });
    expect(existsSync(join(stateDir, 'started'))).toBe(true);
    await door.close();
    rmSync(stateDir, { recursive: true });
  });
});

type Reason = { readonly code: string; readonly words: string } | null;

/** An update that is right but for the changes; what it starts leaves a mark and ends. */
function offerFor(door: UpdateDoor, device: EnrolledState, { bytes, changes, manners }: Case): Offer {
  const { deviceId, tenantId, stateDir } = device;
  door.artifact = bytes ?? Buffer.from('#!/bin/sh\ntouch "$1"\n');
  if (manners) door.manners = manners;
  const digest = `sha256:${createHash('sha256').update(door.artifact).digest('hex')}`;
  const size = door.artifact.length;
  const { intent, artifact, executor, lease } = changes?.(device) ?? {};
  const target = { length: Number(artifact?.['size'] ?? size), sha256: digest.slice(7) };
  door.metadata?.publish({ 'web/2': target });
  door.leases.set(1, 'GRANTED');
  return desk.offer({
    intent: { deviceId, tenantId, ...intent },
    artifact: { digest, size, ...(bytes && { mediaType: 'application/x-tar' }), ...artifact },
    executor: { args: [join(stateDir, 'started')], ...executor },
    lease: { deviceId, ...lease },
  });
}

function tar(entries: readonly Entry[]): Case {
  return { bytes: archive(...entries) };
}

function rememberNewer({ stateDir }: EnrolledState): void {
  mkdirSync(join(stateDir, 'updater'));
  const memory = { v: 1, generationMax: 9, fenceMax: 0, update: null, refusal: null };
  writeFileSync(join(stateDir, 'updater', 'journal.json'), JSON.stringify(memory));
}

/** The device knows newer metadata than are given out. */
function goBack({ metadata }: UpdateDoor, { stateDir }: EnrolledState): void {
  if (!metadata) return;
  const old = metadata.file('timestamp.json') ?? '';
  metadata.publish({});
  const known = join(stateDir, 'updater', 'metadata');
  const root = metadata.file('root.json') ?? '';
  mkdirSync(known);
  writeFileSync(join(known, 'root.json'), root);
  writeFileSync(join(known, 'origin.txt'), `own ${createHash('sha256').update(root).digest('hex')}`);
  writeFileSync(join(known, 'timestamp.json'), metadata.file('timestamp.json') ?? '');
  metadata.files.set('timestamp.json', old);
}

/** The newest snapshot goes with older targets. */
function mix({ metadata }: UpdateDoor): void {
  if (!metadata) return;
  const old = metadata.file(`${metadata.version}.targets.json`) ?? '';
  metadata.publish({});
  metadata.files.set(`${metadata.version}.targets.json`, old);
}

function unsign({ metadata }: UpdateDoor): void {
  const text = metadata?.file('timestamp.json') ?? '';
  metadata?.files.set('timestamp.json', text.replace(/"signatures":\[[^\]]*\]/, '"signatures":[]'));
}
