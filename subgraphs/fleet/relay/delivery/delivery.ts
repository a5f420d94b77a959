/**
 * The desk where relays hand in what devices sealed. An envelope that is genuine and new is answered by the desk the call
 * inside belongs to; one that was changed, made up or repeated has no effect. The relay learns which of these it was.
 */
import type { Database } from '@flotilla/kernel/database';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { counter } from '@flotilla/kernel/metrics';
import type { GraphQLSchema } from 'graphql';
import type { Caller } from '../../heartbeat/device-call.ts';
import { firstUnsigned, sha256 } from '../../journal/signature.ts';
import { signedText, type AnswerContent, type Envelope } from '../envelope/envelope.ts';
import type { RelayKeys } from '../envelope/keys.ts';
import { openEnvelope, sealAnswer, type Opened } from '../envelope/sealing.ts';
import type { DeliverRelayedInput, RelayReceipt } from './graphql.ts';
import { answerTo, claimEnvelope, keepAnswer } from './inbox.ts';
import { coercedInput, type RelayedCaller, type RelayedCalls } from './relayed-calls.ts';
import { keysBehind, type DeviceKey } from './standing.ts';

const received = counter({
  name: 'flotilla_fleet_relayed_envelopes_total',
  help: 'Envelopes that relays handed in, by what became of them.',
  labelNames: ['outcome'],
});

const envelopesMax = 32;
/** Bytes of the ephemeral key, the nonce and the tag. */
const sizes = [32, 12, 16] as const;
const ciphertextMax = 1024 * 1024;
const signatureMax = 256;

/** What the desk works with. */
export type DeliveryParts = {
  readonly database: Database;
  readonly keys: RelayKeys;
  readonly calls: RelayedCalls;
  /** The schema that inputs are checked by; it exists once the subgraph is built. */
  readonly schema: () => GraphQLSchema;
};

type RelayCall = Caller & { readonly requestId: string };
type Refused = 'DEVICE' | 'SHAPE' | 'SIGNATURE' | 'SEAL';

/** The desk. */
export class Delivery {
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Takes envelopes of one device in, one after the other. Refuses a caller that may not speak for the device. */
  async deliver(relay: RelayCall, { deviceId, envelopes }: DeliverRelayedInput): Promise<RelayReceipt[]> {
    if (envelopes.length > envelopesMax) {
      const words = `At most ${envelopesMax} envelopes are delivered at once. Send the rest afterwards.`;
      throw new Refusal('INVALID_INPUT', words, { element: 'envelopes' });
    }
    const { database } = this.#parts;
    const keys = await database.inTenant(relay.tenantId, (em) => keysBehind(em, relay, deviceId));
    const receipts: RelayReceipt[] = [];
    for (const envelope of envelopes) {
      const receipt = await this.#take(relay, { deviceId, envelope, keys });
      received.inc({ outcome: receipt.outcome.toLowerCase() });
      receipts.push(receipt);
    }
    return receipts;
  }

  async #take(
    relay: RelayCall,
    given: { deviceId: string; envelope: Envelope; keys: readonly DeviceKey[] },
  ): Promise<RelayReceipt> {
    const { envelope, deviceId, keys } = given;
    if (envelope.deviceId !== deviceId) return refused(envelope, 'DEVICE');
    if (!isShaped(envelope)) return refused(envelope, 'SHAPE');
    const signer = await signerOf(envelope, keys);
    if (signer === null) return refused(envelope, 'SIGNATURE');
    const opened = openEnvelope(this.#parts.keys.agreementKey, envelope);
    if (opened === null) return refused(envelope, 'SEAL');
    const { database } = this.#parts;
    const { tenantId, requestId, deviceId: relayId } = relay;
    const isNew = await database.inTenant(tenantId, (em) => claimEnvelope(em, tenantId, envelope));
    if (!isNew) {
      const answer = await database.inTenant(tenantId, (em) => answerTo(em, tenantId, envelope));
      return receiptOf(envelope, { outcome: 'DUPLICATE', answer });
    }
    const fingerprint = certificateOf(opened, signer, keys);
    const content = await this.#perform({ tenantId, deviceId, fingerprint, requestId, relayId }, opened);
    const { signingKey } = this.#parts.keys;
    const answer = sealAnswer(envelope, content, { answerKey: opened.answerKey, signingKey });
    await database.inTenant(tenantId, async (em) => keepAnswer(em, tenantId, { ...placeOf(envelope), answer }));
    const retryAfterMs = 'error' in content ? content.error.retryAfterMs : null;
    return receiptOf(envelope, { outcome: 'ACCEPTED', answer, retryAfterMs });
  }

  async #perform(caller: RelayedCaller, { content }: Opened): Promise<AnswerContent> {
    try {
      const call = Object.hasOwn(this.#parts.calls, content.operation)
        ? this.#parts.calls[content.operation]
        : undefined;
      if (!call) {
        const known = Object.keys(this.#parts.calls);
        throw new Refusal('INVALID_INPUT', `Through a relay a device can call ${known.join(', ')}.`, { known });
      }
      return { data: await call.perform(caller, coercedInput(this.#parts.schema(), call, content.input)) };
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      const { code, message, details, retryAfterMs = null } = thrown;
      return { error: { code, message, details, retryAfterMs } };
    }
  }
}

/** Numbers are whole, sizes are what the format says, and each text is the one spelling of its bytes. */
function isShaped(envelope: Envelope): boolean {
  const { epoch, seq, ephemeralKey, nonce, tag, ciphertext, signature } = envelope;
  const isCounted = [epoch, seq].every((number) => Number.isSafeInteger(number) && number >= 0);
  const isSized = ciphertext.length <= ciphertextMax && signature.length <= signatureMax;
  const fixed = [ephemeralKey, nonce, tag].map((text) => (text.length <= 64 ? bytesOf(text) : null));
  return (
    isCounted &&
    isSized &&
    fixed.every((bytes, place) => bytes?.length === sizes[place]) &&
    bytesOf(ciphertext) !== null &&
    bytesOf(signature) !== null
  );
}

function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** The newest key of the device that has signed the envelope; null when none has. */
async function signerOf(envelope: Envelope, keys: readonly DeviceKey[]): Promise<DeviceKey | null> {
  const signed = { text: signedText(sha256, envelope), signature: envelope.signature };
  for (const key of keys) if ((await firstUnsigned([key.publicKey], [signed])) === null) return key;
  return null;
}

/** The certificate the device says it calls with, if that is accepted and holds the key that signed. */
function certificateOf({ content }: Opened, signer: DeviceKey, keys: readonly DeviceKey[]): string {
  const named = keys.find((key) => key.fingerprint === content.certificate && key.publicKey === signer.publicKey);
  return (named ?? signer).fingerprint;
}

function placeOf({ deviceId, epoch, seq }: Envelope) {
  return { deviceId, epoch, seq };
}

function refused(envelope: Envelope, reason: Refused): RelayReceipt {
  return receiptOf(envelope, { outcome: 'REFUSED', reason });
}

function receiptOf(
  { epoch, seq }: Envelope,
  outcome: Pick<RelayReceipt, 'outcome'> & Partial<RelayReceipt>,
): RelayReceipt {
  return { epoch, seq, reason: null, answer: null, retryAfterMs: null, ...outcome };
}
