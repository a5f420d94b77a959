import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attention,
  attentionStages,
  attentionTransitions,
  snoozeMaxMs,
  type AttentionCommand,
  type AttentionStage,
} from './attention.ts';
import type { AttentionEvent } from './events.ts';

const item = { itemId: 'i', itemKey: 'site:l' };
const now = '2026-03-01T12:00:00.000Z';
const until = '2026-03-01T13:00:00.000Z';
const lasting = { item, isOver: false };
const commandTo: Readonly<Record<Exclude<AttentionStage, 'OPEN'>, AttentionCommand>> = {
  ACKNOWLEDGED: { ...lasting, type: 'AcknowledgeAttention' },
  ASSIGNED: { ...lasting, type: 'AssignAttention', ownerId: 'u' },
  SNOOZED: { ...lasting, type: 'SnoozeAttention', until, now, score: 50 },
  MERGED: { ...lasting, type: 'MergeAttention', into: { id: 'j', stage: 'OPEN' } },
  DISMISSED: { ...lasting, type: 'DismissAttention', reason: 'a drill' },
  RESOLVED: { ...lasting, type: 'ResolveAttention' },
};
const wake: AttentionCommand = { ...lasting, type: 'WakeAttention', cause: 'TIME' };
const assignTo = (ownerId: string): AttentionCommand => ({ ...lasting, type: 'AssignAttention', ownerId });

function codeOf(commands: readonly AttentionCommand[]): string {
  const events: AttentionEvent[] = [];
  try {
    for (const command of commands) events.push(...attention.decide(command, replay(attention, events)));
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
  return replay(attention, events).stage;
}

function wayTo(stage: AttentionStage): AttentionCommand[] {
  return stage === 'OPEN' ? [] : [commandTo[stage]];
}

describe('an attention item', () => {
  test.for(
    attentionStages.flatMap((from) => Object.keys(commandTo).map((to) => [from, to] as [AttentionStage, never])),
  )('that is %s becomes %s exactly when the table says so', ([from, to]) => {
    const isAllowed = attentionTransitions[from].includes(to);
    const again = to === 'ASSIGNED' ? assignTo('another') : commandTo[to];
    const isSame = from === to && (to as AttentionStage) === 'ACKNOWLEDGED';
    expect(codeOf([...wayTo(from), again])).toBe(isAllowed || isSame ? to : 'CONFLICT');
  });

  test('that is snoozed is woken once, to whoever looked after it', () => {
    expect(codeOf([commandTo.SNOOZED, wake])).toBe('OPEN');
    expect(codeOf([commandTo.ASSIGNED, commandTo.SNOOZED, wake, wake])).toBe('ASSIGNED');
    expect(codeOf([wake])).toBe('OPEN');
    expect(codeOf([commandTo.RESOLVED, wake])).toBe('RESOLVED');
  });

  test('whose cause has ended takes no verdict', () => {
    for (const command of Object.values(commandTo)) expect(codeOf([{ ...command, isOver: true }])).toBe('CONFLICT');
    expect(codeOf([commandTo.SNOOZED, { ...wake, isOver: true }])).toBe('SNOOZED');
  });

  test('cannot be snoozed into the past or for longer than a month', () => {
    const snooze = (ms: number): AttentionCommand => ({
      ...lasting,
      type: 'SnoozeAttention',
      now,
      until: new Date(Date.parse(now) + ms).toISOString(),
      score: 1,
    });
    expect(codeOf([snooze(0)])).toBe('INVALID_INPUT');
    expect(codeOf([snooze(snoozeMaxMs)])).toBe('SNOOZED');
    expect(codeOf([snooze(snoozeMaxMs + 1)])).toBe('INVALID_INPUT');
  });

  test('cannot be merged into itself, nor into one that is closed', () => {
    const into = (id: string, stage: AttentionStage): AttentionCommand => ({
      ...lasting,
      type: 'MergeAttention',
      into: { id, stage },
    });
    expect(codeOf([into('i', 'OPEN')])).toBe('INVALID_INPUT');
    for (const stage of ['MERGED', 'DISMISSED', 'RESOLVED'] as const)
      expect(codeOf([into('j', stage)])).toBe('CONFLICT');
  });

  test.each(['', '  a ', 'x'.repeat(501)])('is not dismissed for the reason %j', (reason) => {
    expect(codeOf([{ ...lasting, type: 'DismissAttention', reason }])).toBe('INVALID_INPUT');
  });
});

const evolve: typeof attention.evolve = (state, event) => attention.evolve(state, event);
const anyCommand = fc.constantFrom(...Object.values(commandTo), wake, assignTo('u'), assignTo('w'));

/** Whether folding what was accepted only ever steps as the table allows. */
function obeysTable(evolve: typeof attention.evolve, commands: readonly AttentionCommand[]): boolean {
  let state = attention.initialState;
  for (const command of commands) {
    let events: readonly AttentionEvent[] = [];
    try {
      events = attention.decide(command, state);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
    for (const event of events) {
      const next = evolve(state, event);
      const woken = event.type === 'AttentionWoken' && state.stage === 'SNOOZED';
      if (!woken && !attentionTransitions[state.stage].includes(next.stage)) return false;
      state = next;
    }
  }
  return true;
}

describe('any verdicts', () => {
  test('step only as the table allows, and replay to the same state', () => {
    fc.assert(fc.property(fc.array(anyCommand), (commands) => obeysTable(evolve, commands)));
  });

  test('would not, were a snooze forgotten by evolve: the planted fault is caught', () => {
    const forgetful: typeof attention.evolve = (state, event) =>
      event.type === 'AttentionSnoozed' ? state : attention.evolve(state, event);
    expect(obeysTable(forgetful, [commandTo.SNOOZED])).toBe(false);
  });
});
