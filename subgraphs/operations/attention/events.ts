/** What people, and the clock on their behalf, said about an attention item, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** Which item: its id is one occurrence, its key what it is about, e.g. `site:<location id>`. */
export type AboutItem = { readonly itemId: string; readonly itemKey: string };

/** Somebody has seen it and takes it on. */
export type AttentionAcknowledged = Event<'AttentionAcknowledged', AboutItem>;

/** Somebody does not want to see it before a moment. `score` is what it was then. */
export type AttentionSnoozed = Event<
  'AttentionSnoozed',
  AboutItem & {
    /** RFC 3339. */
    readonly until: string;
    readonly score: number;
  }
>;

/** A snoozed item is back: its time is over, or it grew much worse. */
export type AttentionWoken = Event<'AttentionWoken', AboutItem & { readonly cause: 'TIME' | 'WORSE' }>;

/** Somebody is to look after it. */
export type AttentionAssigned = Event<'AttentionAssigned', AboutItem & { readonly ownerId: string }>;

/** It is the same trouble as another item, and is looked after there. */
export type AttentionMerged = Event<'AttentionMerged', AboutItem & { readonly intoId: string }>;

/** It is no trouble, for this reason. */
export type AttentionDismissed = Event<'AttentionDismissed', AboutItem & { readonly reason: string }>;

/** Somebody says it is done, though its cause may last. */
export type AttentionResolved = Event<'AttentionResolved', AboutItem>;

/** Every fact of the stream `attention-<item id>`. */
export type AttentionEvent =
  | AttentionAcknowledged
  | AttentionSnoozed
  | AttentionWoken
  | AttentionAssigned
  | AttentionMerged
  | AttentionDismissed
  | AttentionResolved;
