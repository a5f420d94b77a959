/**
 * Which certificate authority this device believes: the one whose fingerprint its enrollment token carried, for good.
 * Nothing is sent to a server before the chain it presents has been found to end in that authority.
 */
import type { X509Certificate } from 'node:crypto';
import { AgentFailure, exitCodes } from '../failure.ts';
import { fingerprintOf } from './certificate.ts';

/**
 * Finds the pinned authority in the chain a server presented, leaf first, and returns it in PEM. Throws an
 * AgentFailure (untrusted) when the chain does not end in it, or its links do not sign each other.
 */
export function authorityOf(chain: readonly X509Certificate[], expectedFingerprint: string): string {
  const root = chain.at(-1);
  if (!root) throw untrusted('it presented no certificate');
  const found = fingerprintOf(root.fingerprint256);
  if (found !== expectedFingerprint) {
    throw untrusted(`its chain ends in ${short(found)}, the token names ${short(expectedFingerprint)}`);
  }
  if (!root.ca) throw untrusted('the certificate the token names is not an authority');
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1] ?? root;
    if (!certificate.verify(issuer.publicKey)) throw untrusted('the certificates it presented do not sign each other');
  }
  return root.toString();
}

function untrusted(why: string): AgentFailure {
  const message = `The server is not the one the token was made by: ${why}. Nothing was sent to it.`;
  return new AgentFailure(message, exitCodes.untrusted);
}

function short(fingerprint: string): string {
  return `${fingerprint.slice(0, 16)}…`;
}
