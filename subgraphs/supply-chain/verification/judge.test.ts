import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  bill,
  blobSignature,
  dsseBundle,
  envelope,
  evidence,
  inPieces,
  messageBundle,
  newKey,
  sbom,
  simpleSigning,
  slsaProvenance,
  statementAbout,
  subjectOf,
  type TestKey,
} from '../testing/signing.ts';
import { judge, leadingReason, type Case, type Evidence, type Judgement } from './judge.ts';
import { keyAlgorithms } from './key-words.ts';

const bytes = randomBytes(10_000);
const subject = subjectOf(bytes);
const { digest } = subject;
const now = '2026-06-01T00:00:00.000Z';
const otherDigest = subjectOf(randomBytes(10)).digest;
const cosignPredicate = 'https://sigstore.dev/cosign/sign/v1';

async function verdictOn(given: readonly Evidence[], keys: readonly TestKey[], over: Partial<Case> = {}) {
  const trusted = keys.map((key) => key.trusted);
  return judge({ subject, evidence: given, keys: trusted, thresholds: { RELEASE: 1, BUILD: 0 }, now, ...over });
}

async function reasonOf(...args: Parameters<typeof verdictOn>): Promise<string | null> {
  return leadingReason(await verdictOn(...args));
}

const verified = (judgement: Judgement) => expect(judgement).toMatchObject({ verdict: 'VERIFIED', faults: [] });

describe.each(keyAlgorithms)('a signature by a key of the tenant (%s)', (algorithm) => {
  const key = newKey(algorithm);
  const foreign = newKey(algorithm);
  const made: [string, (by: TestKey) => Evidence, (by: TestKey) => Evidence][] = [
    ['of a simple signing payload', (by) => simpleSigning(by, digest), (by) => simpleSigning(by, otherDigest)],
    ['of the bytes', (by) => blobSignature(by, bytes), (by) => blobSignature(by, randomBytes(10_000))],
    ['in a message bundle', (by) => messageBundle(by, bytes), (by) => messageBundle(by, randomBytes(10_000))],
    [
      'in a statement bundle',
      (by) => dsseBundle(by, statementAbout(digest, cosignPredicate)),
      (by) => dsseBundle(by, statementAbout(otherDigest, cosignPredicate)),
    ],
    [
      'in a bare envelope',
      (by) => envelope([by], statementAbout(digest, cosignPredicate)),
      (by) => envelope([by], statementAbout(otherDigest, cosignPredicate)),
    ],
  ];

  test.each(made)('%s verifies', async (_, of) => {
    const given = of(key);
    const judgement = await verdictOn([given], [foreign, key]);
    verified(judgement);
    expect(judgement.signers).toEqual([{ keyId: key.trusted.keyId, role: 'RELEASE', evidenceId: given.evidenceId }]);
  });

  test.each(made)('%s is WRONG_KEY where the tenant does not know the key', async (_, of) => {
    expect(await reasonOf([of(foreign)], [key])).toBe('WRONG_KEY');
  });

  test.each(made)('%s does not count when the key was revoked, is over, or has not begun', async (_, of) => {
    const with_ = (over: object) => [{ ...key, trusted: { ...key.trusted, ...over } }];
    expect(await reasonOf([of(key)], with_({ revokedAt: now }))).toBe('REVOKED_KEY');
    expect(await reasonOf([of(key)], with_({ validUntil: now }))).toBe('KEY_NOT_VALID_NOW');
    expect(await reasonOf([of(key)], with_({ validFrom: '2026-06-01T00:00:00.001Z' }))).toBe('KEY_NOT_VALID_NOW');
  });

  test.each(made)('%s of another artifact rejects, and says what differs', async (_, __, ofAnother) => {
    expect(await reasonOf([ofAnother(key)], [key])).toMatch(/^(DIGEST_MISMATCH|SUBJECT_MISMATCH|WRONG_KEY)$/);
  });
});

