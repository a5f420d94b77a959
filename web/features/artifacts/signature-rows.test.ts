import { expect, test } from 'vitest';
import type { ArtifactFacts } from './artifact-fragment.ts';
import { signatureRows } from './signature-rows.ts';

const said = (evidenceId: string, kind: ArtifactFacts['evidence'][number]['kind'] = 'SIMPLE_SIGNING') =>
  ({
    __typename: 'ArtifactEvidence',
    evidenceId,
    kind,
    mediaType: '',
    digest: '',
    size: 1,
    attachedAt: '',
    attachedBy: '',
  }) as const;
const signer = (evidenceId: string, state: 'ACTIVE' | 'REVOKED') =>
  ({
    __typename: 'ArtifactSigner',
    keyId: 'k'.repeat(64),
    role: 'RELEASE',
    evidenceId,
    key: { __typename: 'SigningKey', keyId: 'k', name: 'release', state },
  }) as const;
const fault = (evidenceId: string | null, reason: ArtifactFacts['faults'][number]['reason']) => ({
  __typename: 'ArtifactFault' as const,
  reason,
  words: 'why',
  evidenceId,
});

test('evidence is read together with the keys it counts for, or with why it does not', () => {
  const rows = signatureRows({
    state: 'VERIFIED',
    evidence: [said('good'), said('foreign'), said('revoked'), said('late'), said('bill', 'SBOM')],
    signers: [signer('good', 'ACTIVE'), signer('revoked', 'REVOKED')],
    faults: [fault('foreign', 'WRONG_KEY'), fault(null, 'THRESHOLD_NOT_MET')],
  });
  expect(rows.map(({ evidence, standing }) => [evidence.evidenceId, standing])).toEqual([
    ['good', 'VALID'],
    ['foreign', 'FAULTY'],
    ['revoked', 'REVOKED'],
    ['late', 'UNUSED'],
  ]);
  expect(rows[0]?.keys).toMatchObject([{ name: 'release', role: 'RELEASE' }]);
  expect(rows[1]?.faults).toMatchObject([{ reason: 'WRONG_KEY' }]);
});

test('a signature by a revoked key says so even where the artifact is rejected and no key counts', () => {
  const [row] = signatureRows({
    state: 'REJECTED',
    evidence: [said('one')],
    signers: [],
    faults: [fault('one', 'REVOKED_KEY')],
  });
  expect(row?.standing).toBe('REVOKED');
});

test('before anybody judged it, nothing is said to be wrong', () => {
  const [row] = signatureRows({ state: 'UPLOADED', evidence: [said('one')], signers: [], faults: [] });
  expect(row?.standing).toBe('UNJUDGED');
});
