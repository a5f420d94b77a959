/**
 * The desk where devices that were away deliver their journals. What is answered was committed, and a call that is repeated
 * after a crash anywhere finds what the first one left. Calls of one device follow each other; those of many devices share
 * their transactions. See docs/decisions/0010.
 */
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { counter } from '@flotilla/kernel/metrics';
import type { Caller } from '../../heartbeat/device-call.ts';
import { dropText } from '../../journal/chain.ts';
import { firstUnsigned } from '../../journal/signature.ts';
import { divert } from '../../quarantine/store.ts';
import type {
  CloseReplayInput,
  ReplayChunkInput,
  ReplayConclusion,
  ReplayHello,
  ReplayReceipt,
  ReplaySession,
} from '../graphql.ts';
import { Admission } from './admission.ts';
import type { ReplayBudget } from './budget.ts';
import { assertChunk, assertClose, assertHello, chunkLimits } from './input.ts';
import type { Lane } from './lane.ts';
import { Rounds, type ReplayCall, type RoundParts } from './rounds.ts';
import { standingOf } from './standing.ts';

const records = counter({ name: 'flotilla_fleet_replay_records_total', help: 'Journal records that were accepted.' });
const refusals = counter({
  name: 'flotilla_fleet_replay_refused_total',
  help: 'Calls of returning devices that were refused.',
  labelNames: ['call', 'code'],
});

/** What the desk works with. */
export type ReplayDeskParts = RoundParts & {
  readonly lane: Lane;
  readonly budget: ReplayBudget;
  /** Hears of every device whose session moved on in this process. */
  readonly moved: (tenantId: string, deviceId: string) => void;
};

type Call = Caller & { readonly requestId: string };

/** The desk. */
export class ReplayDesk {
  readonly #parts: ReplayDeskParts;
  readonly #admission: Admission;
  readonly #rounds: Rounds;

  constructor(parts: ReplayDeskParts) {
    this.#parts = parts;
    this.#admission = new Admission(parts.database, parts.budget);
    this.#rounds = new Rounds(parts);
  }

  /** Takes the lock for a device that came back, away from whoever held it, or says that nothing is missing. */
  async open(call: Call, input: ReplayHello): Promise<ReplaySession> {
    return this.#counted('open', async () => {
      assertHello(input);
      const { domainId, locationId, publicKeys } = await this.#admission.greet(call);
      await assertSigned(call, input, publicKeys);
      await this.#parts.probe?.('open: before the lock');
      const opened = await this.#rounds.submit({ kind: 'open', caller: call, input, domainId });
      await this.#parts.probe?.('open: committed');
      this.#parts.moved(call.tenantId, call.deviceId);
      const { state, sessionToken, isOver: nothingToReplay } = opened;
      return {
        sessionToken,
        sessionEpoch: state.sessionEpoch,
        resumeFrom: state.prefix.seq + 1,
        resumeHash: state.prefix.hash,
        chunkRecordsMax: chunkLimits.recordsMax,
        chunkBytesMax: chunkLimits.bytesMax,
        windowChunks: chunkLimits.windowChunks,
        nothingToReplay,
        retryAfterMs: nothingToReplay ? null : this.#parts.budget.waitAfterHello(locationId ?? domainId),
      };
    });
  }

  /** Takes records over: all that are new, in order, durably; or none. */
  async upload(call: Call, input: ReplayChunkInput): Promise<ReplayReceipt> {
    return this.#counted('upload', async () => {
      assertChunk(input);
      const divert = (thrown: unknown) => this.#divert(call, { input, thrown });
      const { standing, retryAfterMs } = await this.#admission.admit(call, input).catch(divert);
      await assertGenuine(input, standing.publicKeys);
      await this.#parts.probe?.('upload: checked');
      const { before, state } = await this.#rounds.submit({ kind: 'upload', caller: call, input }).catch(divert);
      await this.#parts.probe?.('upload: committed');
      const { seq: acknowledgedSeq } = state.prefix;
      records.inc(acknowledgedSeq - before.prefix.seq);
      this.#parts.moved(call.tenantId, call.deviceId);
      return { acknowledgedSeq, duplicate: acknowledgedSeq === before.prefix.seq, retryAfterMs };
    });
  }

  /** Reconciles and releases the lock. A repeated call is answered as the first one was. */
  async close(call: Call, input: CloseReplayInput): Promise<ReplayConclusion> {
    return this.#counted('close', async () => {
      assertClose(input);
      const { state, mode } = await this.#rounds.submit({ kind: 'close', caller: call, input });
      await this.#parts.probe?.('close: committed');
      this.#parts.moved(call.tenantId, call.deviceId);
      invariant(state.conclusion, 'a close that is not refused has a conclusion');
      const { outcome, permitted, conflicts, unauthorised, evidence } = state.conclusion;
      return { outcome, permitted, conflicts, unauthorised, mode, evidence };
    });
  }

  /**
   * What a quarantined device sends goes to the store where a person can look at it. It is refused all the same, and not
   * acknowledged: the device keeps it and sends it again when it is released.
   */
  async #divert(call: Call, { input, thrown }: { input: ReplayChunkInput; thrown: unknown }): Promise<never> {
    if (!isRefusal(thrown) || thrown.details['trust'] !== 'QUARANTINED') throw thrown;
    const { tenantId, deviceId } = call;
    const payload = { epoch: input.epoch, records: input.records };
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    await this.#parts.database.inTenant(tenantId, async (em) => {
      if ((await standingOf(em, call)).trust !== 'QUARANTINED') return;
      await divert(em, { tenantId, deviceId, kind: 'EVENTS', payload, bytes });
    });
    throw thrown;
  }

  async #counted<T>(name: ReplayCall['kind'], work: () => Promise<T>): Promise<T> {
    try {
      return await this.#parts.lane.pass(name === 'open' ? 'BEGINS' : 'GOES_ON', work);
    } catch (thrown) {
      refusals.inc({ call: name, code: thrown instanceof Refusal ? thrown.code : 'FAULT' });
      throw thrown;
    }
  }
}

/** Signatures are checked before anything is held: they cost most, and the lock is to be short. */
async function assertSigned(call: Call, { epoch, dropped }: ReplayHello, keys: readonly string[]): Promise<void> {
  const chain = { deviceId: call.deviceId, epoch };
  const signed = dropped.map((drop) => ({ text: dropText(chain, drop), signature: drop.signature }));
  const place = await firstUnsigned(keys, signed);
  if (place === null) return;
  const words = `The dropped range ${place + 1} is not signed by the key of this device.`;
  throw new Refusal('INVALID_INPUT', words, { reason: 'SIGNATURE', element: 'dropped', place });
}

async function assertGenuine({ records: all }: ReplayChunkInput, keys: readonly string[]): Promise<void> {
  const signed = all.map(({ hash: text, signature }) => ({ text, signature }));
  const place = await firstUnsigned(keys, signed);
  if (place === null) return;
  const seq = all[place]?.seq;
  const words = `Record ${seq} is not signed by the key of this device.`;
  throw new Refusal('INVALID_INPUT', words, { reason: 'SIGNATURE', seq });
}
