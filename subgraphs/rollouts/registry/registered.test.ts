import fc from 'fast-check';
import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import { replay } from '@flotilla/kernel/decider';
import { rollout, type RolloutCommand } from '../rollout/rollout.ts';
import { somePlan } from '../testing/plans.ts';
import {
  assertUsable,
  checkedReference,
  pauseReason,
  type ArtifactState,
  type RegisteredArtifact,
} from './registered.ts';

const states = ['REGISTERED', 'UPLOADED', 'VERIFIED', 'REJECTED', 'WITHDRAWN'] as const;
const artifactIn = (state: ArtifactState): RegisteredArtifact => {
  return { ...somePlan().artifact, mirrors: [], state, reason: 'because', channels: [] };
};

function refusal(work: () => unknown) {
  try {
    work();
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown;
    throw thrown;
  }
  return null;
}

describe('an artifact', () => {
  test.for(states)(
    'that is %s may be rolled out only if it is verified, and who is refused learns what to do',
    (state) => {
      const refused = refusal(() => assertUsable(artifactIn(state), 'artifact'));
      expect(refused === null).toBe(state === 'VERIFIED');
      if (refused) expect(refused).toMatchObject({ code: 'CONFLICT', details: { element: 'artifact', state } });
      if (refused) expect(refused.message).toMatch(/Push|Sign|Choose/);
    },
  );

  test('stops a rollout only once somebody or something said no to it', () => {
    const stopping = states.filter((state) => pauseReason(artifactIn(state)) !== null);
    expect(stopping).toEqual(['REJECTED', 'WITHDRAWN']);
    expect(pauseReason({ ...artifactIn('VERIFIED'), state: null })).toBeNull();
    expect(pauseReason({ ...artifactIn('WITHDRAWN'), reason: 'x'.repeat(600) })).toHaveLength(500);
  });

  test('is meant by a digest or by a name and a version, and by nothing between', () => {
    const said = fc.record({
      digest: fc.option(fc.constantFrom(somePlan().artifact.digest, 'sha256:1', '')),
      name: fc.option(fc.constantFrom('till', '')),
      version: fc.option(fc.constantFrom('1.0', '')),
    });
    fc.assert(
      fc.property(said, ({ digest, name, version }) => {
        const isByDigest = digest === somePlan().artifact.digest && !name && !version;
        const isByName = digest === null && Boolean(name) && Boolean(version);
        const refused = refusal(() => checkedReference({ digest, name, version }, 'artifact'));
        expect(refused === null).toBe(isByDigest || isByName);
        if (refused) expect(refused.code).toBe('INVALID_INPUT');
      }),
    );
  });
});

test('a rollout is paused for its artifact only while it brings it to devices', () => {
  const plan = somePlan();
  const pause: RolloutCommand = { type: 'PauseForArtifact', reason: 'Withdrawn.' };
  const after = (...commands: readonly RolloutCommand[]) => {
    let state = rollout.initialState;
    for (const command of commands) state = replay({ ...rollout, initialState: state }, rollout.decide(command, state));
    return rollout.decide(pause, state);
  };
  const created: RolloutCommand = { type: 'CreateRollout', rolloutId: 'r1', plan };
  const started: RolloutCommand = { type: 'StartRollout' };
  expect(after(created)).toEqual([]);
  expect(after(created, started)).toMatchObject([{ type: 'RolloutPaused', data: { cause: 'ARTIFACT' } }]);
  expect(after(created, started, pause)).toEqual([]);
  expect(after(created, started, { type: 'RollBackRollout', reason: 'Withdrawn.' })).toEqual([]);
});
