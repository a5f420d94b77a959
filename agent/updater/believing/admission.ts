/**
 * Whether an offer is to be believed: pure. Signatures come first, so that nothing of an unsigned text is looked at; then
 * whether it is for this device, newer than anything believed before, and in time. Each refusal has a code of its own.
 */
import { digestOf } from '../canonical.ts';
import { Unverified } from '../refusal.ts';
import type { Offer, Signature } from '../sources/offer.ts';
import { demandArtifactSigned } from './artifact-signature.ts';
import { type Intent, intentIn, type Lease, leaseIn } from './intent.ts';
import { demandSigned, type KeyRole, type TrustedKeys } from './trusted-keys.ts';

/** Who this device is and what it goes by. */
export type Belief = {
  readonly deviceId: string;
  readonly tenantId: string;
  readonly keys: TrustedKeys;
  readonly nowMs: number;
  /** Larger artifacts are not for this device. */
  readonly artifactBytesMax: number;
};

/** How far this device came, which nothing may undo. */
export type Marks = {
  readonly generationMax: number;
  readonly fenceMax: number;
  /** Digest of the present intent, which may come again with a lease. */
  readonly knownDigest: string | null;
};

/** A believed offer. A lease that is not believed leaves the intent without one. */
export type Admitted = {
  readonly intent: Intent;
  readonly text: string;
  readonly intentDigest: string;
  readonly lease: Lease | null;
  readonly leaseFault: Unverified | null;
};

/** Longer than anything a control plane signs. */
const textCharsMax = 65_536;

/** Judges an offer. Throws Unverified with the one reason found first. */
export function admit(offer: Offer, belief: Belief, marks: Marks): Admitted {
  demandTextSigned(offer.intent, offer.intentSignatures, 'intent', belief);
  const intent = intentIn(offer.intent);
  const intentDigest = digestOf(offer.intent);
  demandScope(intent, belief);
  if (intentDigest !== marks.knownDigest && intent.generation <= marks.generationMax) {
    const words = `It is of generation ${intent.generation}; this device believed ${marks.generationMax} already.`;
    throw new Unverified('GENERATION_NOT_RISING', words);
  }
  if (belief.nowMs >= intent.expiresAtMs) throw new Unverified('METADATA_EXPIRED', 'The intent has expired.');
  if (intent.artifact.size > belief.artifactBytesMax) {
    const words = `The artifact has ${intent.artifact.size} bytes; this device takes ${belief.artifactBytesMax}.`;
    throw new Unverified('OVERSIZE', words);
  }
  const { keys, nowMs } = belief;
  demandArtifactSigned(intent.artifact.digest, offer.artifactSignatures, { keys, nowMs });
  return { intent, text: offer.intent, intentDigest, ...judgedLease(offer, belief, { ...marks, intentDigest }) };
}

function judgedLease(
  offer: Offer,
  belief: Belief,
  marks: { readonly fenceMax: number; readonly intentDigest: string },
): Pick<Admitted, 'lease' | 'leaseFault'> {
  if (offer.lease === null) return { lease: null, leaseFault: null };
  try {
    return { lease: believedLease(offer.lease, offer.leaseSignatures, { belief, ...marks }), leaseFault: null };
  } catch (fault) {
    if (fault instanceof Unverified) return { lease: null, leaseFault: fault };
    throw fault;
  }
}

function believedLease(
  text: string,
  signatures: readonly Signature[],
  by: { readonly belief: Belief; readonly fenceMax: number; readonly intentDigest: string },
): Lease {
  const { belief, fenceMax, intentDigest } = by;
  demandTextSigned(text, signatures, 'lease', belief);
  const lease = leaseIn(text);
  if (lease.deviceId !== belief.deviceId) throw new Unverified('SCOPE_WIDENED', 'The lease is for another device.');
  if (lease.intentDigest !== intentDigest) {
    throw new Unverified('SUBJECT_MISMATCH', 'The lease is for another intent.');
  }
  if (lease.fence <= fenceMax) {
    const words = `The lease has fence ${lease.fence}; this device saw ${fenceMax} already.`;
    throw new Unverified('GENERATION_NOT_RISING', words);
  }
  if (belief.nowMs >= lease.beginBeforeMs) throw new Unverified('METADATA_EXPIRED', 'The lease has expired.');
  return lease;
}

function demandTextSigned(text: string, signatures: readonly Signature[], role: KeyRole, belief: Belief): void {
  const what = `The ${role}`;
  if (text.length > textCharsMax) throw new Unverified('OVERSIZE', `${what} is too long.`);
  const bytes = Buffer.from(text);
  const signed = signatures.map(({ signature }) => ({ bytes, signature }));
  demandSigned(belief.keys, { role, what, nowMs: belief.nowMs }, signed);
}

function demandScope(intent: Intent, { deviceId, tenantId }: Belief): void {
  if (intent.tenantId !== tenantId) throw new Unverified('SCOPE_WIDENED', 'The intent is of another tenant.');
  if (intent.deviceId !== deviceId) throw new Unverified('SCOPE_WIDENED', 'The intent is for another device.');
}
