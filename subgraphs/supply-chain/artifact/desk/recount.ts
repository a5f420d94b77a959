/**
 * What is left of a verdict when a key is believed no more. Bytes and statements are what they were, so nothing is read
 * again: the signers are counted, and whoever has thousands of artifacts is not kept waiting for as many downloads.
 */
import type { SigningKeyRow } from '../../signing-key/queries.ts';
import { keyRoles, type Thresholds } from '../../verification/key-words.ts';
import { shortKey } from '../../verification/trusted-key.ts';
import type { RecordVerdict } from '../artifact.ts';
import type { ArtifactFault } from '../events.ts';
import type { ArtifactRow, EvidenceRow, SignerRow } from '../queries.ts';

/** A verified artifact, and everything that vouches for it. */
export type Counted = {
  readonly row: ArtifactRow;
  readonly evidence: readonly EvidenceRow[];
  readonly signers: readonly SignerRow[];
  readonly keys: readonly SigningKeyRow[];
  readonly thresholds: Thresholds;
};

/** The new verdict. */
export function recount({ row, evidence, signers, keys, thresholds }: Counted): RecordVerdict {
  const revoked = new Set(keys.filter((key) => key.revokedAt !== null).map(({ keyId }) => keyId));
  const standing = signers.filter(({ keyId }) => !revoked.has(keyId));
  const lost = signers.filter(({ keyId }) => revoked.has(keyId));
  const faults = [...row.faults, ...lost.map(faultOf)];
  const isEnough = keyRoles.every((role) => {
    const left = new Set(standing.filter((each) => each.role === role).map(({ keyId }) => keyId));
    return left.size >= thresholds[role];
  });
  const judged = evidence.map(({ evidenceId }) => evidenceId);
  const about = { type: 'RecordVerdict', artifactId: row.id, judged } as const;
  if (!isEnough) return { ...about, verdict: { is: 'REJECTED', reason: 'REVOKED_KEY', faults } };
  const { provenance, sboms } = row;
  const left = standing.map(({ keyId, role, evidenceId }) => ({ keyId, role, evidenceId }));
  return { ...about, verdict: { is: 'VERIFIED', signers: left, faults, provenance, sboms } };
}

function faultOf({ keyId, evidenceId }: SignerRow): ArtifactFault {
  const words = `The key ${shortKey(keyId)} was revoked. Sign with another key.`;
  return { reason: 'REVOKED_KEY', words, evidenceId };
}
