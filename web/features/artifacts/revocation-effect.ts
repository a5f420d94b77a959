/** What becomes of artifacts when a key is believed no more, told before it is done. The API decides when it is. */
import type { ArtifactState, SigningKeyRole } from '../../gql/graphql.ts';

interface Vouched {
  state: ArtifactState;
  signers: readonly { keyId: string; role: SigningKeyRole }[];
}

/** The artifacts a key vouches for, parted by whether enough other keys vouch for them. */
export function revocationEffect<Artifact extends Vouched>(
  artifacts: readonly Artifact[],
  key: { keyId: string; role: SigningKeyRole; threshold: number },
): { rejected: Artifact[]; standing: Artifact[] } {
  const isRejected = ({ state, signers }: Artifact) => {
    const others = new Set(signers.filter(({ role, keyId }) => role === key.role && keyId !== key.keyId).map(idOf));
    return state === 'VERIFIED' && others.size < key.threshold;
  };
  return {
    rejected: artifacts.filter(isRejected),
    standing: artifacts.filter((artifact) => !isRejected(artifact)),
  };
}

function idOf({ keyId }: { keyId: string }): string {
  return keyId;
}
