import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultDomainSettings,
  domainSettings,
  inheritedSettings,
  settingBounds,
  type SetDomainSettings,
} from './domain-settings.ts';
import type { DomainSettingsEvent } from './events.ts';

const set = (changes: SetDomainSettings['changes']): SetDomainSettings => ({
  type: 'SetDomainSettings',
  domainId: 'd',
  changes,
  inherited: defaultDomainSettings,
});

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
  return 'accepted';
}

describe('the settings of a domain', () => {
  test('are what it sets itself, else what the nearest domain above sets, else the defaults', () => {
    const root = { clockSkewMaxS: 10, cardinalityBudget: 8 };
    expect(inheritedSettings([root, { clockSkewMaxS: 20 }, {}])).toEqual({
      ...defaultDomainSettings,
      clockSkewMaxS: 20,
      cardinalityBudget: 8,
    });
  });

  test('go back to what is inherited when they are set to null, and stay when they are absent', () => {
    const first = domainSettings.decide(set({ clockSkewMaxS: 10, cardinalityBudget: 8 }), domainSettings.initialState);
    const second = domainSettings.decide(set({ clockSkewMaxS: null }), replay(domainSettings, first));
    expect(second).toMatchObject([{ data: { settings: { cardinalityBudget: 8 } } }]);
    expect(Object.keys(second[0]?.data.settings ?? {})).toEqual(['cardinalityBudget']);
  });

  test('can say that no release is pinned although one is pinned above', () => {
    const [event] = domainSettings.decide(set({ pinnedAgentVersion: '' }), domainSettings.initialState);
    const above = { pinnedAgentVersion: '2.1.0' };
    expect(inheritedSettings([above, event?.data.settings ?? {}]).pinnedAgentVersion).toBeNull();
  });

  test.each(Object.keys(settingBounds) as (keyof typeof settingBounds)[])('refuse %s outside its bounds', (name) => {
    const { min, max, isWhole } = settingBounds[name];
    const values = [min - 1, max + 1, Number.NaN, ...(isWhole ? [min + 0.5] : [])];
    for (const value of values) {
      expect(codeOf(() => domainSettings.decide(set({ [name]: value }), domainSettings.initialState))).toBe(
        'INVALID_INPUT',
      );
    }
    const { [name]: standard } = defaultDomainSettings;
    expect(standard >= min && standard <= max).toBe(true);
  });

  test('never let a device be lost before it is late', () => {
    const late = set({ delayedAfterIntervals: 7 });
    expect(codeOf(() => domainSettings.decide(late, domainSettings.initialState))).toBe('INVALID_INPUT');
  });

  test('any sequence of accepted commands replays to the same state, and changing nothing records nothing', () => {
    const changes = fc.record(
      {
        clockSkewMaxS: fc.option(fc.integer({ min: 1, max: 9 })),
        clonePolicy: fc.option(fc.constantFrom('ALERT' as const, 'QUARANTINE' as const)),
        cardinalityBudget: fc.option(fc.integer({ min: 1, max: 3 })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(changes), (all) => {
        const events: DomainSettingsEvent[] = [];
        let live = domainSettings.initialState;
        for (const each of all) {
          const decided = domainSettings.decide(set(each), live);
          events.push(...decided);
          live = replay({ ...domainSettings, initialState: live }, decided);
          expect(domainSettings.decide(set(each), live)).toEqual([]);
        }
        expect(replay(domainSettings, events)).toEqual(live);
      }),
    );
  });
});
