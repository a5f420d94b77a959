/**
 * The bytes a device signs when it gives records up. One line of words separated by single spaces, so that any
 * language can rebuild it; the signature is ECDSA P-256 over SHA-256 with the device's key, DER, base64.
 */
import type { Dropped } from '../wire.ts';

/** A loss before it is signed, in the epoch it happened in. */
export type Loss = Omit<Dropped, 'signature'> & { readonly epoch: number };

/** Why records were given up. */
export const lossReasons = {
  queueFull: 'QUEUE_FULL',
  storageFailed: 'STORAGE_FAILED',
  refused: 'REFUSED_BY_SERVER',
} as const;

/** `flotilla dropped <deviceId> <epoch> <class> <fromSeq> <toSeq> <count> <fromMs> <toMs> <reason>`, UTF-8. */
export function lossText(deviceId: string, loss: Loss): string {
  const { epoch, fromSeq, toSeq, count, fromMs, toMs, reason } = loss;
  return ['flotilla dropped', deviceId, epoch, loss.class, fromSeq, toSeq, count, fromMs, toMs, reason].join(' ');
}
