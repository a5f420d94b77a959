/**
 * Enrollment tokens: one use, minutes to live. Whoever redeems one becomes a pending device in the place the token
 * names. The decider never sees the secret; time comes in the command, from the database's clock.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedLabels, type LabelPair } from '../naming/labels.ts';
import { checkedChannel } from '../naming/words.ts';
import type { EnrollmentTokenEvent } from './events.ts';

/** Minutes a token can live at most. */
export const tokenTtlMaxMinutes = 15;

/** One token as its stream tells it. */
export type EnrollmentTokenState =
  | { readonly stage: 'absent' }
  | { readonly stage: 'open'; readonly expiresAt: string }
  | { readonly stage: 'redeemed'; readonly deviceId: string }
  | { readonly stage: 'revoked' };

/** Create a token that expires `ttlMinutes` after `now`. */
export type CreateEnrollmentToken = {
  readonly type: 'CreateEnrollmentToken';
  readonly tokenId: string;
  readonly domainId: string;
  readonly locationId: string | null;
  readonly labels: readonly LabelPair[];
  readonly channel: string;
  readonly ttlMinutes: number;
  /** RFC 3339. */
  readonly now: string;
};

/** Use the token up for a device. */
export type RedeemEnrollmentToken = {
  readonly type: 'RedeemEnrollmentToken';
  readonly tokenId: string;
  readonly deviceId: string;
  readonly now: string;
};

/** Make an unused token worthless. */
export type RevokeEnrollmentToken = {
  readonly type: 'RevokeEnrollmentToken';
  readonly tokenId: string;
  readonly now: string;
};

/** Every command of a token. */
export type EnrollmentTokenCommand = CreateEnrollmentToken | RedeemEnrollmentToken | RevokeEnrollmentToken;

/** The decider of the stream `enrollment_token-<id>`. */
export const enrollmentToken: Decider<EnrollmentTokenState, EnrollmentTokenCommand, EnrollmentTokenEvent> & {
  category: string;
} = {
  category: 'enrollment_token',
  initialState: { stage: 'absent' },
  decide(command, state) {
    switch (command.type) {
      case 'CreateEnrollmentToken':
        return [create(command, state)];
      case 'RedeemEnrollmentToken': {
        assertOpen(state, command.now);
        return [{ type: 'EnrollmentTokenRedeemed', data: { tokenId: command.tokenId, deviceId: command.deviceId } }];
      }
      case 'RevokeEnrollmentToken': {
        assertOpen(state, command.now);
        return [{ type: 'EnrollmentTokenRevoked', data: { tokenId: command.tokenId } }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'EnrollmentTokenCreated':
        return { stage: 'open', expiresAt: event.data.expiresAt };
      case 'EnrollmentTokenRedeemed':
        return { stage: 'redeemed', deviceId: event.data.deviceId };
      case 'EnrollmentTokenRevoked':
        return { stage: 'revoked' };
      case 'EnrollmentTokenReuseAttempted':
      default:
        return state;
    }
  },
};

function create(command: CreateEnrollmentToken, state: EnrollmentTokenState): EnrollmentTokenEvent {
  if (state.stage !== 'absent') throw new Refusal('CONFLICT', 'This enrollment token exists already.');
  const { tokenId, domainId, locationId, ttlMinutes } = command;
  if (!Number.isInteger(ttlMinutes) || ttlMinutes < 1 || ttlMinutes > tokenTtlMaxMinutes) {
    const words = `A token lives 1 to ${tokenTtlMaxMinutes} minutes; ttlMinutes is ${ttlMinutes}.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'ttlMinutes' });
  }
  const labels = checkedLabels(command.labels);
  const channel = checkedChannel(command.channel);
  const expiresAt = new Date(Date.parse(command.now) + ttlMinutes * 60_000).toISOString();
  return { type: 'EnrollmentTokenCreated', data: { tokenId, domainId, locationId, labels, channel, expiresAt } };
}

/** Refuses unless the token can still be used, with words for whoever holds it. */
function assertOpen(state: EnrollmentTokenState, now: string): void {
  switch (state.stage) {
    case 'absent':
      throw new Refusal('NOT_FOUND', 'This enrollment token does not exist. Ask an operator for a new one.');
    case 'redeemed':
      throw new Refusal('CONFLICT', 'This enrollment token was used already; each works once. Ask for a new one.', {
        token: 'REDEEMED',
      });
    case 'revoked':
      throw new Refusal('FORBIDDEN', 'This enrollment token was revoked. Ask an operator for a new one.', {
        token: 'REVOKED',
      });
    case 'open':
      if (Date.parse(now) >= Date.parse(state.expiresAt)) {
        throw new Refusal('FORBIDDEN', 'This enrollment token has expired. Ask an operator for a new one.', {
          token: 'EXPIRED',
          expiresAt: state.expiresAt,
        });
      }
  }
}
