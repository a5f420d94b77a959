import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDomainSettings, type DomainSettings } from '../domain-settings/domain-settings.ts';
import { codesOf, degradedReasons, settle, type Candidate, type DeviceFacts } from './degraded.ts';

const well: DeviceFacts = {
  agentVersion: '2.4.1',
  health: 'OK',
  clockSkewS: 0.2,
  capabilities: ['replay', 'commands'],
  knownCapabilities: ['replay', 'commands'],
  collectors: [
    { name: 'psi', state: 'OK', reason: null },
    { name: 'ebpf', state: 'MISSING', reason: 'no kernel support' },
  ],
  seriesCount: 21,
  policyAgeS: 60,
};
const settings = { ...defaultDomainSettings, pinnedAgentVersion: '2.4.0' };
const codes = (facts: Partial<DeviceFacts>, more: Partial<DomainSettings> = {}) =>
  codesOf(degradedReasons({ ...well, ...facts }, { ...settings, ...more }));

describe('reasons for concern', () => {
  test('are none for a device that is well, nor for what it does not say', () => {
    expect(codes({})).toBe('');
    const silent = {
      clockSkewS: null,
      capabilities: null,
      knownCapabilities: null,
      seriesCount: null,
      policyAgeS: null,
    };
    expect(codes({ ...silent, collectors: [], health: 'UNKNOWN' }, { pinnedAgentVersion: null })).toBe('');
  });

  test.each([
    ['VERSION_SKEW', { agentVersion: '2.1.9' }],
    ['VERSION_SKEW', { agentVersion: '3.4.0' }],
    ['VERSION_SKEW', { agentVersion: 'nightly' }],
    ['', { agentVersion: '2.2.0' }],
    ['MISSING_CAPABILITY', { capabilities: ['replay'] }],
    ['FAILING_COLLECTOR', { collectors: [{ name: 'psi', state: 'FAILING', reason: 'EACCES' }] }],
    ['CARDINALITY_BUDGET', { seriesCount: 65 }],
    ['', { seriesCount: 64 }],
    ['STALE_POLICY', { policyAgeS: 604_801 }],
    ['CLOCK_SKEW', { clockSkewS: -301 }],
    ['CLOCK_SKEW', { clockSkewS: 301 }],
    ['HEALTH', { health: 'FAILED' }],
  ] satisfies [string, Partial<DeviceFacts>][])('%s: %j', (expected, facts) => {
    expect(codes(facts)).toBe(expected);
  });

  test('name the numbers behind them', () => {
    const reasons = degradedReasons({ ...well, clockSkewS: 512.4, agentVersion: '2.0.0' }, settings);
    expect(reasons.map(({ detail }) => detail)).toEqual([
      'runs 2.0.0, pinned is 2.4.0, 4 minor versions apart',
      'clock is 512 s off, 300 s allowed',
    ]);
  });

  test('that are numbers end only clearly below their bound', () => {
    const declared = new Set(['CLOCK_SKEW'] as const);
    const at = (clockSkewS: number) => codesOf(degradedReasons({ ...well, clockSkewS }, settings, declared));
    expect([at(299), at(271), at(269)]).toEqual(['CLOCK_SKEW', 'CLOCK_SKEW', '']);
  });
});

describe('what was seen a moment ago', () => {
  /** Facts that looks once a second come to, with the codes each look observes. */
  function told(observed: readonly string[], holdMs: number): { at: number; codes: string }[] {
    let [candidate, declared]: [Candidate, string] = [null, ''];
    return observed.flatMap((codesNow, second) => {
      const nowMs = second * 1_000;
      const outcome = settle(candidate, { declared, observed: codesNow, nowMs, holdMs });
      candidate = outcome.candidate;
      if (!outcome.isSettled) return [];
      declared = codesNow;
      return [{ at: nowMs, codes: codesNow }];
    });
  }

  test('is a fact once it has lasted, and not before', () => {
    expect(told(['', 'A', 'A', 'A', 'A', 'A'], 3_000)).toEqual([{ at: 4_000, codes: 'A' }]);
    expect(told(['', 'A', '', 'A', '', 'A'], 3_000)).toEqual([]);
  });

  test('never makes facts follow each other faster than it has to last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('', 'A', 'A B'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (seen, s) => {
          const facts = told(seen, s * 1_000);
          facts.forEach(({ at }, n) => expect(at - (facts[n - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(s * 1_000));
          expect(told(seen, 0).length).toBeGreaterThanOrEqual(facts.length);
        },
      ),
    );
  });

  test('would flap without the hold, and this comparison shows it', () => {
    const flapping = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 'A' : ''));
    expect(told(flapping, 0)).toHaveLength(20);
    expect(told(flapping, 2_000)).toEqual([]);
  });
});
