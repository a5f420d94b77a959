/**
 * The desk where devices that were away deliver their journals. Every call is one transaction that holds the device's
 * head, so that calls of one device follow each other; what is answered was committed, and a call that is repeated after
 * a crash anywhere finds what the first one left. See docs/decisions/0010.
 */
import { randomUUID } from 'node:crypto';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
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
import type { ReplayBudget } from './budget.ts';
import { holdHead, noteHeard, peekHead, replay, type Head } from './head.ts';
import { assertChunk, assertClose, assertHello, chunkLimits } from './input.ts';
import type { Lane } from './lane.ts';
import { record } from './record.ts';
import { assertMayDeliver, holdTrust, judgementOf, siteOf, standingOf, type Standing } from './standing.ts';
import { newToken, sessionEpochOf, tokenHashOf } from './token.ts';

const records = counter({ name: 'flotilla_fleet_replay_records_total', help: 'Journal records that were accepted.' });
const refusals = counter({
  name: 'flotilla_fleet_replay_refused_total',
  help: 'Calls of returning devices that were refused.',
  labelNames: ['call', 'code'],
});

/** The places in a call where a process may die; tests let it die there. */
export const replaySteps = [
  'open: before the lock',
  'open: recorded',
  'open: committed',
  'upload: checked',
  'upload: locked',
  'upload: recorded',
  'upload: committed',
  'close: recorded',
  'close: committed',
] as const;

/** One of those places. */
export type ReplayStep = (typeof replaySteps)[number];

/** What the desk works with. */
export type ReplayDeskParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly lane: Lane;
  readonly budget: ReplayBudget;
  /** Hears of every device whose session moved on in this process. */
  readonly moved: (tenantId: string, deviceId: string) => void;
  /** Called at each step; does nothing outside of tests. */
  readonly probe?: (step: ReplayStep) => void | Promise<void>;
};

type Call = Caller & { readonly requestId: string };

/** The desk. */
export class ReplayDesk {
  readonly #parts: ReplayDeskParts;

  constructor(parts: ReplayDeskParts) {
    this.#parts = parts;
  }

