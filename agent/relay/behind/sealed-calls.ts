/**
 * Calls that travel sealed: handed to the relay in the order of their numbers, answered when the relay had a link. What is
 * on its way when the patience ends is not lost: the same call asked again looks for the answer to the first one.
 */
import { createHash } from 'node:crypto';
import type { RelayKeys } from '../../journal.ts';
import type { LinkMeter } from '../../link-meter.ts';
import { ForeignServer } from '../../pinned-agent.ts';
import { CallFailed, CallRefused } from '../../transport.ts';
import { openAnswer, type Place, seal } from '../envelope.ts';
import { handOverBytesMax, type RelayClass, type RelayReceipt } from '../field-protocol.ts';
import type { RelayClient } from './relay-client.ts';

/** The calls that travel sealed, with what a relay may know of each. */
export const sealedOperations = {
  heartbeat: 'SIGN',
  reportInventory: 'REPORT',
  openReplay: 'JOURNAL',
  uploadReplayChunk: 'JOURNAL',
  closeReplay: 'JOURNAL',
  rotateCertificate: 'IDENTITY',
} as const satisfies Readonly<Record<string, RelayClass>>;

/** One of them. */
export type SealedOperation = keyof typeof sealedOperations;

/** What sealing works with. */
export type SealedCallsParts = {
  readonly deviceId: string;
  /** Higher than that of every earlier life of this device. */
  readonly epoch: number;
  readonly client: Pick<RelayClient, 'handOver' | 'answer'>;
  readonly keys: () => RelayKeys | null;
  readonly sign: (text: string) => string;
  readonly certificate: () => string;
  readonly patienceMs?: number;
};

type Travelling = { readonly place: Place; readonly answerKey: Buffer };

/** Calls whose answer may still come, at most. */
const travellingMax = 32;
const attemptsMax = 3;

/** One device's sealed calls. */
export class SealedCalls {
  readonly #parts: SealedCallsParts;
  readonly #travelling = new Map<string, Travelling>();
  #seq = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SealedCallsParts) {
    this.#parts = parts;
  }

  /** Performs one call. Throws CallRefused when the control plane says no, and CallFailed when there is no answer. */
  async call<Result>(operation: SealedOperation, variables: unknown, meter: LinkMeter): Promise<Result> {
    const { input } = variables as { input: unknown };
    const key = createHash('sha256').update(JSON.stringify({ operation, input })).digest('hex');
    const startedAt = performance.now();
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const travelling = this.#travelling.get(key) ?? (await this.#handOver({ key, operation, input }, meter));
      const { patienceMs = 8_000 } = this.#parts;
      const word = await this.#parts.client.answer(travelling.place, patienceMs).catch(unanswered(meter));
      if (word === 'PENDING') {
        meter.unanswered();
        throw new CallFailed('the relay has the call and no answer yet');
      }
      this.#travelling.delete(key);
      // It was given up on its way, or a later one overtook it: made anew, its repetition is known by its content.
      if (word === 'GONE' || (word.outcome === 'DUPLICATE' && word.answer === null)) continue;
      meter.answered(performance.now() - startedAt, 0);
      return this.#opened<Result>(travelling, word);
    }
    meter.unanswered();
    throw new CallFailed('the relay does not keep the call for as long as its answer takes');
  }

  async #handOver(call: { key: string; operation: SealedOperation; input: unknown }, meter: LinkMeter) {
    // Numbers reach the relay in their order: one that came after a later one would have no effect.
    const turn = this.#turn.then(() => this.#sealed(call));
    this.#turn = turn.catch(() => undefined);
    return turn.catch(unanswered(meter));
  }

  async #sealed(call: { key: string; operation: SealedOperation; input: unknown }): Promise<Travelling> {
    const { deviceId, epoch, client, sign, certificate } = this.#parts;
    const { key, operation, input } = call;
    const keys = this.#parts.keys();
    if (keys === null) throw new CallFailed('nobody told this device yet what to seal its calls for');
    const place: Place = { deviceId, epoch, seq: (this.#seq += 1) };
    const { envelope, answerKey } = seal({ operation, input, certificate: certificate() }, place, { keys, sign });
    if (JSON.stringify(envelope).length > handOverBytesMax) throw new CallFailed('the call is too large for a relay');
    await client.handOver({ class: sealedOperations[operation], envelope });
    const travelling = { place, answerKey };
    this.#travelling.set(key, travelling);
    const [oldest] = this.#travelling.keys();
    if (this.#travelling.size > travellingMax && oldest !== undefined) this.#travelling.delete(oldest);
    return travelling;
  }

  #opened<Result>({ place, answerKey }: Travelling, { outcome, reason, answer }: RelayReceipt): Result {
    if (outcome === 'REFUSED' || answer === null) throw meddled(`the control plane did not know the call (${reason})`);
    const relayAnswerKey = this.#parts.keys()?.relayAnswerKey ?? '';
    const content = openAnswer(answer, place, { answerKey, relayAnswerKey });
    if (content === null) throw meddled('the answer is not from the control plane');
    if ('data' in content) return content.data as Result;
    const { code, message, details, retryAfterMs } = content.error;
    throw new CallRefused(message, { code, details: (details ?? {}) as Record<string, unknown>, retryAfterMs });
  }
}

/** Somebody on the way changes what it carries. Its cause is what the journal tells of foreign servers. */
function meddled(why: string): CallFailed {
  const words = `what came through the relay is not what was sent: ${why}`;
  return new CallFailed(words, { cause: new ForeignServer(words) });
}

function unanswered(meter: LinkMeter): (fault: unknown) => never {
  return (fault) => {
    meter.unanswered();
    throw fault;
  };
}
