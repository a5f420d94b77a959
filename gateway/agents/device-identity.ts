/**
 * Who is at the other end of a TLS connection. The certificate is read once per connection; that it was issued by the
 * fleet's authority is TLS's finding, whether the device is trusted is decided in subgraphs at every call.
 */
import type { TLSSocket } from 'node:tls';
import { Refusal } from '@flotilla/kernel/errors';
import { anonymous, type Caller } from '../caller.ts';

/** A device that has no certificate yet. */
export const claimant: Caller = { ...anonymous, kind: 'claimant' };

const known = new WeakMap<TLSSocket, Caller>();

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const deviceUrn = new RegExp(`^URI:urn:flotilla:tenant:(${uuid}):device:(${uuid})$`);

/**
 * The caller of a connection: the device its certificate names, or a claimant when it shows none. Refuses with
 * UNAUTHENTICATED when it shows one that is not the fleet's, not a device's, or over.
 */
export function callerOf(socket: TLSSocket): Caller {
  let caller = known.get(socket);
  if (!caller) {
    caller = identified(socket);
    known.set(socket, caller);
  }
  // A connection may outlive the certificate it was opened with.
  if (Date.now() > caller.expiresAtMs) throw new Refusal('UNAUTHENTICATED', 'The client certificate has expired.');
  return caller;
}

function identified(socket: TLSSocket): Caller {
  const certificate = socket.getPeerCertificate();
  if (Object.keys(certificate).length === 0) return claimant;
  if (!socket.authorized) {
    const reason = String(socket.authorizationError);
    throw new Refusal('UNAUTHENTICATED', "The client certificate is not one of this fleet's.", { reason });
  }
  const names = certificate.subjectaltname?.split(', ') ?? [];
  const [named, ...others] = names.map((name) => deviceUrn.exec(name)).filter((match) => match !== null);
  const [, tenantId, deviceId] = named ?? [];
  if (!tenantId || !deviceId || others.length > 0 || certificate.subject.CN !== deviceId) {
    throw new Refusal('UNAUTHENTICATED', 'The client certificate does not name one device.');
  }
  const certificateFingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  const expiresAtMs = Date.parse(certificate.valid_to);
  return { ...anonymous, kind: 'device', subject: deviceId, tenantId, certificateFingerprint, expiresAtMs };
}