describe('an artifact', () => {
  const [one, two, builder] = [newKey('ECDSA_P256'), newKey('ED25519'), newKey('ED25519', 'BUILD')];
  const attested = dsseBundle(builder, slsaProvenance(digest));

  test('without any signature is UNSIGNED, also with a bill of materials', async () => {
    expect(await reasonOf([], [one])).toBe('UNSIGNED');
    expect(await reasonOf([sbom(bill(digest))], [one])).toBe('UNSIGNED');
  });

  test('needs as many different keys as its threshold says; the same key twice is one', async () => {
    const thresholds = { RELEASE: 2, BUILD: 0 };
    const twice = [simpleSigning(one, digest), blobSignature(one, bytes)];
    expect(await reasonOf(twice, [one, two], { thresholds })).toBe('THRESHOLD_NOT_MET');
    verified(await verdictOn([...twice, simpleSigning(two, digest)], [one, two], { thresholds }));
  });

  test('is verified by enough good signatures, whatever signatures that do not count lie beside them', async () => {
    const judgement = await verdictOn([simpleSigning(newKey('ED25519'), digest), simpleSigning(one, digest)], [one]);
    expect(judgement).toMatchObject({ verdict: 'VERIFIED', faults: [{ reason: 'WRONG_KEY' }] });
  });

  test('is rejected by one contradiction, whatever good signatures lie beside it', async () => {
    const good = simpleSigning(one, digest);
    const contradictions: [Evidence, string][] = [
      [simpleSigning(one, otherDigest), 'DIGEST_MISMATCH'],
      [dsseBundle(builder, slsaProvenance(otherDigest)), 'SUBJECT_MISMATCH'],
      [messageBundle(one, bytes, { digest: randomBytes(32) }), 'DIGEST_MISMATCH'],
      [sbom(bill(otherDigest)), 'SUBJECT_MISMATCH'],
      [sbom({ ...bill(digest), version: 'one' }), 'SBOM_INVALID'],
      [evidence('application/pdf', randomBytes(9)), 'UNKNOWN_MEDIA_TYPE'],
      [evidence('application/vnd.dev.sigstore.bundle.v0.3+json', { mediaType: 'x' }), 'UNKNOWN_MEDIA_TYPE'],
      [evidence('constructor', randomBytes(9)), 'UNKNOWN_MEDIA_TYPE'],
      [envelope([], slsaProvenance(digest)), 'UNSIGNED'],
    ];
    for (const [contradiction, reason] of contradictions) {
      expect(await reasonOf([good, contradiction], [one, builder])).toBe(reason);
    }
  });

  test('is vouched for by each key in its own role only', async () => {
    const thresholds = { RELEASE: 1, BUILD: 1 };
    const keys = [one, builder];
    verified(await verdictOn([simpleSigning(one, digest), attested], keys, { thresholds }));
    // The builder cannot release, and whoever releases cannot say how it was built.
    expect(await reasonOf([simpleSigning(builder, digest), attested], keys, { thresholds })).toBe('WRONG_KEY');
    const built = dsseBundle(one, slsaProvenance(digest));
    expect(await reasonOf([simpleSigning(one, digest), built], keys, { thresholds })).toBe('WRONG_KEY');
  });

  test('shows where it comes from, and its parts', async () => {
    const parts = [{ type: 'library', name: 'left-pad', version: '1.3.0', purl: 'pkg:npm/left-pad@1.3.0' }];
    const judgement = await verdictOn(
      [simpleSigning(one, digest), attested, sbom(bill(digest, parts))],
      [one, builder],
    );
    verified(judgement);
    expect(judgement.provenance).toEqual([
      {
        predicateType: 'https://slsa.dev/provenance/v1',
        builder: 'https://ci.harbour.test',
        buildType: 'https://ci.harbour.test/build/v1',
        invocation: 'run-7',
        finishedAt: null,
        materials: [{ uri: 'git+https://git.harbour.test/till', digest: 'gitCommit:c0ffee' }],
      },
    ]);
    expect(judgement.sboms).toMatchObject([{ specVersion: '1.6', components: parts }]);
  });

  test('is rejected by evidence that is not stored any more as it was attached', async () => {
    const given = sbom(bill(digest));
    const swapped = { ...given, content: Buffer.from(JSON.stringify({ ...bill(digest), version: 2 })) };
    expect(await reasonOf([simpleSigning(one, digest), swapped], [one])).toBe('DIGEST_MISMATCH');
  });

  test.each([
    ['TRUNCATED', bytes.subarray(0, -1)],
    ['OVERSIZE', Buffer.concat([bytes, Buffer.from([0])])],
    ['DIGEST_MISMATCH', Buffer.from(bytes.map((byte, at) => (at === 4_711 ? byte ^ 1 : byte)))],
  ])('whose stored bytes are others is %s, though its signature is good', async (reason, stored) => {
    const changed = { ...subject, bytes: () => inPieces(stored) };
    expect(await reasonOf([simpleSigning(one, digest)], [one], { subject: changed })).toBe(reason);
  });
});
