/**
 * The ring of a tenant's signing keys: which are trusted, as what, from when to when, and how many must agree. All keys
 * of a tenant are one stream, because a threshold is a promise about all of them. Pure; keys are read before they come.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedName, checkedReason } from '../naming/words.ts';
import type { KeyRole, ReadKey, Thresholds } from '../verification/key-words.ts';
import type { SigningKeyAdded, SigningKeyEvent } from './events.ts';

const keysMax = 200;
const overlapMaxDays = 365;

/** One key of the ring. */
export type RingKey = {
  readonly name: string;
  readonly role: KeyRole;
  readonly validUntil: string | null;
  readonly isRevoked: boolean;
};

/** The ring as its stream tells it. */
export type SigningKeyState = { readonly keys: Readonly<Record<string, RingKey>>; readonly thresholds: Thresholds };

/** A key that is to be trusted. */
export type NewSigningKey = ReadKey & {
  readonly name: string;
  /** RFC 3339; the moment of the command where nobody says otherwise. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
};

/** Trust a key. */
export type AddSigningKey = {
  readonly type: 'AddSigningKey';
  readonly role: KeyRole;
  readonly key: NewSigningKey;
  readonly now: string;
};

/** Let another key take the place of one, in its role; both are good for so many days. */
export type RotateSigningKey = {
  readonly type: 'RotateSigningKey';
  readonly keyId: string;
  readonly successor: NewSigningKey;
  readonly overlapDays: number;
  readonly now: string;
};

/** Believe nothing of a key any more. */
export type RevokeSigningKey = {
  readonly type: 'RevokeSigningKey';
  readonly keyId: string;
  readonly reason: string;
  readonly now: string;
};

/** Say how many different keys of a role must sign. */
export type SetSigningThreshold = {
  readonly type: 'SetSigningThreshold';
  readonly role: KeyRole;
  readonly threshold: number;
};

/** Every command of a ring. */
export type SigningKeyCommand = AddSigningKey | RotateSigningKey | RevokeSigningKey | SetSigningThreshold;

/** What holds before anybody says anything: whatever runs is signed by one key at least. */
export const defaultThresholds: Thresholds = { RELEASE: 1, BUILD: 0 };

/** The decider of the stream `signing_key-<tenantId>`. */
export const signingKey: Decider<SigningKeyState, SigningKeyCommand, SigningKeyEvent> & { category: string } = {
  category: 'signing_key',
  initialState: { keys: {}, thresholds: defaultThresholds },
  decide(command, state) {
    switch (command.type) {
      case 'AddSigningKey':
        return [added(command.key, { role: command.role, now: command.now, state })];
      case 'RotateSigningKey':
        return rotate(command, state);
      case 'RevokeSigningKey':
        return revoke(command, state);
      case 'SetSigningThreshold':
        return setThreshold(command, state);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'SigningKeyAdded': {
        const { keyId, name, role, validUntil } = event.data;
        return changed(state, keyId, { name, role, validUntil, isRevoked: false });
      }
      case 'SigningKeyRotated':
        return changed(state, event.data.keyId, { validUntil: event.data.validUntil });
      case 'SigningKeyRevoked':
        return changed(state, event.data.keyId, { isRevoked: true });
      case 'SigningThresholdChanged':
        return { ...state, thresholds: { ...state.thresholds, [event.data.role]: event.data.threshold } };
    }
  },
};

type Ground = { readonly role: KeyRole; readonly now: string; readonly state: SigningKeyState };

function added(key: NewSigningKey, { role, now, state }: Ground): SigningKeyAdded {
  const { keyId, algorithm, publicKeyPem } = key;
  const known = state.keys[keyId];
  if (known) {
    const words = known.isRevoked
      ? 'This key was revoked, which is for good. Make a new one.'
      : `This key is on the ring already, as ${known.name}.`;
    throw new Refusal('CONFLICT', words, { keyId, state: known.isRevoked ? 'REVOKED' : 'ADDED' });
  }
  if (Object.keys(state.keys).length >= keysMax) {
    throw new Refusal('LIMIT_EXCEEDED', `A tenant has at most ${keysMax} signing keys.`, { keysMax });
  }
  const name = checkedName(key.name);
  if (Object.values(state.keys).some((each) => each.name === name)) {
    throw new Refusal('CONFLICT', `Another key is called ${name}. Choose another name.`, { element: 'name' });
  }
  const [validFrom, validUntil] = [key.validFrom ?? now, key.validUntil];
  if (validUntil !== null && Date.parse(validUntil) <= Math.max(Date.parse(validFrom), Date.parse(now))) {
    const words = `The key would be over before it begins: validUntil is ${validUntil}. Give a later moment.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'validUntil' });
  }
  return { type: 'SigningKeyAdded', data: { keyId, name, role, algorithm, publicKeyPem, validFrom, validUntil } };
}

function rotate(command: RotateSigningKey, state: SigningKeyState): SigningKeyEvent[] {
  const { keyId, overlapDays, now } = command;
  const old = standing(state, keyId);
  if (!Number.isInteger(overlapDays) || overlapDays < 0 || overlapDays > overlapMaxDays) {
    const words = `Both keys are good for 0 to ${overlapMaxDays} days; overlapDays is ${overlapDays}.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'overlapDays' });
  }
  const wanted = Date.parse(now) + overlapDays * 86_400_000;
  // Rotating never makes the old key last longer than it did.
  const until = old.validUntil === null ? wanted : Math.min(wanted, Date.parse(old.validUntil));
  const successor = added(command.successor, { role: old.role, now, state });
  const validUntil = new Date(until).toISOString();
  return [successor, { type: 'SigningKeyRotated', data: { keyId, successorId: command.successor.keyId, validUntil } }];
}

function revoke({ keyId, reason, now }: RevokeSigningKey, state: SigningKeyState): SigningKeyEvent[] {
  const known = state.keys[keyId];
  if (!known) throw noSuchKey(keyId);
  // Nothing may stand in the way of a revocation: not even that a threshold cannot be met any more.
  if (known.isRevoked) return [];
  return [{ type: 'SigningKeyRevoked', data: { keyId, reason: checkedReason(reason), revokedAt: now } }];
}

function setThreshold({ role, threshold }: SetSigningThreshold, state: SigningKeyState): SigningKeyEvent[] {
  if (state.thresholds[role] === threshold) return [];
  const least = role === 'RELEASE' ? 1 : 0;
  const most = Object.values(state.keys).filter((key) => key.role === role && !key.isRevoked).length;
  if (!Number.isInteger(threshold) || threshold < least || threshold > Math.max(least, most)) {
    const words = `${least} to ${Math.max(least, most)} keys of the role ${role} can be asked for; there are ${most}.`;
    throw new Refusal('INVALID_INPUT', `${words} Add keys first to ask for more.`, { element: 'threshold' });
  }
  return [{ type: 'SigningThresholdChanged', data: { role, threshold } }];
}

function standing(state: SigningKeyState, keyId: string): RingKey {
  const known = state.keys[keyId];
  if (!known) throw noSuchKey(keyId);
  if (known.isRevoked) {
    throw new Refusal('CONFLICT', 'This key was revoked, so nothing takes its place. Add a new key.', { keyId });
  }
  return known;
}

function changed(state: SigningKeyState, keyId: string, change: Partial<RingKey>): SigningKeyState {
  return { ...state, keys: { ...state.keys, [keyId]: { ...state.keys[keyId], ...change } as RingKey } };
}

function noSuchKey(keyId: string): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such signing key in this tenant.', { keyId });
}
