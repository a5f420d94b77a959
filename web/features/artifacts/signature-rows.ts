/**
 * What is said about an artifact, as rows: each signature or statement with the keys it counts for, or with why it does
 * not. The API keeps evidence, keys and faults apart; a person wants to read them together.
 */
import type { ArtifactState, SigningKeyRole, SigningKeyState } from '../../gql/graphql.ts';
import type { ArtifactFacts } from './artifact-fragment.ts';

/** What became of a piece of evidence. */
export type SignatureStanding = 'VALID' | 'REVOKED' | 'FAULTY' | 'UNJUDGED' | 'UNUSED';

/** One signature or statement. */
export type SignatureRow = {
  evidence: ArtifactFacts['evidence'][number];
  keys: { keyId: string; name: string; role: SigningKeyRole; state: SigningKeyState | null }[];
  faults: ArtifactFacts['faults'];
  standing: SignatureStanding;
};

/** The rows in the order they were attached; bills of materials are no signatures and have a place of their own. */
export function signatureRows(
  artifact: Pick<ArtifactFacts, 'evidence' | 'signers' | 'faults' | 'state'>,
): SignatureRow[] {
  return artifact.evidence
    .filter(({ kind }) => kind !== 'SBOM')
    .map((evidence) => {
      const signers = artifact.signers.filter(({ evidenceId }) => evidenceId === evidence.evidenceId);
      const keys = signers.map(({ keyId, role, key }) => ({
        keyId,
        name: key?.name ?? keyId.slice(0, 12),
        role,
        state: key?.state ?? null,
      }));
      const faults = artifact.faults.filter(({ evidenceId }) => evidenceId === evidence.evidenceId);
      return { evidence, keys, faults, standing: standingOf({ keys, faults, state: artifact.state }) };
    });
}

function standingOf(row: Pick<SignatureRow, 'keys' | 'faults'> & { state: ArtifactState }): SignatureStanding {
  const { keys, faults, state } = row;
  if (keys.some((key) => key.state === 'REVOKED')) return 'REVOKED';
  if (faults.some(({ reason }) => reason === 'REVOKED_KEY')) return 'REVOKED';
  if (faults.length > 0) return 'FAULTY';
  if (keys.length > 0) return 'VALID';
  return state === 'REGISTERED' || state === 'UPLOADED' ? 'UNJUDGED' : 'UNUSED';
}
