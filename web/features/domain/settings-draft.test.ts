import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingGroups } from './setting-kinds.ts';
import { changesOf, draftOf, slipsOf } from './settings-draft.ts';
import type { SettingsFacts } from './settings-fragment.ts';

const settings = {
  setHere: ['autonomyBudgetS', 'pinnedAgentVersion'],
  autonomyBudgetS: 3600,
  pinnedAgentVersion: null,
  delayedAfterIntervals: 2.5,
} as unknown as SettingsFacts;

describe('the draft of a domain’s settings', () => {
  it('shows what is set here as text and what is inherited as nothing', () => {
    const draft = draftOf(settings);
    expect(draft['autonomyBudgetS']).toBe('3600');
    expect(draft['pinnedAgentVersion']).toBe('none');
    expect(draft['delayedAfterIntervals']).toBeNull();
  });

  it('sends only what changed: a value sets, null inherits again, none pins nothing', () => {
    const draft = draftOf(settings);
    expect(changesOf(draft, settings)).toBeUndefined();
    expect(changesOf({ ...draft, autonomyBudgetS: null, delayedAfterIntervals: ' 3 ' }, settings)).toEqual({
      autonomyBudgetS: null,
      delayedAfterIntervals: 3,
    });
    const pinned = { ...settings, pinnedAgentVersion: '1.2.0' };
    expect(changesOf({ ...draftOf(pinned), pinnedAgentVersion: 'none' }, pinned)).toEqual({ pinnedAgentVersion: '' });
  });

  it('names slips of the hand by their field', () => {
    const draft = { ...draftOf(settings), autonomyBudgetS: '1.5', degradedRttMs: 'fast', degradedLossPct: '' };
    expect(Object.keys(slipsOf(draft)).toSorted()).toEqual(['autonomyBudgetS', 'degradedLossPct', 'degradedRttMs']);
  });

  it('has a field for every setting the API takes', () => {
    const schema = readFileSync(join(import.meta.dirname, '../../../schema/api.graphql'), 'utf8');
    const input = /input SetDomainSettingsInput \{([^}]*)\}/.exec(schema)?.[1] ?? '';
    const names = [...input.matchAll(/^ {2}(\w+): /gm)]
      .map(([, name]) => String(name))
      .filter((name) => name !== 'domainId');
    const shown = settingGroups.flatMap(({ kinds }) => kinds.map(({ name }) => name));
    expect(shown.toSorted()).toEqual(names.toSorted());
  });
});
