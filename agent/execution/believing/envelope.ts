/**
 * Whether a delivered command is to be believed: pure. It must be signed by the key of the tenant's commands, be meant for
 * this device, be in time by the server's clock, and come from an authority that was not replaced since.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { commandKinds, type DeliveredCommand, type Order } from '../orders.ts';

/** By what a delivery is judged. */
export type Belief = {
  readonly deviceId: string;
  /** Base64 of the SubjectPublicKeyInfo, DER, Ed25519. */
  readonly commandKey: string;
  /** The server's time. */
  readonly nowMs: number;
  /** The highest authority epoch that this device ever saw. */
  readonly authorityEpoch: number;
  /** Who held the authority in that epoch, as far as this device was told; null while it was not. */
  readonly authorityId: string | null;
};

/** Why a command is not believed. All but EXPIRED mean that somebody tries something. */
export type DistrustCode = 'SIGNATURE' | 'SHAPE' | 'FOREIGN' | 'EXPIRED' | 'STALE_AUTHORITY' | 'RIVAL_AUTHORITY';

/** What a delivery turned out to be. */
export type Opened =
  | { readonly order: Order; readonly distrust: null }
  | { readonly order: null; readonly distrust: { readonly code: DistrustCode; readonly reason: string } };

/** Longer than any command that a control plane makes. */
const envelopeCharsMax = 262_144;

/** Judges a delivery. Never throws, whatever it is. */
export function openEnvelope({ id, envelope, signature }: DeliveredCommand, belief: Belief): Opened {
  if (envelope.length > envelopeCharsMax) return distrust('SHAPE', 'Its envelope is too long.');
  if (!isSigned(envelope, signature, belief.commandKey)) {
    return distrust('SIGNATURE', 'Its signature is not by the key of the commands of this tenant.');
  }
  const order = orderIn(envelope);
  if (!order) return distrust('SHAPE', 'Its envelope is not one that this agent understands.');
  if (order.commandId !== id) return distrust('FOREIGN', 'Its envelope is of another command.');
  if (order.deviceId !== belief.deviceId) return distrust('FOREIGN', 'It is meant for another device.');
  if (order.authorityEpoch < belief.authorityEpoch) {
    const { authorityEpoch } = order;
    const words = `It is of authority epoch ${authorityEpoch}; this device knows epoch ${belief.authorityEpoch}.`;
    return distrust('STALE_AUTHORITY', words);
  }
  const isRival = belief.authorityId !== null && order.authorityId !== belief.authorityId;
  if (order.authorityEpoch === belief.authorityEpoch && isRival) {
    const words = `It is of authority ${order.authorityId}; in epoch ${order.authorityEpoch} that is ${belief.authorityId}.`;
    return distrust('RIVAL_AUTHORITY', words);
  }
  if (belief.nowMs >= order.expiresAtMs) return distrust('EXPIRED', 'It expired before it came.');
  return { order, distrust: null };
}

/** The order an envelope says, or null when it is not one. */
export function orderIn(envelope: string): Order | null {
  let said: Readonly<Record<string, unknown>> | null;
  try {
    said = objectOf(JSON.parse(envelope));
  } catch {
    return null;
  }
  const kind = commandKinds.find((known) => known === said?.['kind']);
  const payload = objectOf(said?.['payload']);
  const [commandId, deviceId] = [textOf(said?.['commandId']), textOf(said?.['deviceId'])];
  const authorityEpoch = said?.['authorityEpoch'];
  const expiresAtMs = Date.parse(textOf(said?.['expiresAt']) ?? '');
  if (!said || !kind || !payload || !commandId || !deviceId || Number.isNaN(expiresAtMs)) return null;
  if (typeof authorityEpoch !== 'number' || !Number.isSafeInteger(authorityEpoch)) return null;
  return {
    commandId,
    deviceId,
    kind,
    payload,
    authorityId: textOf(said['authorityId']) ?? '',
    authorityEpoch,
    expiresAtMs,
    // What is not signed to be repeatable is not repeated.
    delivery: said['delivery'] === 'AT_LEAST_ONCE' ? 'AT_LEAST_ONCE' : 'AT_MOST_ONCE',
    idempotencyKey: textOf(said['idempotencyKey']) ?? commandId,
  };
}

function isSigned(envelope: string, signature: string, commandKey: string): boolean {
  try {
    const key: KeyObject = createPublicKey({ key: Buffer.from(commandKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(envelope), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function distrust(code: DistrustCode, reason: string): Opened {
  return { order: null, distrust: { code, reason } };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
