/**
 * Calls of many devices in one transaction. In a storm a transaction for each would spend its time in round trips and in
 * waiting for the disk, with the log's head held; so calls that come together are decided and recorded together, each by
 * its own device's head. A call that is refused costs the others nothing, and one that breaks the round is tried alone.
 */
import { randomUUID } from 'node:crypto';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Caller } from '../../heartbeat/device-call.ts';
import { GroupCommit } from '../../heartbeat/group-commit.ts';
import type { CloseReplayInput, ReplayChunkInput, ReplayHello } from '../graphql.ts';
import { holdHeads, replay, type Head } from './head.ts';
import { chunkLimits } from './input.ts';
import { recordAll, type After, type Decided } from './record.ts';
import { judgementsOf, standingsOf } from './standing.ts';
import type { Probe } from './steps.ts';
import { newToken, sessionEpochOf, tokenHashOf } from './token.ts';

/** One call of a device in its return. */
export type ReplayCall = { readonly caller: Caller & { readonly requestId: string } } & (
  | { readonly kind: 'open'; readonly input: ReplayHello; readonly domainId: string }
  | { readonly kind: 'upload'; readonly input: ReplayChunkInput }
  | { readonly kind: 'close'; readonly input: CloseReplayInput }
);

/** What a call came to: how its device stood before and stands now, and the token of the session that it opened. */
export type Outcome = After & {
  readonly before: Head['state'];
  readonly sessionToken: string;
  readonly isOver: boolean;
};

/** What rounds work with. */
export type RoundParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly probe?: Probe;
};

const caps = { batchMax: 64, waitMs: 2, waitingMax: 10_000 } as const;
/** Records of a round at most: they are written while the log's head is held, and live devices wait for that. */
const recordsMax = 500;
const tenantsAtOnce = 2;
/** Between rounds there is a rest half as long as a round, up to this: that time belongs to live devices. */
const restMaxMs = 250;

/** The rounds of one process. */
export class Rounds {
  readonly #parts: RoundParts;
  readonly #calls: GroupCommit<ReplayCall, Outcome>;
  #restUntil = 0;

  constructor(parts: RoundParts) {
    this.#parts = parts;
    this.#calls = new GroupCommit<ReplayCall, Outcome>({
      ...caps,
      scopesOf: () => [],
      perform: (calls) => this.#perform(calls),
    });
  }

  /** Resolves once what the call came to is durable. Throws its refusal. */
  async submit(call: ReplayCall): Promise<Outcome> {
    return this.#calls.submit(call);
  }

  async #perform(calls: readonly ReplayCall[]): Promise<(Outcome | Error)[]> {
    const answers = new Map<ReplayCall, Outcome | Error>();
    const tenants = [...Map.groupBy(calls, ({ caller }) => caller.tenantId)];
    const worker = async () => {
      for (let next = tenants.shift(); next; next = tenants.shift()) {
        for (const round of roundsOf(next[1])) {
          await this.#rest();
          const startedAt = performance.now();
          const outcomes = await this.#settle(next[0], round);
          const endedAt = performance.now();
          this.#restUntil = endedAt + Math.min((endedAt - startedAt) / 2, restMaxMs);
          round.forEach((call, place) => answers.set(call, outcomes[place] ?? new Error('a call has no outcome')));
        }
      }
    };
    await Promise.all(Array.from({ length: tenantsAtOnce }, worker));
    return calls.map((call) => answers.get(call) ?? new Error('a call was in no round'));
  }

  /** Whoever comes meanwhile joins the next round, so a rest costs time and hardly any work. */
  async #rest(): Promise<void> {
    const restMs = this.#restUntil - performance.now();
    if (restMs > 1) await new Promise((resolve) => setTimeout(resolve, restMs));
  }

  /** A lost race with a device's own stream, e.g. against an operator, is tried again on the newer state. */
  async #settle(tenantId: string, calls: readonly ReplayCall[]): Promise<(Outcome | Error)[]> {
    const { database, tail } = this.#parts;
    const attempt = () => database.inTenant(tenantId, (em) => this.#record(em, tenantId, calls));
    try {
      const outcomes = await attempt().catch((thrown: unknown) => {
        if (thrown instanceof VersionConflict) return attempt();
        throw thrown;
      });
      tail.committed();
      return outcomes;
    } catch (thrown) {
      if (calls.length > 1) {
        const alone: (Outcome | Error)[] = [];
        for (const call of calls) alone.push(...(await this.#settle(tenantId, [call])));
        return alone;
      }
      return [thrown instanceof VersionConflict ? contended(thrown) : (thrown as Error)];
    }
  }

  async #record(em: EntityManager, tenantId: string, calls: readonly ReplayCall[]): Promise<(Outcome | Refusal)[]> {
    const heads = await holdHeads(
      em,
      tenantId,
      calls.map(({ caller }) => caller.deviceId),
    );
    for (const { kind } of calls) if (kind === 'upload') await this.#parts.probe?.('upload: locked');
    const hellos = calls.flatMap((call) =>
      call.kind === 'open' ? [[call.caller.deviceId, call.domainId] as const] : [],
    );
    const judgementOf = hellos.length === 0 ? noJudgement : await judgementsOf(em, tenantId, new Map(hellos));
    const unheard = await this.#unheard(em, calls);
    const decisions = calls.map((call) => {
      const head = heads.get(call.caller.deviceId);
      invariant(head, 'a head that is held is there');
      try {
        return unheard.get(call) ?? decide(call, head, judgementOf);
      } catch (thrown) {
        if (thrown instanceof Refusal) return thrown;
        throw thrown;
      }
    });
    const decided = decisions.flatMap((each) => (each instanceof Refusal ? [] : [each]));
    const recorded = decided.length === 0 ? [] : await recordAll(em, tenantId, decided);
    for (const { kind } of calls) await this.#parts.probe?.(`${kind}: recorded`);
    const afters = recorded.values();
    return decisions.map((each) => {
      if (each instanceof Refusal) return each;
      const after = afters.next().value;
      invariant(after, 'what is decided is recorded');
      if (after instanceof Refusal) return after;
      return { ...after, before: each.head.state, sessionToken: each.session.token, isOver: each.session.isOver };
    });
  }

  /** Who may not even close. Whoever delivers is asked for its trust when that is held. */
  async #unheard(em: EntityManager, calls: readonly ReplayCall[]): Promise<ReadonlyMap<ReplayCall, Refusal>> {
    const closing = calls.filter(({ kind }) => kind === 'close');
    if (closing.length === 0) return new Map();
    const standings = await standingsOf(
      em,
      closing.map(({ caller }) => caller),
    );
    return new Map(
      closing.flatMap((call, place) => {
        const standing = standings[place];
        return standing instanceof Refusal ? [[call, standing] as const] : [];
      }),
    );
  }
}