  /** Takes the lock for a device that came back, away from whoever held it, or says that nothing is missing. */
  async open(call: Call, input: ReplayHello): Promise<ReplaySession> {
    return this.#counted('open', async () => {
      assertHello(input);
      const standing = await this.#greet(call, input);
      const { domainId } = standing;
      await this.#parts.probe?.('open: before the lock');
      const opened = await this.#transaction(call, (em) => this.#takeLock(em, call, { input, domainId }));
      await this.#parts.probe?.('open: committed');
      this.#parts.moved(call.tenantId, call.deviceId);
      const retryAfterMs = opened.nothingToReplay
        ? null
        : this.#parts.budget.waitAfterHello(standing.locationId ?? domainId);
      return { ...opened, retryAfterMs };
    });
  }

  /** Takes records over: all that are new, in order, durably; or none. */
  async upload(call: Call, input: ReplayChunkInput): Promise<ReplayReceipt> {
    return this.#counted('upload', async () => {
      assertChunk(input);
      const retryAfterMs = await this.#admit(call, input).catch((thrown: unknown) =>
        this.#divert(call, { input, thrown }),
      );
      await this.#parts.probe?.('upload: checked');
      const { before, after } = await this.#transaction(call, (em) => this.#takeRecords(em, call, input)).catch(
        (thrown: unknown) => this.#divert(call, { input, thrown }),
      );
      await this.#parts.probe?.('upload: committed');
      records.inc(after - before);
      this.#parts.moved(call.tenantId, call.deviceId);
      return { acknowledgedSeq: after, duplicate: after === before, retryAfterMs };
    });
  }

  /** Reconciles and releases the lock. A repeated call is answered as the first one was. */
  async close(call: Call, input: CloseReplayInput): Promise<ReplayConclusion> {
    return this.#counted('close', async () => {
      assertClose(input);
      const conclusion = await this.#transaction(call, (em) => this.#conclude(em, call, input));
      await this.#parts.probe?.('close: committed');
      this.#parts.moved(call.tenantId, call.deviceId);
      return conclusion;
    });
  }

  /** Signatures are checked before anything is held: they cost most, and the lock is to be short. Answers who it is. */
  async #greet(call: Call, { epoch, dropped }: ReplayHello): Promise<Standing> {
    const standing = await this.#parts.database.inTenant(call.tenantId, (em) => standingOf(em, call));
    assertMayDeliver(standing.trust);
    const chain = { deviceId: call.deviceId, epoch };
    const signed = dropped.map((drop) => ({ text: dropText(chain, drop), signature: drop.signature }));
    const place = await firstUnsigned(standing.publicKeys, signed);
    if (place === null) return standing;
    const words = `The dropped range ${place + 1} is not signed by the key of this device.`;
    throw new Refusal('INVALID_INPUT', words, { reason: 'SIGNATURE', element: 'dropped', place });
  }

  async #takeLock(em: EntityManager, call: Call, from: { input: ReplayHello; domainId: string }) {
    const head = await holdHead(em, call);
    const { deviceId, fingerprint } = call;
    const { epoch, firstSeq, lastSeq, lastHash, dropped: drops } = from.input;
    const judgement = await judgementOf(em, call, from.domainId);
    const hello = { deviceId, sessionId: randomUUID(), epoch, firstSeq, lastSeq, lastHash, drops, judgement };
    const events = replay.decide({ type: 'OpenReplay', ...hello }, head.state);
    const isOver = events.length === 0 || events.at(-1)?.type === 'ReplayConcluded';
    let sessionToken = '';
    const token = ({ sessionEpoch }: Head['state']) => {
      if (!isOver) sessionToken = newToken(sessionEpoch);
      return { tokenHash: isOver ? null : tokenHashOf(sessionToken), fingerprint };
    };
    // What fits into one chunk is not worth looking as if the device had been away.
    const isLarge = lastSeq - firstSeq >= chunkLimits.recordsMax;
    const to = { mode: isOver ? 'LIVE' : 'RETURNING', isLarge } as const;
    const { state } = await record(em, { ...about(call, head), events, token, to, hold: () => holdTrust(em, call) });
    await this.#parts.probe?.('open: recorded');
    return {
      sessionToken,
      sessionEpoch: state.sessionEpoch,
      resumeFrom: state.prefix.seq + 1,
      resumeHash: state.prefix.hash,
      chunkRecordsMax: chunkLimits.recordsMax,
      chunkBytesMax: chunkLimits.bytesMax,
      windowChunks: chunkLimits.windowChunks,
      nothingToReplay: isOver,
    };
  }

  /** Everything that can be known without holding anything: who it is, its session, its budget, its signatures. */
  async #admit(call: Call, input: ReplayChunkInput): Promise<number | null> {
    const { database, budget } = this.#parts;
    const { standing, site } = await database.inTenant(call.tenantId, async (em) => {
      const known = await standingOf(em, call);
      assertMayDeliver(known.trust);
      sessionEpochOf(input.sessionToken, await peekHead(em, call), call.fingerprint);
      noteHeard(em, call);
      return { standing: known, site: await siteOf(em, call.tenantId, known) };
    });
    const isUrgent = input.records.some((each) => each.class === 'SECURITY' || each.class === 'LIFECYCLE');
    const draw = { records: input.records.length, isUrgent, chunkRecordsMax: chunkLimits.recordsMax };
    const retryAfterMs = await budget.draw(site, draw);
    const signed = input.records.map(({ hash: text, signature }) => ({ text, signature }));
    const place = await firstUnsigned(standing.publicKeys, signed);
    if (place === null) return retryAfterMs;
    const seq = input.records[place]?.seq;
    const words = `Record ${seq} is not signed by the key of this device.`;
    throw new Refusal('INVALID_INPUT', words, { reason: 'SIGNATURE', seq });
  }

  async #takeRecords(em: EntityManager, call: Call, input: ReplayChunkInput) {
    const head = await holdHead(em, call);
    await this.#parts.probe?.('upload: locked');
    const sessionEpoch = sessionEpochOf(input.sessionToken, head, call.fingerprint);
    const { epoch, fromSeq } = input;
    const chunk = input.records.map(({ seq, class: of, kind, atMs, body, hash, signature }) => {
      return { seq, class: of, kind, atMs, body, hash, signature };
    });
    const { deviceId } = call;
    const command = { type: 'UploadReplayChunk', deviceId, sessionEpoch, epoch, fromSeq, records: chunk } as const;
    const events = replay.decide(command, head.state);
    const to = events.length > 0 ? ({ mode: 'REPLAYING', isLarge: false } as const) : null;
    const { state } = await record(em, { ...about(call, head), events, to, hold: () => holdTrust(em, call) });
    await this.#parts.probe?.('upload: recorded');
    return { before: head.state.prefix.seq, after: state.prefix.seq };
  }

  async #conclude(em: EntityManager, call: Call, input: CloseReplayInput): Promise<ReplayConclusion> {
    const head = await holdHead(em, call);
    const sessionEpoch = sessionEpochOf(input.sessionToken, head, call.fingerprint);
    await standingOf(em, call);
    const { deviceId } = call;
    const command = { type: 'CloseReplay', deviceId, sessionEpoch, lastSeq: input.lastSeq } as const;
    const events = replay.decide(command, head.state);
    const to = events.length > 0 ? ({ mode: 'LIVE', isLarge: false } as const) : null;
    const { state, mode } = await record(em, { ...about(call, head), events, to });
    await this.#parts.probe?.('close: recorded');
    invariant(state.conclusion, 'a close that is not refused has a conclusion');
    const { outcome, permitted, conflicts, unauthorised, evidence } = state.conclusion;
    return { outcome, permitted, conflicts, unauthorised, mode, evidence };
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

  /** A lost race with the device's own stream, e.g. against an operator, is tried again on the newer state. */
  async #transaction<T>(call: Call, work: (em: EntityManager) => Promise<T>): Promise<T> {
    const { database, tail } = this.#parts;
    const attempt = () => database.inTenant(call.tenantId, work);
    const result = await attempt()
      .catch((thrown: unknown) => {
        if (thrown instanceof VersionConflict) return attempt();
        throw thrown;
      })
      .catch((thrown: unknown) => {
        if (!(thrown instanceof VersionConflict)) throw thrown;
        const words = 'This device is being changed by somebody else at the same moment. Send the same again.';
        throw new Refusal('UNAVAILABLE', words, {}, { cause: thrown, retryAfterMs: 1_000 });
      });
    tail.committed();
    return result;
  }

  async #counted<T>(name: 'open' | 'upload' | 'close', work: () => Promise<T>): Promise<T> {
    try {
      return await this.#parts.lane.pass(name === 'open' ? 'BEGINS' : 'GOES_ON', work);
    } catch (thrown) {
      refusals.inc({ call: name, code: thrown instanceof Refusal ? thrown.code : 'FAULT' });
      throw thrown;
    }
  }
}

function about(call: Call, head: Head) {
  const { tenantId, deviceId, requestId } = call;
  return { device: { tenantId, deviceId }, head, actor: `device:${deviceId}`, requestId };
}
