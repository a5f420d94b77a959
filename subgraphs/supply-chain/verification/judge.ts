/**
 * The verdict on an artifact: everything that is said about it, held against its bytes and the keys of its tenant.
 *
 * Two sorts of findings are told apart. What contradicts the artifact (other bytes, another subject, a bill that is not
 * valid, something nobody understands) rejects it, whatever else is said. What merely does not count (a key nobody knows,
 * one that was revoked or is over) leaves it to the others whether enough is left; if not, it is the reason.
 */
import { verifyBlobSignature } from './byte-signature.ts';
import { verifyEnvelope } from './dsse.ts';
import { keyRoles, type KeyRole, type Thresholds, type TrustedKey } from './key-words.ts';
import { evidenceKindOf } from './media-types.ts';
import { provenanceOf } from './provenance.ts';
import type { Provenance } from './provenance-words.ts';
import { findingOf, Unverifiable, type Finding, type Reason } from './reason.ts';
import { readSbom, type Sbom } from './sbom.ts';
import type { Signature } from './signature.ts';
import { verifyBundle } from './sigstore-bundle.ts';
import { verifySimpleSigning } from './simple-signing.ts';
import { assertIntact, digestOfBytes, type Subject } from './subject.ts';
import { assertStands, shortKey } from './trusted-key.ts';

/** Something said about an artifact, in bytes that had a digest when they were attached. */
export type Evidence = {
  readonly evidenceId: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly content: Uint8Array;
};

/** All a verdict depends on. */
export type Case = {
  readonly subject: Subject;
  readonly evidence: readonly Evidence[];
  readonly keys: readonly TrustedKey[];
  readonly thresholds: Thresholds;
  /** RFC 3339. */
  readonly now: string;
};

/** One key that vouches. */
export type Signer = { readonly keyId: string; readonly role: KeyRole; readonly evidenceId: string };

/** What was found wrong, and in which evidence; null where it is about all of it. */
export type Fault = Finding & { readonly evidenceId: string | null };

/** The verdict. Faults of a verified artifact are of signatures that do not count and were not needed. */
export type Judgement = {
  readonly verdict: 'VERIFIED' | 'REJECTED';
  readonly faults: readonly Fault[];
  readonly signers: readonly Signer[];
  readonly provenance: readonly Provenance[];
  readonly sboms: readonly (Sbom & { readonly evidenceId: string })[];
};

/** Reasons for which a signature merely does not count. */
const passing: readonly Reason[] = ['WRONG_KEY', 'REVOKED_KEY', 'KEY_NOT_VALID_NOW'];

type Gathered = {
  readonly faults: Fault[];
  readonly signers: Signer[];
  readonly provenance: Provenance[];
  readonly sboms: (Sbom & { evidenceId: string })[];
};

/** Judges a case. Never rejects for what the bytes are guilty of: that is the verdict. */
export async function judge(about: Case): Promise<Judgement> {
  const gathered: Gathered = { faults: [], signers: [], provenance: [], sboms: [] };
  try {
    await assertIntact(about.subject);
  } catch (thrown) {
    gathered.faults.push({ ...findingOf(thrown), evidenceId: null });
    return { verdict: 'REJECTED', ...gathered };
  }
  for (const each of about.evidence) await weigh(each, about, gathered);
  const missing = missingOf(about, gathered);
  const isContradicted = gathered.faults.some(({ reason }) => !passing.includes(reason));
  const verdict = isContradicted || missing.length > 0 ? 'REJECTED' : 'VERIFIED';
  return { verdict, ...gathered, faults: [...gathered.faults, ...missing] };
}

async function weigh(evidence: Evidence, about: Case, gathered: Gathered): Promise<void> {
  const { evidenceId } = evidence;
  const attempt = async (work: () => void | Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      gathered.faults.push({ ...findingOf(thrown), evidenceId });
    }
  };
  await attempt(async () => {
    if (digestOfBytes(evidence.content) !== evidence.digest) {
      throw new Unverifiable('DIGEST_MISMATCH', `What is stored is not ${evidence.digest} any more. Attach it again.`);
    }
    if (evidenceKindOf(evidence.mediaType) === 'SBOM') {
      gathered.sboms.push({ ...(await readSbom(evidence.content, about.subject)), evidenceId });
      return;
    }
    for (const signature of await signaturesIn(evidence, about)) {
      await attempt(() => count(signature, { evidenceId, now: about.now, gathered }));
    }
  });
}

async function signaturesIn({ mediaType, content }: Evidence, { subject, keys }: Case): Promise<readonly Signature[]> {
  switch (evidenceKindOf(mediaType)) {
    case 'SIMPLE_SIGNING':
      return [verifySimpleSigning(content, subject, keys)];
    case 'BLOB_SIGNATURE':
      return [await verifyBlobSignature(content, subject, keys)];
    case 'SIGSTORE_BUNDLE':
      return [await verifyBundle(content, subject, keys)];
    case 'DSSE_ENVELOPE':
      return verifyEnvelope(content, subject, keys);
    case 'SBOM':
      return [];
  }
}

/** A signature counts when its key stands, and for what the key may vouch. */
function count(
  { key, saysAs, statement }: Signature,
  { evidenceId, now, gathered }: { evidenceId: string; now: string; gathered: Gathered },
): void {
  assertStands(key, now);
  if (key.role !== saysAs) {
    const words = `The key ${shortKey(key.keyId)} vouches as ${key.role}, and this says something as ${saysAs}.`;
    gathered.faults.push({ reason: 'WRONG_KEY', words, evidenceId });
    return;
  }
  if (!gathered.signers.some((each) => each.keyId === key.keyId && each.evidenceId === evidenceId)) {
    gathered.signers.push({ keyId: key.keyId, role: key.role, evidenceId });
  }
  const provenance = statement && provenanceOf(statement);
  if (provenance) gathered.provenance.push(provenance);
}

/** What the thresholds still want. Where signatures did not count, why they did not says more than that they lack. */
function missingOf({ thresholds }: Case, { signers, faults }: Gathered): Fault[] {
  return keyRoles.flatMap((role) => {
    const wanted = thresholds[role];
    const have = new Set(signers.filter((each) => each.role === role).map(({ keyId }) => keyId)).size;
    if (have >= wanted) return [];
    const explained = faults.some(({ reason }) => passing.includes(reason));
    if (have === 0 && explained) return [thresholdFault(role, wanted, have)];
    return [have === 0 ? unsigned(role) : thresholdFault(role, wanted, have)];
  });
}

function unsigned(role: KeyRole): Fault {
  const words = `Nothing attached is signed by a ${role} key of the tenant. Sign the artifact and attach the signature.`;
  return { reason: 'UNSIGNED', words, evidenceId: null };
}

function thresholdFault(role: KeyRole, wanted: number, have: number): Fault {
  const words = `${wanted} different ${role} keys must sign; ${have} of them count now.`;
  return { reason: 'THRESHOLD_NOT_MET', words, evidenceId: null };
}

/** The one reason a rejected artifact is filed under: what contradicts it, else why its signatures do not count. */
export function leadingReason({ verdict, faults }: Judgement): Reason | null {
  if (verdict === 'VERIFIED') return null;
  const contradiction = faults.find(({ reason }) => !passing.includes(reason) && reason !== 'THRESHOLD_NOT_MET');
  const discounted = faults.find(({ reason }) => passing.includes(reason));
  return (contradiction ?? discounted ?? faults[0])?.reason ?? null;
}
