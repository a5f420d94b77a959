/**
 * How a device gets an identity again whose credentials a person rotated: it makes a new key, and proves both that it
 * holds the new one and that it held the old one. The old key alone gets nothing any more, and it proves nothing after
 * the moment that the rotation named.
 */
import { createHash } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { replay } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { handle } from '@flotilla/kernel/handle';
import { invariant } from '@flotilla/kernel/invariant';
import { readStream } from '@flotilla/kernel/log/read';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Viewer } from '@flotilla/kernel/viewer';
import { deviceAggregate } from '../aggregates.ts';
import type { CertificateAuthority } from '../certificate/certificate-authority.ts';
import type { KeyStore } from '@flotilla/kernel/key-store';
import { isFreshNonce, isSignedBy, newNonce } from '../certificate/proof.ts';
import { requestedKey } from '../certificate/signing-request.ts';
import type { CommandKeys } from '../command/desk/command-keys.ts';
import type { DeviceEvent } from '../device/events.ts';
import type { DeviceClaim, RenewIdentityInput } from './graphql.ts';

/** What identities are renewed with. */
export type RenewalParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly authority: CertificateAuthority;
  readonly keyStore: KeyStore;
  readonly certificateLifetimeMs: number;
  readonly commandKeys: Pick<CommandKeys, 'of'>;
};

/** The text that both keys sign: it binds the proof to the one new key. `newKey` is base64 of its public key's DER. */
export function renewalText(deviceId: string, nonce: string, newKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(newKey, 'base64')).digest('hex');
  return `flotilla renew ${deviceId} ${nonce} ${digest}`;
}

/** Renews the identity of a device. Refuses alike whether the device exists or not: ids are not to be tried out. */
export async function renewIdentity(
  parts: RenewalParts,
  input: RenewIdentityInput,
  viewer: Viewer,
): Promise<DeviceClaim> {
  const { database, keyStore, authority, certificateLifetimeMs: lifetimeMs } = parts;
  const { deviceId, nonce, oldKeySignature, newKeySignature } = input;
  const newKey = await requestedKey(input.csrPem);
  if (!isFreshNonce(keyStore, { deviceId, nonce, nowMs: Date.now() })) {
    throw new Refusal('CONFLICT', 'This nonce cannot be used any more. Sign the one in details.nonce.', {
      nonce: newNonce(keyStore, deviceId, Date.now()),
    });
  }
  const text = renewalText(deviceId, nonce, newKey);
  if (!isSignedBy(newKey, text, newKeySignature)) throw notProved('newKeySignature');
  const history = await database.inTenant(everyTenant, (em) =>
    readStream<DeviceEvent>(em, streamOf(deviceAggregate.category, deviceId)),
  );
  const state = replay(deviceAggregate, history);
  const tenantId = history[0]?.tenantId;
  if (state.stage !== 'known' || tenantId === undefined) throw notProved('oldKeySignature');
  const oldKeys = [...(state.rotation?.keys ?? []), ...everAccepted(history)];
  const provedKey = oldKeys.find((key) => isSignedBy(key, text, oldKeySignature));
  if (provedKey === undefined) throw notProved('oldKeySignature');
  if (state.trust === 'REVOKED') throw new Refusal('FORBIDDEN', 'This device was revoked.', { trust: state.trust });
  const now = new Date();
  const certificate = await authority.issueForDevice({ tenantId, deviceId, publicKey: newKey, now, lifetimeMs });
  const command = { type: 'RenewIdentity', provedKey, certificate, now: now.toISOString() } as const;
  const actor = `device:${deviceId}`;
  const renewed = await handle(database, deviceAggregate, { id: deviceId, command, viewer, tenantId, actor });
  parts.tail.committed();
  invariant(renewed.state.stage === 'known', 'a device that was renewed is known');
  return {
    deviceId,
    trust: renewed.state.trust,
    nonce: newNonce(keyStore, deviceId, Date.now()),
    certificatePem: (renewed.state.next ?? renewed.state.current)?.pem ?? null,
    caPem: authority.certificatePem,
    commandKey: (await parts.commandKeys.of(tenantId)).publicKey,
    retryAfterMs: null,
  };
}

/** Keys of the past prove who asks; whether they still count is decided by the state. */
function everAccepted(history: readonly DeviceEvent[]): string[] {
  return history.flatMap(({ type, data }) =>
    type === 'DeviceClaimed'
      ? [data.publicKey]
      : type === 'DeviceCertificateIssued'
        ? [data.certificate.publicKey]
        : [],
  );
}

function notProved(element: string): Refusal {
  return new Refusal('FORBIDDEN', 'The signature is not by the key of this device.', { element });
}
