/**
 * What is said over a lane. A call is sealed and numbered: who asks for which document, and the agent's own body, of
 * which only the variables count. A reply is a status and the bytes to pass on.
 */
import { claimsOf, viewerOf } from '../identity.ts';
import { invariant } from '../invariant.ts';
import type { Viewer } from '../viewer.ts';
import { sealBytes, type Seal } from './seal.ts';

/** One call of a trusted document. */
export type LaneCall = {
  readonly viewer: Viewer;
  /** The document's text; whoever forwards the call vouches for it. */
  readonly query: string;
  /** JSON with `variables`; a document in it counts for nothing. */
  readonly body: Buffer;
  /** Trace headers. */
  readonly trace: Readonly<Record<string, string>>;
};

/** What a call came to. */
export type LaneReply = { readonly status: number; readonly body: Buffer };

/** A numbered reply; number 0 answers nothing and says that no further call may come. */
export type NumberedReply = LaneReply & { readonly number: number };

const numbersBytes = 8;
const replyHeadBytes = 6;

/** The frame of a call. */
export function callFrame(number: number, { viewer, query, body, trace }: LaneCall, seal: Seal): Buffer[] {
  const head = Buffer.from(JSON.stringify({ ...claimsOf(viewer), query, trace }));
  const numbers = Buffer.allocUnsafe(numbersBytes);
  numbers.writeUInt32BE(number, 0);
  numbers.writeUInt32BE(head.length, 4);
  return [seal.of([numbers, head, body]), numbers, head, body];
}

/** The number of a call, whether or not its seal fits. */
export function numberOf(frame: Buffer): number {
  invariant(frame.length >= sealBytes + numbersBytes, 'a call has a seal and its numbers');
  return frame.readUInt32BE(sealBytes);
}

/** Reads a call. Null when its seal does not fit; throws UNAUTHENTICATED when its caller is of no known kind. */
export function readCall(frame: Buffer, seal: Seal): LaneCall | null {
  if (!seal.fits(frame.subarray(0, sealBytes), frame.subarray(sealBytes))) return null;
  const headAt = sealBytes + numbersBytes;
  const bodyAt = headAt + frame.readUInt32BE(sealBytes + 4);
  const claims = JSON.parse(frame.toString('utf8', headAt, bodyAt)) as Record<string, unknown>;
  const { query, trace } = claims as Pick<LaneCall, 'query' | 'trace'>;
  return { viewer: viewerOf(claims), query, body: frame.subarray(bodyAt), trace };
}

/** The frame of a reply. */
export function replyFrame({ number, status, body }: NumberedReply): Buffer[] {
  const head = Buffer.allocUnsafe(replyHeadBytes);
  head.writeUInt32BE(number, 0);
  head.writeUInt16BE(status, 4);
  return [head, body];
}

/** Reads a reply. */
export function readReply(frame: Buffer): NumberedReply {
  invariant(frame.length >= replyHeadBytes, 'a reply has a number and a status');
  return { number: frame.readUInt32BE(0), status: frame.readUInt16BE(4), body: frame.subarray(replyHeadBytes) };
}
