import { replay, type Decider } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { artifact, channels, type ArtifactCommand, type ArtifactState, type RegisterArtifact } from './artifact.ts';
import type { ArtifactEvent, Channel } from './events.ts';

const artifactId = 'x';
const digest = `sha256:${'a'.repeat(64)}`;
const register: RegisterArtifact = {
  type: 'RegisterArtifact',
  artifactId,
  name: 'till',
  version: '1.0.0',
  mediaType: 'application/gzip',
  digest,
  size: 100,
  mirrors: [],
  retentionDays: null,
  sizeMax: 1_000,
};
const upload: ArtifactCommand = { type: 'RecordUpload', artifactId };
const attach = (evidenceId: string): ArtifactCommand => ({
  type: 'AttachEvidence',
  artifactId,
  evidenceId,
  mediaType: 'm',
  kind: 'SBOM',
  digest: `digest of ${evidenceId}`,
  size: 1,
});
const verified = (...judged: string[]): ArtifactCommand => ({
  type: 'RecordVerdict',
  artifactId,
  judged,
  verdict: { is: 'VERIFIED', signers: [], faults: [], provenance: [], sboms: [] },
});
const rejected = (...judged: string[]): ArtifactCommand => ({
  type: 'RecordVerdict',
  artifactId,
  judged,
  verdict: { is: 'REJECTED', reason: 'UNSIGNED', faults: [] },
});
const promote = (channel: Channel): ArtifactCommand => ({ type: 'PromoteArtifact', artifactId, channel });
const withdraw: ArtifactCommand = { type: 'WithdrawArtifact', artifactId, reason: 'it crashes' };

type ArtifactDecider = Decider<ArtifactState, ArtifactCommand, ArtifactEvent>;

function after(...commands: ArtifactCommand[]): ArtifactEvent[] {
  const events: ArtifactEvent[] = [];
  for (const command of commands) events.push(...artifact.decide(command, replay(artifact, events)));
  return events;
}

function refusalOf(...commands: ArtifactCommand[]): unknown {
  try {
    after(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return [thrown.code, thrown.details['reason'] ?? thrown.details['element']];
    throw thrown;
  }
  return 'accepted';
}

const codeOf = (...commands: ArtifactCommand[]) => [refusalOf(...commands)].flat()[0];

describe('an artifact', () => {
  test('goes from dev to canary to prod, each after the one before, once it is verified', () => {
    const way = [register, upload, verified(), promote('dev'), promote('canary'), promote('prod')];
    expect(after(...way).map(({ type }) => type)).toEqual([
      'ArtifactRegistered',
      'ArtifactUploaded',
      'ArtifactVerified',
      'ArtifactPromoted',
      'ArtifactPromoted',
      'ArtifactPromoted',
    ]);
    expect(after(...way, promote('prod'))).toHaveLength(6);
    expect(codeOf(register, upload, verified(), promote('canary'))).toBe('CONFLICT');
    expect(codeOf(...way, promote('dev'))).toBe('CONFLICT');
  });

  test('cannot be promoted before it is verified, nor after it was rejected or withdrawn', () => {
    for (const before of [[], [upload], [upload, rejected()], [upload, verified(), withdraw]]) {
      expect(codeOf(register, ...before, promote('dev'))).toBe('CONFLICT');
    }
  });

  test('has no verdict before its bytes are here, and none that has not seen all evidence', () => {
    expect(codeOf(register, verified())).toBe('CONFLICT');
    expect(codeOf(register, upload, attach('a'), verified())).toBe('CONFLICT');
    expect(codeOf(register, upload, attach('a'), verified('b'))).toBe('CONFLICT');
    expect(codeOf(register, upload, attach('a'), verified('a'))).toBe('accepted');
  });

  test('that is registered, attached to or judged the same again is as it was', () => {
    const once = [register, upload, attach('a'), verified('a')];
    expect(after(...once, register, upload, attach('a'), verified('a'))).toHaveLength(once.length);
    expect(codeOf(register, { ...register, version: '2.0.0' })).toBe('CONFLICT');
    expect(codeOf(register, withdraw, register)).toBe('CONFLICT');
  });

  test.each([
    ['UNKNOWN_MEDIA_TYPE', { mediaType: 'application/pdf' }],
    ['PATH_TRAVERSAL', { digest: 'sha256:../../etc/passwd' }],
    ['OVERSIZE', { size: 1_001 }],
    ['OVERSIZE', { size: 0 }],
    ['name', { name: '../till' }],
    ['name', { name: 'till/../../x' }],
    ['version', { version: '1.0/..' }],
    ['mirrors', { mirrors: ['http://cache.test/x'] }],
    ['mirrors', { mirrors: ['https://user@cache.test/x'] }],
    ['mirrors', { mirrors: ['https://cache.test/../x'] }],
    ['retentionDays', { retentionDays: -1 }],
  ])('is refused for its %s when it is %j', (element, over) => {
    expect(refusalOf({ ...register, ...over })).toEqual(['INVALID_INPUT', element]);
  });
});

const evidenceId = fc.constantFrom('a', 'b');
const anyCommand: fc.Arbitrary<ArtifactCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(register) },
  { weight: 2, arbitrary: fc.constant(upload) },
  { weight: 2, arbitrary: evidenceId.map(attach) },
  { weight: 3, arbitrary: fc.subarray(['a', 'b']).map((judged) => verified(...judged)) },
  { weight: 2, arbitrary: fc.subarray(['a', 'b']).map((judged) => rejected(...judged)) },
  { weight: 4, arbitrary: fc.constantFrom(...channels).map(promote) },
  { weight: 1, arbitrary: fc.constant(withdraw) },
);

/** Lives through commands and answers whether it was ever in a channel without being verified, or replayed otherwise. */
function isEverWrong(decider: ArtifactDecider, commands: readonly ArtifactCommand[]): boolean {
  const events: ArtifactEvent[] = [];
  let live = decider.initialState;
  for (const each of commands) {
    try {
      const decided = decider.decide(each, live);
      events.push(...decided);
      live = replay({ ...decider, initialState: live }, decided);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
    if (live.channel !== null && live.stage !== 'VERIFIED') return true;
  }
  return JSON.stringify(replay(decider, events)) !== JSON.stringify(live);
}

describe('any life of an artifact', () => {
  const lives = fc.array(anyCommand, { maxLength: 30 }).map((commands) => [register, upload, ...commands]);

  test('replays to the same state, and is in a channel only while it is verified', () => {
    fc.assert(fc.property(lives, (commands) => !isEverWrong(artifact, commands)));
  });

  test('shows it where a verdict forgets to take the artifact out of its channel', () => {
    const forgetful: ArtifactDecider = {
      ...artifact,
      evolve: (state, event) =>
        event.type === 'ArtifactRejected'
          ? { ...artifact.evolve(state, event), channel: state.channel }
          : artifact.evolve(state, event),
    };
    expect(
      fc.check(
        fc.property(lives, (commands) => !isEverWrong(forgetful, commands)),
        { numRuns: 2_000 },
      ).failed,
    ).toBe(true);
  });
});
