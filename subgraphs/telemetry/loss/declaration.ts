/**
 * A device's signed word that it gave records up: the very bytes it signs, and whether a signature is by one of its
 * keys. The agent's README has the same text for whoever writes another agent.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { Batch, Dropped } from '../ingest/batch.ts';

/** Whose word it is, and of which life of the queue it speaks. */
type Speaker = Pick<Batch, 'deviceId' | 'epoch'>;

/** `flotilla dropped <deviceId> <epoch> <class> <fromSeq> <toSeq> <count> <fromMs> <toMs> <reason>`, UTF-8. */
export function declarationText({ deviceId, epoch }: Speaker, drop: Omit<Dropped, 'signature'>): string {
  const { fromSeq, toSeq, count, fromMs, toMs, reason } = drop;
  return ['flotilla dropped', deviceId, epoch, drop.class, fromSeq, toSeq, count, fromMs, toMs, reason].join(' ');
}

/** The first declaration of a batch that none of the keys has signed; undefined when all are genuine. */
export function findForged(
  batch: Speaker & Pick<Batch, 'dropped'>,
  publicKeys: readonly string[],
): Dropped | undefined {
  return batch.dropped.find((drop) => {
    const text = Buffer.from(declarationText(batch, drop));
    return !publicKeys.some((key) => isSignedBy(key, text, Buffer.from(drop.signature, 'base64')));
  });
}

/** As with a proof of the key to the fleet: P-256 signs the SHA-256, in DER; Ed25519 signs the text itself. */
function isSignedBy(publicKey: string, text: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', text, key, signature);
}
