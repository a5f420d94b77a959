/** A tenant's keys and what they sign, for tests: intents, leases, artifacts, and the file of keys a device believes. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { canonicalJson, digestOf } from '../canonical.ts';
import { parseTrustedKeys, type TrustedKeys } from '../believing/trusted-keys.ts';
import type { Offer } from '../sources/offer.ts';

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/** Members of a signed text, as a test changes them. */
export type Changes = Readonly<Record<string, unknown>>;

/** What a test changes about an offer. */
export type OfferChanges = {
  readonly intent?: Changes;
  readonly artifact?: Changes;
  readonly executor?: Changes;
  readonly lease?: Changes | null;
};

/** Time at which everything here is valid. */
export const deskNowMs = Date.parse('2026-06-01T00:00:00Z');

/** One tenant's signers. */
export class SigningDesk {
  readonly intentKeys: Pair = generateKeyPairSync('ed25519');
  readonly leaseKeys: Pair = generateKeyPairSync('ed25519');
  /** As `cosign generate-key-pair` makes them. */
  readonly artifactKeys: Pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  /** The text of the file of believed keys. `changes` are applied to every key. */
  keysText(changes: Changes = {}, thresholds: Changes = {}): string {
    const about = (keyId: string, { publicKey }: Pair, role: string) => {
      const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      return { keyId, roles: [role], publicKey: spki, ...changes };
    };
    const keys = [
      about('intents', this.intentKeys, 'intent'),
      about('leases', this.leaseKeys, 'lease'),
      about('artifacts', this.artifactKeys, 'artifact'),
    ];
    return JSON.stringify({ v: 1, keys, thresholds });
  }

  /** The believed keys. */
  keys(changes?: Changes, thresholds?: Changes): TrustedKeys {
    return parseTrustedKeys(this.keysText(changes, thresholds));
  }

  /** A signature over a text. */
  signature(text: string, by: Pair = this.intentKeys): { signature: string } {
    return { signature: sign(null, Buffer.from(text), by.privateKey).toString('base64') };
  }

  /** A signature of an artifact as cosign makes it. */
  vouch(digest: string, by: Pair = this.artifactKeys): { payload: string; signature: string } {
    const payload = Buffer.from(
      JSON.stringify({
        critical: {
          identity: { 'docker-reference': '' },
          image: { 'docker-manifest-digest': digest },
          type: 'cosign container image signature',
        },
        optional: null,
      }),
    );
    const algorithm = by.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    return {
      payload: payload.toString('base64'),
      signature: sign(algorithm, payload, by.privateKey).toString('base64'),
    };
  }

  /** A whole, believable offer, and what a test wants otherwise. */
  offer({ intent = {}, artifact = {}, executor = {}, lease = {} }: OfferChanges = {}): Offer {
    const bytes = { digest: `sha256:${digestOf('two')}`, size: 3, mediaType: 'application/octet-stream' };
    const about = { ...bytes, name: 'web', version: '2', ...artifact };
    const text = canonicalJson({
      v: 1,
      intentId: 'i',
      tenantId: 't',
      deviceId: 'd',
      generation: 1,
      rolloutId: 'r',
      artifact: about,
      previous: null,
      executor: { kind: 'service', name: 'web', ...executor },
      health: [{ kind: 'exit', timeoutS: 1 }],
      mirrors: [],
      issuedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2100-01-01T00:00:00.000Z',
      ...intent,
    });
    const held = { v: 1, leaseId: 'l', deviceId: 'd', intentDigest: digestOf(text), fence: 1 };
    const times = { grantedAt: '2026-01-01T00:00:00.000Z', beginBefore: '2100-01-01T00:00:00.000Z' };
    const leaseText = lease === null ? null : canonicalJson({ ...held, ...times, ...lease });
    return {
      intent: text,
      intentSignatures: [this.signature(text)],
      artifactSignatures: [this.vouch(String(about.digest))],
      lease: leaseText,
      leaseSignatures: leaseText === null ? [] : [this.signature(leaseText, this.leaseKeys)],
    };
  }
}
