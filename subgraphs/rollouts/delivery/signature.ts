/**
 * What a pipeline signs, and how it is checked: HMAC-SHA-256 over the moment and the raw body, so that neither can be
 * replaced and nothing is taken late. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** A delivery may be so old, or so much ahead of our clock, in seconds. */
export const freshnessS = 300;

/** The header with `sha256=` and the code in hex. */
export const signatureHeader = 'x-flotilla-signature-256';

/** The header with the moment, in seconds since 1970. */
export const timestampHeader = 'x-flotilla-timestamp';

/** A delivery as it arrived. */
export type SignedWords = { readonly timestamp: string; readonly body: Uint8Array; readonly signature: string };

/** Where a tenant's pipelines deliver. */
export function deliveryPath(tenantId: string): string {
  return `/hooks/rollouts/${tenantId}`;
}

/** What the header says of a body at a moment. */
export function signatureOf(secret: string, timestamp: string, body: Uint8Array): string {
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body);
  return `sha256=${mac.digest('hex')}`;
}

/** Whether it is signed with a secret. It takes as long whatever is wrong with it. */
export function isSigned(secret: string, { timestamp, body, signature }: SignedWords): boolean {
  const [expected, given] = [Buffer.from(signatureOf(secret, timestamp, body)), Buffer.from(signature)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Whether a moment, in seconds since 1970 as text, is near enough to now. */
export function isFresh(timestamp: string, nowMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(nowMs / 1_000 - Number(timestamp)) <= freshnessS;
}
