/**
 * The one abstraction every aggregate is built on: decide what a command means, evolve what an
 * event changes. Both are pure: no clock, no I/O, no randomness; what they need comes in the command.
 */
import type { Event } from './event.ts';

/** The pure heart of an aggregate. */
export interface Decider<State, Command, E extends Event> {
  /** The state before anything happened. */
  readonly initialState: State;
  /** The facts a command causes, possibly none. Throws a `Refusal` when the state does not allow it. */
  decide(command: Command, state: State): readonly E[];
  /** The state after one fact. Never refuses: what is recorded has happened. */
  evolve(state: State, event: E): State;
}

/** The state after a history of facts. */
export function replay<State, Command, E extends Event>(
  decider: Decider<State, Command, E>,
  events: Iterable<E>,
): State {
  let state = decider.initialState;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}
