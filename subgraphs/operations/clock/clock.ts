/** The clock of a tenant's attention: it has no state to speak of, since what is due is known to whoever asks it. */
import type { Decider } from '@flotilla/kernel/decider';
import type { ClockEvent } from './events.ts';

/** Nothing is remembered: an item that is told twice was due once. */
export type ClockState = null;

/** Tell that the deadlines of some items have passed. */
export type PassDeadlines = { readonly type: 'PassDeadlines'; readonly keys: readonly string[] };

/** The decider of the stream `attention_clock-<tenant id>`. */
export const clock: Decider<ClockState, PassDeadlines, ClockEvent> & { category: string } = {
  category: 'attention_clock',
  initialState: null,
  decide({ keys }) {
    return keys.length === 0 ? [] : [{ type: 'AttentionDeadlinePassed', data: { keys } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AttentionDeadlinePassed':
        return null;
      default:
        return state;
    }
  },
};
