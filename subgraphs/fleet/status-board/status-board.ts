/** Whether a tenant shows its counts to anyone. */
import type { Decider } from '@flotilla/kernel/decider';
import type { StatusBoardEvent } from './events.ts';

/** The board of one tenant as its stream tells it. */
export type StatusBoardState = { readonly isPublished: boolean };

/** Show the board or take it down. Asking for what is so already changes nothing. */
export type PublishStatusBoard = { readonly type: 'PublishStatusBoard'; readonly isPublished: boolean };

/** The decider of the stream `status_board-<tenantId>`. */
export const statusBoard: Decider<StatusBoardState, PublishStatusBoard, StatusBoardEvent> & { category: string } = {
  category: 'status_board',
  initialState: { isPublished: false },
  decide(command, state) {
    if (command.isPublished === state.isPublished) return [];
    return [{ type: command.isPublished ? 'StatusBoardPublished' : 'StatusBoardWithdrawn', data: {} }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'StatusBoardPublished':
        return { isPublished: true };
      case 'StatusBoardWithdrawn':
        return { isPublished: false };
      default:
        return state;
    }
  },
};
