/**
 * What makes a lane's calls as good as signed ones, at a thirtieth of the cost: gateway and subgraph agree on a key
 * that lives as long as an identity token and for one audience only, and every call carries a MAC of all it says.
 * The gateway signs its half of the agreement, so nobody else can have the key. See `docs/decisions/0009`.
 */
import {
  createHmac,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

/** Bytes of a seal. */
export const sealBytes = 32;

/** The HTTP header in which either side shows its half of the agreement. */
export const laneKeyHeader = 'x-flotilla-lane-key';

/** The name under which the gateway asks an HTTP connection to become a lane. */
export const laneProtocol = 'flotilla-lane';

/** One side's half: made for one lane and forgotten with it. */
export class LaneKey {
  readonly #privateKey: KeyObject;
  /** What the other side is shown. */
  readonly publicText: string;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    this.#privateKey = privateKey;
    this.publicText = publicKey.export({ format: 'jwk' }).x ?? '';
  }

  /** The seal both sides come to. Throws when the other half is not a key. */
  agree(lane: { readonly audience: string; readonly gatewayKey: string; readonly subgraphKey: string }): Seal {
    const { audience, gatewayKey, subgraphKey } = lane;
    const theirs = this.publicText === gatewayKey ? subgraphKey : gatewayKey;
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: theirs }, format: 'jwk' });
    const secret = diffieHellman({ privateKey: this.#privateKey, publicKey });
    const about = `${laneProtocol} ${audience} ${gatewayKey} ${subgraphKey}`;
    return new Seal(createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', about, sealBytes))));
  }
}

/** Seals what the gateway says over one lane, and tells whether it was sealed by the other holder of the key. */
export class Seal {
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  /** The seal of these parts, one after another. */
  of(parts: readonly Buffer[]): Buffer {
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  }

  /** Whether this is the seal of that content. */
  fits(seal: Buffer, content: Buffer): boolean {
    return seal.length === sealBytes && timingSafeEqual(seal, this.of([content]));
  }
}
