/**
 * A session: one person in one browser. Expiry and idleness are not events, because nothing happens: the reader of
 * a session compares its times with the clock. Being seen is not an event either; it is kept beside the log.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { unreachable } from '@flotilla/kernel/invariant';
import type { SessionEndReason, SessionEvent } from './events.ts';

/** Where a session is in its life. */
export type SessionState =
  | { readonly stage: 'ABSENT' }
  | { readonly stage: 'STARTED'; readonly sessionId: string; readonly userId: string; readonly expiresAt: string }
  | { readonly stage: 'REVOKED'; readonly sessionId: string; readonly userId: string };

/** Every command a session understands. */
export type SessionCommand =
  | {
      readonly type: 'StartSession';
      readonly sessionId: string;
      readonly userId: string;
      readonly tokenHash: string;
      readonly userAgent: string | null;
      /** RFC 3339: the clock of whoever starts the session. */
      readonly now: string;
      readonly ttlS: number;
    }
  | { readonly type: 'RevokeSession'; readonly reason: SessionEndReason };

const userAgentLengthMax = 200;

/** The pure heart of the session aggregate. */
export const session: Decider<SessionState, SessionCommand, SessionEvent> = {
  initialState: { stage: 'ABSENT' },

  decide(command, state) {
    switch (command.type) {
      case 'StartSession':
        return start(command, state);
      case 'RevokeSession':
        if (state.stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such session.');
        if (state.stage === 'REVOKED') return [];
        return [
          {
            type: 'SessionRevoked',
            data: { sessionId: state.sessionId, userId: state.userId, reason: command.reason },
          },
        ];
      default:
        return unreachable(command);
    }
  },

  evolve(_state, event) {
    switch (event.type) {
      case 'SessionStarted': {
        const { sessionId, userId, expiresAt } = event.data;
        return { stage: 'STARTED', sessionId, userId, expiresAt };
      }
      case 'SessionRevoked':
        return { stage: 'REVOKED', sessionId: event.data.sessionId, userId: event.data.userId };
      default:
        return unreachable(event);
    }
  },
};

function start(command: Extract<SessionCommand, { type: 'StartSession' }>, state: SessionState): SessionEvent[] {
  if (state.stage !== 'ABSENT') throw new Refusal('CONFLICT', 'This session exists already.');
  const { sessionId, userId, tokenHash } = command;
  // Characters that could forge a log line or a table cell are not part of any honest browser's name.
  const userAgent = command.userAgent?.replace(/[^\x20-\x7e]/g, '').slice(0, userAgentLengthMax) || null;
  const expiresAt = new Date(Date.parse(command.now) + command.ttlS * 1000).toISOString();
  return [{ type: 'SessionStarted', data: { sessionId, userId, tokenHash, userAgent, expiresAt } }];
}
