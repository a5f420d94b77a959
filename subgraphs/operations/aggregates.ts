/** The aggregates of operations, each wired to the rows it writes. */
import type { Aggregate } from '@flotilla/kernel/aggregate';
import { attention, type AttentionCommand, type AttentionState } from './attention/attention.ts';
import type { AttentionEvent } from './attention/events.ts';
import { projectVerdict } from './attention/projection.ts';

/** What people said of items, in streams `attention-<item id>`. */
export const attentionAggregate: Aggregate<AttentionState, AttentionCommand, AttentionEvent> = {
  ...attention,
  project: projectVerdict,
};
