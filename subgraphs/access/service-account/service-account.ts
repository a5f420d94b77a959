/**
 * A service account: a machine's scoped, expiring right to act in one tenant. Nothing can be widened or prolonged
 * later; who needs more creates another account, so a leaked token never grows.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { unreachable } from '@flotilla/kernel/invariant';
import type { Scope, ServiceAccountEvent } from './events.ts';

/** Everything a service account can be allowed to do. */
export const scopes: readonly Scope[] = ['fleet:read', 'fleet:write', 'telemetry:read', 'access:read', 'access:write'];

/** Where a service account is in its life; expiry is read from the clock. */
export type ServiceAccountState =
  | { readonly stage: 'ABSENT' }
  | {
      readonly stage: 'ISSUED';
      readonly serviceAccountId: string;
      readonly scopes: readonly Scope[];
      readonly expiresAt: string;
    }
  | { readonly stage: 'REVOKED'; readonly serviceAccountId: string };

/** Every command a service account understands. */
export type ServiceAccountCommand =
  | {
      readonly type: 'CreateServiceAccount';
      readonly serviceAccountId: string;
      readonly name: string;
      readonly scopes: readonly string[];
      readonly ttlHours: number;
      readonly secretHash: string;
      /** RFC 3339: the clock of whoever creates the account. */
      readonly now: string;
      /** What the creator may pass on. */
      readonly grantable: readonly string[];
    }
  | { readonly type: 'RevokeServiceAccount' };

const nameLengthMax = 80;
const ttlHoursMax = 366 * 24;

/** The pure heart of the service account aggregate. */
export const serviceAccount: Decider<ServiceAccountState, ServiceAccountCommand, ServiceAccountEvent> = {
  initialState: { stage: 'ABSENT' },

  decide(command, state) {
    switch (command.type) {
      case 'CreateServiceAccount':
        return create(command, state);
      case 'RevokeServiceAccount':
        if (state.stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such service account.');
        if (state.stage === 'REVOKED') return [];
        return [{ type: 'ServiceAccountRevoked', data: { serviceAccountId: state.serviceAccountId } }];
      default:
        return unreachable(command);
    }
  },

  evolve(_state, event) {
    switch (event.type) {
      case 'ServiceAccountCreated': {
        const { serviceAccountId, scopes: granted, expiresAt } = event.data;
        return { stage: 'ISSUED', serviceAccountId, scopes: granted, expiresAt };
      }
      case 'ServiceAccountRevoked':
        return { stage: 'REVOKED', serviceAccountId: event.data.serviceAccountId };
      default:
        return unreachable(event);
    }
  },
};

function create(
  command: Extract<ServiceAccountCommand, { type: 'CreateServiceAccount' }>,
  state: ServiceAccountState,
): ServiceAccountEvent[] {
  if (state.stage !== 'ABSENT') throw new Refusal('CONFLICT', 'This service account exists already.');
  const name = command.name.trim();
  if (name === '' || name.length > nameLengthMax) {
    throw new Refusal('INVALID_INPUT', `A service account needs a name of 1 to ${nameLengthMax} characters.`, {
      field: 'name',
    });
  }
  const { ttlHours } = command;
  if (!Number.isInteger(ttlHours) || ttlHours < 1 || ttlHours > ttlHoursMax) {
    throw new Refusal('INVALID_INPUT', `A service account lives 1 to ${ttlHoursMax} hours.`, { field: 'ttlHours' });
  }
  const { serviceAccountId, secretHash } = command;
  const expiresAt = new Date(Date.parse(command.now) + ttlHours * 3_600_000).toISOString();
  const granted = grantedScopes(command.scopes, command.grantable);
  return [{ type: 'ServiceAccountCreated', data: { serviceAccountId, name, scopes: granted, expiresAt, secretHash } }];
}

function grantedScopes(wanted: readonly string[], grantable: readonly string[]): Scope[] {
  const unknown = wanted.find((scope) => !scopes.includes(scope as Scope));
  if (unknown !== undefined || wanted.length === 0) {
    throw new Refusal('INVALID_INPUT', `Name at least one scope out of ${scopes.join(', ')}.`, {
      field: 'scopes',
      ...(unknown === undefined ? {} : { scope: unknown }),
    });
  }
  const refused = wanted.find((scope) => !grantable.includes(scope));
  if (refused !== undefined) {
    throw new Refusal('FORBIDDEN', `You cannot pass on the scope ${refused} because you do not hold it.`, {
      scope: refused,
    });
  }
  return scopes.filter((scope) => wanted.includes(scope));
}
