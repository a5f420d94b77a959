/** What can happen to a tenant's public status board, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** The tenant shows its counts to anyone. */
export type StatusBoardPublished = Event<'StatusBoardPublished', Record<string, never>>;

/** The tenant shows nothing to strangers any more. */
export type StatusBoardWithdrawn = Event<'StatusBoardWithdrawn', Record<string, never>>;

/** Every fact of the stream `status_board-<tenantId>`. */
export type StatusBoardEvent = StatusBoardPublished | StatusBoardWithdrawn;
