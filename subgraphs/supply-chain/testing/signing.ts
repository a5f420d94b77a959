/** Real keys and real signatures for tests, made as a tenant's pipeline would make them. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { invariant } from '@flotilla/kernel/invariant';
import { bundleToJSON, toDSSEBundle, toMessageSignatureBundle } from '@sigstore/bundle';
import { preAuthEncoding } from '../verification/dsse.ts';
import { hexOf } from '../verification/digest.ts';
import type { Evidence } from '../verification/judge.ts';
import type { KeyAlgorithm, KeyRole, TrustedKey } from '../verification/key-words.ts';
import { simpleSigningPayload } from '../verification/simple-signing.ts';
import { statementPayloadType } from '../verification/statement.ts';
import { digestOfBytes, type Subject } from '../verification/subject.ts';
import { digestOf, readPublicKey } from '../verification/trusted-key.ts';

/** A key pair of a tenant. */
export type TestKey = { readonly trusted: TrustedKey; readonly privateKey: KeyObject };

/** Makes a key that is valid from 2026 on; `over` changes what is trusted about it. */
export function newKey(algorithm: KeyAlgorithm, role: KeyRole = 'RELEASE', over: Partial<TrustedKey> = {}): TestKey {
  const { privateKey, publicKey } =
    algorithm === 'ED25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const read = readPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  invariant(read, 'a key we just made can be read');
  const validity = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: null, revokedAt: null };
  return { privateKey, trusted: { ...read, role, ...validity, ...over } };
}

/** The signature a key makes of a message. */
export function signed({ trusted, privateKey }: TestKey, message: Uint8Array): Buffer {
  return sign(digestOf(trusted.algorithm), message, privateKey);
}

/** Bytes as a subject. */
export function subjectOf(bytes: Uint8Array): Subject {
  return { digest: digestOfBytes(bytes), size: bytes.length, bytes: () => inPieces(bytes) };
}

/** Bytes in pieces, as a disk or a network gives them. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 7): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

let made = 0;

/** Evidence of a media type. */
export function evidence(mediaType: string, content: Uint8Array | object): Evidence {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  return { evidenceId: `evidence-${(made += 1)}`, mediaType, digest: digestOfBytes(bytes), content: bytes };
}

/** What `cosign sign` with a key makes. */
export function simpleSigning(key: TestKey, digest: string, name = 'till'): Evidence {
  const payload = simpleSigningPayload(digest, name);
  return evidence('application/vnd.dev.cosign.simplesigning.v1+json', {
    payload: payload.toString('base64'),
    signature: signed(key, payload).toString('base64'),
  });
}

/** What `cosign sign-blob` with a key makes. */
export function blobSignature(key: TestKey, bytes: Uint8Array): Evidence {
  return evidence('application/vnd.flotilla.blob-signature.v1', Buffer.from(signed(key, bytes).toString('base64')));
}

/** A Sigstore bundle with a message signature. `over` is the digest it names, where that is another one. */
export function messageBundle(key: TestKey, bytes: Uint8Array, over?: { readonly digest: Buffer }): Evidence {
  const bundle = toMessageSignatureBundle({
    digest: over?.digest ?? createHash('sha256').update(bytes).digest(),
    signature: signed(key, bytes),
    keyHint: hintOf(key),
  });
  return evidence('application/vnd.dev.sigstore.bundle.v0.3+json', bundleToJSON(bundle));
}

/** A Sigstore bundle with a statement in an envelope. */
export function dsseBundle(key: TestKey, statement: object): Evidence {
  const artifact = Buffer.from(JSON.stringify(statement));
  const bundle = toDSSEBundle({
    artifact,
    artifactType: statementPayloadType,
    signature: signed(key, preAuthEncoding(statementPayloadType, artifact)),
    keyHint: hintOf(key),
  });
  return evidence('application/vnd.dev.sigstore.bundle.v0.3+json', bundleToJSON(bundle));
}

/** A bare envelope with a signature of each key. */
export function envelope(keys: readonly TestKey[], statement: object): Evidence {
  const payload = Buffer.from(JSON.stringify(statement));
  const message = preAuthEncoding(statementPayloadType, payload);
  return evidence('application/vnd.dsse.envelope.v1+json', {
    payloadType: statementPayloadType,
    payload: payload.toString('base64'),
    signatures: keys.map((key) => ({ keyid: key.trusted.keyId, sig: signed(key, message).toString('base64') })),
  });
}

/** A statement about a digest. */
export function statementAbout(digest: string, predicateType: string, predicate: object = {}): object {
  const subject = [{ name: 'till', digest: { sha256: hexOf(digest) } }];
  return { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate };
}

/** SLSA provenance of a digest, as a builder states it. */
export function slsaProvenance(digest: string): object {
  return statementAbout(digest, 'https://slsa.dev/provenance/v1', {
    buildDefinition: {
      buildType: 'https://ci.harbour.test/build/v1',
      resolvedDependencies: [{ uri: 'git+https://git.harbour.test/till', digest: { gitCommit: 'c0ffee' } }],
    },
    runDetails: { builder: { id: 'https://ci.harbour.test' }, metadata: { invocationId: 'run-7' } },
  });
}

/** A CycloneDX bill of a digest. */
export function bill(digest: string, components: readonly object[] = [], specVersion = '1.6'): object {
  const hashes = [{ alg: 'SHA-256', content: hexOf(digest) }];
  const component = { type: 'application', name: 'till', version: '1.0.0', hashes };
  return { bomFormat: 'CycloneDX', specVersion, version: 1, metadata: { component }, components };
}

/** A bill as evidence. */
export function sbom(content: object): Evidence {
  return evidence('application/vnd.cyclonedx+json', content);
}

function hintOf({ trusted }: TestKey): string {
  return Buffer.from(trusted.keyId, 'hex').toString('base64');
}
