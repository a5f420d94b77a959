/** What time alone brings about, as facts: projections have no clock, so the clock speaks through the log. */
import type { Event } from '@flotilla/kernel/event';

/** The moment has come at which some items were to be looked at again. */
export type AttentionDeadlinePassed = Event<'AttentionDeadlinePassed', { readonly keys: readonly string[] }>;

/** Every fact of the stream `attention_clock-<tenant id>`. */
export type ClockEvent = AttentionDeadlinePassed;
