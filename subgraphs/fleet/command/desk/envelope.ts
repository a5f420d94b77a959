/**
 * What a device checks before it does anything: the command as one text, signed by its tenant's key. Whoever carries it
 * can neither widen it, nor turn it to another device, nor give it longer to live.
 */
import { canonicalJson } from '@flotilla/kernel/canonical-json';
import type { CommandQueued } from '../events.ts';
import type { CommandKey } from './command-keys.ts';

/** A signed command. */
export type SignedEnvelope = { readonly envelope: string; readonly signature: string };

/** The text of a command as its device believes it. Everything beside it informs only. */
export function envelopeText(tenantId: string, data: CommandQueued['data']): string {
  const { commandId, deviceId, kind, payload, authorityId, authorityEpoch, expiresAt, delivery, idempotencyKey } = data;
  return canonicalJson({
    commandId,
    tenantId,
    deviceId,
    kind,
    payload,
    authorityId,
    authorityEpoch,
    expiresAt,
    delivery,
    idempotencyKey,
  });
}

/** Signs a command. */
export function sealed(key: CommandKey, tenantId: string, data: CommandQueued['data']): SignedEnvelope {
  const envelope = envelopeText(tenantId, data);
  return { envelope, signature: key.sign(envelope) };
}
