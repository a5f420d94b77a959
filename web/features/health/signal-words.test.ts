import { describe, expect, it } from 'vitest';
import { measuredText, minutesOf, scopeStateOf, valueText, worstFirstOf } from './signal-words.ts';

describe('the signals of a scope', () => {
  it('are as bad as the worst that is measured, and say how many are not', () => {
    const heard = (state: 'OK' | 'UNKNOWN') => ({ name: 'missed_heartbeats', state }) as const;
    const other = (state: 'OK' | 'WARN' | 'BAD' | 'UNKNOWN') => ({ name: 'backlog', state }) as const;
    expect(scopeStateOf([heard('OK'), other('BAD'), other('WARN')])).toBe('BAD');
    expect(scopeStateOf([heard('OK'), other('UNKNOWN')])).toBe('OK');
    expect(measuredText([{ state: 'OK' }, { state: 'UNKNOWN' }])).toBe('1 of 2 measured');
    expect(measuredText([{ state: 'OK' }])).toBeNull();
    expect(scopeStateOf([])).toBe('UNKNOWN');
    const sorted = worstFirstOf([
      { state: 'OK', n: 1 },
      { state: 'WARN', n: 2 },
      { state: 'OK', n: 3 },
    ] as const);
    expect(sorted.map(({ n }) => n)).toEqual([2, 1, 3]);
  });

  it('do not make a scope well of which nobody is expected to be heard', () => {
    const quiet = { name: 'backlog', state: 'OK' } as const;
    expect(scopeStateOf([{ name: 'missed_heartbeats', state: 'UNKNOWN' }, quiet])).toBe('UNKNOWN');
    expect(
      scopeStateOf([
        { name: 'missed_heartbeats', state: 'UNKNOWN' },
        { ...quiet, state: 'WARN' },
      ]),
    ).toBe('WARN');
  });

  it('are written with their unit, and a missing value is a dash and never zero', () => {
    expect(valueText(4.25, '%')).toBe('4.3 %');
    expect(valueText(1204, 'messages')).toBe('1,204 messages');
    expect(valueText(0, '')).toBe('0');
    expect(valueText(null, '%')).toBe('–');
  });

  it('leave a gap in their trend where a minute has no point', () => {
    const now = Date.parse('2026-01-01T01:00:30Z');
    const minutes = minutesOf(
      [
        { at: '2026-01-01T00:58:00Z', value: 3 },
        { at: '2026-01-01T01:00:00Z', value: 5 },
      ],
      now,
    );
    expect(minutes).toHaveLength(60);
    expect(minutes.slice(-3)).toEqual([3, null, 5]);
  });
});