/** No device is twice in a round: its second call has to see what became of the first. */
function roundsOf(calls: readonly ReplayCall[]): ReplayCall[][] {
  const rounds: { readonly calls: ReplayCall[]; records: number }[] = [];
  const next = new Map<string, number>();
  for (const call of calls) {
    const records = call.kind === 'upload' ? call.input.records.length : 1;
    let place = next.get(call.caller.deviceId) ?? 0;
    while ((rounds[place]?.records ?? 0) + records > recordsMax && rounds[place]) place += 1;
    const round = (rounds[place] ??= { calls: [], records: 0 });
    round.calls.push(call);
    round.records += records;
    next.set(call.caller.deviceId, place + 1);
  }
  return rounds.map((round) => round.calls);
}

type Decision = Decided & { readonly session: { token: string; readonly isOver: boolean } };

function decide(call: ReplayCall, head: Head, judgementOf: Awaited<ReturnType<typeof judgementsOf>>): Decision {
  const { deviceId, fingerprint, requestId } = call.caller;
  const about = { deviceId, head, actor: `device:${deviceId}`, requestId };
  if (call.kind === 'open') {
    const { epoch, firstSeq, lastSeq, lastHash, dropped: drops } = call.input;
    const judgement = judgementOf(deviceId);
    const hello = { deviceId, sessionId: randomUUID(), epoch, firstSeq, lastSeq, lastHash, drops, judgement };
    const events = replay.decide({ type: 'OpenReplay', ...hello }, head.state);
    const isOver = events.length === 0 || events.at(-1)?.type === 'ReplayConcluded';
    const session = { token: '', isOver };
    const token = ({ sessionEpoch }: Head['state']) => {
      if (!isOver) session.token = newToken(sessionEpoch);
      return { tokenHash: isOver ? null : tokenHashOf(session.token), fingerprint };
    };
    // What fits into one chunk is not worth looking as if the device had been away.
    const to = { mode: isOver ? 'LIVE' : 'RETURNING', isLarge: lastSeq - firstSeq >= chunkLimits.recordsMax } as const;
    return { ...about, events, token, to, deliverer: call.caller, session };
  }
  const sessionEpoch = sessionEpochOf(call.input.sessionToken, head, fingerprint);
  const session = { token: '', isOver: false };
  if (call.kind === 'upload') {
    const { epoch, fromSeq } = call.input;
    const records = call.input.records.map(({ seq, class: of, kind, atMs, body, hash, signature }) => {
      return { seq, class: of, kind, atMs, body, hash, signature };
    });
    const command = { type: 'UploadReplayChunk', deviceId, sessionEpoch, epoch, fromSeq, records } as const;
    const events = replay.decide(command, head.state);
    const to = events.length > 0 ? ({ mode: 'REPLAYING', isLarge: false } as const) : null;
    return { ...about, events, to, deliverer: call.caller, session };
  }
  const command = { type: 'CloseReplay', deviceId, sessionEpoch, lastSeq: call.input.lastSeq } as const;
  const events = replay.decide(command, head.state);
  const to = events.length > 0 ? ({ mode: 'LIVE', isLarge: false } as const) : null;
  return { ...about, events, to, deliverer: null, session };
}

function noJudgement(): never {
  throw new Error('only a hello takes judgement along');
}

function contended(cause: VersionConflict): Refusal {
  const words = 'This device is being changed by somebody else at the same moment. Send the same again.';
  return new Refusal('UNAVAILABLE', words, {}, { cause, retryAfterMs: 1_000 });
}
