/**
 * What a device hands to a relay, byte for byte: sealed for the control plane, signed by the device. Pure, so that agents
 * can mirror it. A relay that stores and carries envelopes learns whose they are, their order and their size, nothing
 * else; whatever it changes is refused, and whatever it repeats has no effect.
 */

/** An envelope. Everything is text: what is signed is exactly what travels. */
export type Envelope = {
  readonly deviceId: string;
  /** Rises when the device starts its numbers anew. */
  readonly epoch: number;
  /** Rises with every envelope of an epoch; numbers may be left out. */
  readonly seq: number;
  /** Base64 of 32 bytes: the X25519 key that was made for this envelope. */
  readonly ephemeralKey: string;
  /** Base64 of 12 bytes. */
  readonly nonce: string;
  /** Base64 of 16 bytes: AES-256-GCM's tag. */
  readonly tag: string;
  /** Base64. */
  readonly ciphertext: string;
  /** Base64 of the device key's signature over `signedText`: ECDSA P-256 with SHA-256 in DER, or Ed25519. */
  readonly signature: string;
};

/** What is inside: one of the calls that devices make, with its input as JSON, as at the agents' door. */
export type EnvelopeContent = {
  readonly operation: string;
  readonly input: unknown;
  /** SHA-256 of the certificate the device calls with, where two with one key are accepted. */
  readonly certificate?: string;
};

/** What comes back inside: the call's answer, or why it was refused. */
export type AnswerContent =
  | { readonly data: unknown }
  | {
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly details: unknown;
        readonly retryAfterMs: number | null;
      };
    };

/** SHA-256 of UTF-8 text as lower-case hex. */
type Sha256 = (text: string) => string;

/**
 * HKDF-SHA256 makes 64 bytes of the X25519 agreement, with the ephemeral key's 32 bytes and the control plane's 32 bytes
 * as salt: the first half is the key of the envelope, the second the key of its answer.
 */
export const keyDerivation = { info: 'flotilla relay 1', bytes: 64 } as const;

type Place = Pick<Envelope, 'deviceId' | 'epoch' | 'seq'>;

/** The text that the envelope's tag covers besides the ciphertext. */
export function envelopeContext({
  deviceId,
  epoch,
  seq,
  ephemeralKey,
}: Place & Pick<Envelope, 'ephemeralKey'>): string {
  return ['flotilla relay 1', deviceId, epoch, seq, ephemeralKey].join('\n');
}

/** The text that the device signs. */
export function signedText(sha256: Sha256, envelope: Omit<Envelope, 'signature'>): string {
  const { deviceId, epoch, seq, ephemeralKey, nonce, tag, ciphertext } = envelope;
  return ['flotilla envelope 1', deviceId, epoch, seq, ephemeralKey, nonce, tag, sha256(ciphertext)].join('\n');
}

/** The text that the answer's tag covers besides its ciphertext. */
export function answerContext({ deviceId, epoch, seq }: Place): string {
  return ['flotilla relay answer 1', deviceId, epoch, seq].join('\n');
}

/**
 * An answer travels as base64 of nonce, tag, ciphertext and the control plane's Ed25519 signature over `answerText`, in
 * this order. `sealed` is base64 of the first three.
 */
export const answerLayout = { nonce: 12, tag: 16, signature: 64 } as const;

/** The text that the control plane signs. */
export function answerText(sha256: Sha256, place: Place, sealed: string): string {
  return `${answerContext(place)}\n${sha256(sealed)}`;
}
