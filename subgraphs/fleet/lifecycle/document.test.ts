import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { connectivityModes, connectivityTransitions } from '../connectivity/connectivity.ts';
import { lifecycleDocument } from './document.ts';
import { lifecyclePhases, phaseTransitions } from './phase.ts';
import { isTrue, stateWord, stateWords } from './state-word.ts';
import { trustStates, trustTransitions } from './trust.ts';

const standings = trustStates.flatMap((trust) =>
  lifecyclePhases.flatMap((phase) => connectivityModes.map((mode) => ({ trust, phase, mode }))),
);

describe('docs/lifecycle.md', () => {
  const text = readFileSync(new URL('../../../docs/lifecycle.md', import.meta.url), 'utf8');

  test('is what the tables say; if not, run subgraphs/fleet/lifecycle/write-document.ts', () => {
    expect(text).toBe(lifecycleDocument());
  });

  test('draws every transition of the three tables and no other', () => {
    const drawn = [...text.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} ${to}`);
    const tables = [trustTransitions, phaseTransitions, connectivityTransitions].flatMap((table) =>
      Object.entries<readonly string[]>(table).flatMap(([from, next]) => next.map((to) => `${from} ${to}`)),
    );
    expect(drawn).toEqual(tables);
  });
});

describe('the readable word', () => {
  test('has exactly one true predicate for any standing, and every word is some device', () => {
    for (const standing of standings) {
      const words = stateWords.filter(({ when }) => isTrue(when, standing)).map(({ word }) => word);
      expect(words, JSON.stringify(standing)).toEqual([stateWord(standing)]);
    }
    expect(new Set(standings.map(stateWord))).toEqual(new Set(stateWords.map(({ word }) => word)));
  });

  test('says what the device does where it is well, and what stops it where it is not', () => {
    const trusted = { trust: 'TRUSTED', phase: 'ACTIVE', mode: 'AUTONOMOUS' } as const;
    expect(stateWord(trusted)).toBe('AUTONOMOUS_BUFFERING');
    expect(stateWord({ ...trusted, mode: 'REPLAYING' })).toBe('REPLAYING_APPLYING');
    expect(stateWord({ ...trusted, phase: 'DEGRADED' })).toBe('AUTONOMOUS_DEGRADED');
    expect(stateWord({ ...trusted, trust: 'QUARANTINED' })).toBe('QUARANTINED_AUTONOMOUS');
    expect(stateWord({ ...trusted, trust: 'REVOKED' })).toBe('REVOKED');
  });
});
