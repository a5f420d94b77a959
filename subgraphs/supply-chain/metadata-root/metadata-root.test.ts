import { replay } from '@flotilla/kernel/decider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetadataRootEvent, RootKey, RootTerms } from './events.ts';
import { metadataRoot, missing, type MetadataRootCommand } from './metadata-root.ts';

const now = '2026-11-01T00:00:00.000Z';
const key = (keyId: string): RootKey => ({ keyId, name: keyId, algorithm: 'ED25519', publicKeyPem: '' });

function propose(keyIds: readonly string[], threshold: number, previous: RootTerms): MetadataRootCommand {
  const about = { proposalId: 'p', version: 2, content: '{}', expiresAt: now, previous };
  return { type: 'ProposeMetadataRoot', ...about, keys: keyIds.map(key), threshold, signatures: [], now };
}

const sign = (keyId: string, at = now): MetadataRootCommand => {
  return { type: 'SignMetadataRoot', version: 2, keyId, signature: '00', now: at };
};

/** Runs commands, refused ones without effect. */
function run(commands: readonly MetadataRootCommand[], decider = metadataRoot): MetadataRootEvent[] {
  const events: MetadataRootEvent[] = [];
  for (const command of commands) {
    try {
      events.push(...decider.decide(command, replay(decider, events)));
    } catch {
      // Refused.
    }
  }
  return events;
}

/** Whether every root that was published had enough signatures of both sides, counted from the facts alone. */
function isHonest(events: readonly MetadataRootEvent[]): boolean {
  let proposed: { before: RootTerms; after: RootTerms } | null = null;
  let signed = new Set<string>();
  for (const event of events) {
    if (event.type === 'MetadataRootProposed') {
      const { previous, keys, threshold } = event.data;
      proposed = { before: previous, after: { keyIds: keys.map(({ keyId }) => keyId), threshold } };
      signed = new Set();
    }
    if (event.type === 'MetadataRootSigned') signed.add(event.data.keyId);
    if (event.type !== 'MetadataRootPublished') continue;
    const sides = proposed === null ? [] : [proposed.before, proposed.after];
    if (sides.length === 0) return false;
    for (const { keyIds, threshold } of sides) {
      if (keyIds.filter((keyId) => signed.has(keyId)).length < threshold) return false;
    }
    proposed = null;
  }
  return true;
}

const keyIds = ['a', 'b', 'c', 'd', 'e'];
const terms = fc
  .uniqueArray(fc.constantFrom(...keyIds), { minLength: 1, maxLength: 5 })
  .chain((ids) => fc.record({ keyIds: fc.constant(ids), threshold: fc.integer({ min: 1, max: ids.length }) }));
const story = fc.record({
  before: terms,
  after: terms,
  signers: fc.array(fc.constantFrom(...keyIds, 'stranger'), { maxLength: 12 }),
});

describe('a root of update metadata', () => {
  test('counts exactly when enough keys of the root before it and enough of its own have signed, in any order', () => {
    fc.assert(
      fc.property(story, ({ before, after, signers }) => {
        const events = run([propose(after.keyIds, after.threshold, before), ...signers.map((each) => sign(each))]);
        expect(isHonest(events)).toBe(true);
        const isEnough = missing(before, signers) === 0 && missing(after, signers) === 0;
        expect(events.filter(({ type }) => type === 'MetadataRootPublished')).toHaveLength(isEnough ? 1 : 0);
      }),
    );
  });

  test('would be caught forgetting the root before it, or asking for one signature where more must be', () => {
    const forgetful: typeof metadataRoot = {
      ...metadataRoot,
      evolve(state, event) {
        const { open } = metadataRoot.evolve(state, event);
        return { open: open && { ...open, before: { keyIds: [], threshold: 0 } } };
      },
    };
    const easy: typeof metadataRoot = {
      ...metadataRoot,
      evolve(state, event) {
        const { open } = metadataRoot.evolve(state, event);
        return { open: open && { ...open, after: { ...open.after, threshold: Math.min(open.after.threshold, 1) } } };
      },
    };
    for (const broken of [forgetful, easy]) {
      const property = fc.property(story, ({ before, after, signers }) =>
        isHonest(run([propose(after.keyIds, after.threshold, before), ...signers.map((each) => sign(each))], broken)),
      );
      expect(fc.check(property, { numRuns: 2_000 }).failed).toBe(true);
    }
  });

  test('waits for thirty days, and makes room for another one only then or when it is discarded', () => {
    const before = { keyIds: ['a'], threshold: 1 };
    const first = run([propose(['a', 'b'], 2, before)]);
    const state = replay(metadataRoot, first);
    expect(() => metadataRoot.decide(propose(['c'], 1, before), state)).toThrow(/waits for signatures already/);
    expect(() => metadataRoot.decide(sign('a', '2026-12-02T00:00:00.000Z'), state)).toThrow(/waited too long/);
    const later = { ...propose(['c'], 1, before), now: '2026-12-02T00:00:00.000Z' } as MetadataRootCommand;
    expect(metadataRoot.decide(later, state)).toMatchObject([{ type: 'MetadataRootProposed' }]);
    const gone = metadataRoot.decide({ type: 'DiscardMetadataRoot', version: 2, reason: 'a wrong key' }, state);
    expect(metadataRoot.decide(propose(['c'], 1, before), replay(metadataRoot, [...first, ...gone]))).toHaveLength(1);
  });

  test('cannot ask for more keys than it has, for none, or for one under two names', () => {
    const before = { keyIds: ['a'], threshold: 1 };
    const refused = (command: MetadataRootCommand) => () => metadataRoot.decide(command, { open: null });
    expect(refused(propose(['a'], 2, before))).toThrow(/can be asked for/);
    expect(refused(propose(['a'], 0, before))).toThrow(/can be asked for/);
    expect(refused(propose([], 0, before))).toThrow(/1 to 16 keys/);
    expect(refused(propose(['a', 'a'], 1, before))).toThrow(/twice/);
  });
});
