/** Tests of deciders read as sentences: given facts, when a command, then facts or a refusal. */
import { replay, type Decider } from '@flotilla/kernel/decider';
import { Refusal, type RefusalCode } from '@flotilla/kernel/errors';
import type { Event } from '@flotilla/kernel/event';
import { expect } from 'vitest';

/** Starts a sentence about an aggregate. */
export function specify<State, Command, E extends Event>(decider: Decider<State, Command, E>) {
  return {
    given: (...events: readonly E[]) => ({
      when(command: Command) {
        const decide = () => decider.decide(command, replay(decider, events));
        return {
          records: (...expected: readonly E[]) => expect(decide()).toEqual(expected),
          refuses: (code: RefusalCode, details: Readonly<Record<string, unknown>> = {}) => {
            const refusal = refusalOf(decide);
            expect({ code: refusal.code, details: refusal.details }).toMatchObject({ code, details });
          },
        };
      },
    }),
  };
}

function refusalOf(decide: () => unknown): Refusal {
  try {
    decide();
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
  throw new Error('the command was accepted');
}

/**
 * Gives commands to a decider one after the other, refused ones included, and checks after each that the history,
 * written down and read again as the log does, replays to the same state.
 */
export function expectReplayable<State, Command, E extends Event>(
  decider: Decider<State, Command, E>,
  commands: readonly Command[],
): E[] {
  let state = decider.initialState;
  const history: E[] = [];
  for (const command of commands) {
    for (const event of decided(decider, command, state)) {
      history.push(event);
      state = decider.evolve(state, event);
    }
    expect(replay(decider, JSON.parse(JSON.stringify(history)) as E[])).toEqual(state);
  }
  return history;
}

function decided<State, Command, E extends Event>(
  decider: Decider<State, Command, E>,
  command: Command,
  state: State,
): readonly E[] {
  try {
    return decider.decide(command, state);
  } catch (thrown) {
    if (thrown instanceof Refusal) return [];
    throw thrown;
  }
}
