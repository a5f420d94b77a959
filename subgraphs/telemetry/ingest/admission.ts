/**
 * The door for telemetry. Pushes that arrive within a few milliseconds of each other are admitted in one transaction:
 * trust, place in line and durable rows are one decision, so nothing of a revoked device is stored after the revocation
 * committed, and an acknowledged batch survives any crash. See docs/decisions/0005.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '@flotilla/kernel/database';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { counter, histogram } from '@flotilla/kernel/metrics';
import { divertPushes } from '../quarantine/store.ts';
import type { RejectedName } from '../series/budget.ts';
import type { Batch } from './batch.ts';
import {
  addEntries,
  holdStandings,
  lockWatermarks,
  moveWatermarks,
  transaction,
  watermarkKey,
  type JournalEntry,
  type Standing,
  type Watermark,
} from './journal.ts';
import type { BatchRows } from './rows.ts';
import { judge } from './watermark.ts';
import type { Writer } from './writer.ts';

const batches = counter({ name: 'flotilla_ingest_batches_total', help: 'Pushes by outcome.', labelNames: ['outcome'] });
const seconds = histogram({
  name: 'flotilla_ingest_admission_seconds',
  help: 'Time of one transaction of admission.',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
});

/** What a push is answered. */
export type Receipt = {
  readonly acknowledgedSeq: number;
  readonly duplicate: boolean;
  readonly stored: number;
  readonly rejected: readonly RejectedName[];
  /** Whether it went to the quarantine store, where nobody sees it who does not look for it. */
  readonly isDiverted: boolean;
};

/** A checked and encoded push. */
export type Push = { readonly batch: Batch; readonly rows: BatchRows; readonly rejected: readonly RejectedName[] };

/** Pushes gather for this long, so that one transaction carries many. */
const gatherMs = 10;
const pushesMax = 500;
/** How long a push waits for telemetry to digest a newer fact of its device. */
const catchUpMs = 1000;
const catchUpPollMs = 25;

type Waiting = {
  readonly push: Push;
  readonly since: number;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (refusal: unknown) => void;
};

type Verdict = Receipt | Refusal | 'BEHIND';

/** Where a push goes: guessed before the transaction, and right or wrong by what it finds under the held heads. */
type Route = 'STORE' | 'DIVERT';

/** A push with the way it is tried. */
type Routed = { readonly push: Push; readonly route: Route };

/** Admits pushes, one transaction at a time. */
export class Admission {
  readonly #database: Database;
  readonly #writer: Writer;
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;

  constructor(database: Database, writer: Writer) {
    this.#database = database;
    this.#writer = writer;
  }

  /** Resolves once the push is durable. Refuses with FORBIDDEN, CONFLICT or UNAVAILABLE. */
  async submit(push: Push): Promise<Receipt> {
    if (this.#writer.isFull) {
      throw new Refusal('UNAVAILABLE', 'Telemetry cannot be stored just now.', {}, { retryAfterMs: 5000 });
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ push, since: performance.now(), resolve, reject });
      this.#schedule(gatherMs);
    });
  }

  #schedule(ms: number): void {
    if (this.#isBusy || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, ms);
  }

  async #flush(): Promise<void> {
    this.#isBusy = true;
    const group = this.#queue.splice(0, pushesMax);
    const end = seconds.startTimer();
    try {
      const verdicts = await this.#admit(group.map(({ push }) => push));
      group.forEach((waiting, index) => this.#tell(waiting, verdicts[index] ?? 'BEHIND'));
    } catch (thrown) {
      for (const { reject } of group) reject(thrown);
    } finally {
      end();
      this.#isBusy = false;
      if (this.#queue.length > 0) this.#schedule(this.#queue.length >= pushesMax ? 0 : gatherMs);
    }
  }

  #tell(waiting: Waiting, verdict: Verdict): void {
    if (verdict === 'BEHIND') {
      this.#again(waiting);
    } else if (isRefusal(verdict)) {
      batches.inc({ outcome: verdict.code });
      waiting.reject(verdict);
    } else {
      batches.inc({ outcome: outcomeOf(verdict) });
      waiting.resolve(verdict);
    }
  }

  #again(waiting: Waiting): void {
    if (performance.now() - waiting.since > catchUpMs) {
      const words = 'The control plane is still learning of a change to this device. Send the same batch again.';
      waiting.reject(new Refusal('UNAVAILABLE', words, {}, { retryAfterMs: 1000 }));
      return;
    }
    setTimeout(() => {
      this.#queue.push(waiting);
      this.#schedule(0);
    }, catchUpPollMs);
  }

  /** Admits those it can. A push that is refused or must wait costs the others one repeat of the transaction. */
  async #admit(pushes: readonly Push[]): Promise<Verdict[]> {
    const verdicts: (Verdict | undefined)[] = pushes.map(() => undefined);
    const routes: Route[] = pushes.map(() => 'STORE');
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const open = pushes.flatMap((push, place) => (verdicts[place] === undefined ? [{ push, place }] : []));
      if (open.length === 0) return verdicts as Verdict[];
      const routed = open.map(({ push, place }) => ({ push, route: routes[place] ?? 'STORE' }));
      const attempted = await this.#attempt(routed).catch((thrown: unknown) => {
        if (thrown instanceof Retry) return thrown.verdicts;
        throw thrown;
      });
      open.forEach(({ place }, index) => {
        const turn = attempted[index];
        if (turn === 'STORE' || turn === 'DIVERT') routes[place] = turn;
        else verdicts[place] = turn;
      });
    }
    return verdicts.map((verdict) => verdict ?? 'BEHIND');
  }

  async #attempt(routed: readonly Routed[]): Promise<(Verdict | Route | undefined)[]> {
    const pushes = routed.map(({ push }) => push);
    const { verdicts, entries } = await transaction(this.#database, async (client) => {
      const marks = await lockWatermarks(
        client,
        pushes.map(({ batch }) => batch),
      );
      const plan = planOf(routed, marks);
      if (plan.moves.length > 0 && !(await moveWatermarks(client, plan.moves))) throw new Retry([]);
      if (plan.entries.length > 0) await addEntries(client, plan.entries);
      if (plan.diverted.length > 0) await divertPushes(client, plan.diverted);
      const standings = await holdStandings(
        client,
        pushes.map(({ batch }) => batch),
      );
      const turnedAway = routed.map((each, index) => turnAway(each, standings[index]));
      if (turnedAway.some((verdict) => verdict !== undefined)) throw new Retry(turnedAway);
      return plan;
    });
    this.#writer.add(entries);
    return verdicts;
  }
}

/** Rolls a transaction back; verdicts that are set are final, the other pushes are tried again, by another way if one is named. */
class Retry extends Error {
  readonly verdicts: readonly (Verdict | Route | undefined)[];

  constructor(verdicts: readonly (Verdict | Route | undefined)[]) {
    super('the transaction is tried again');
    this.verdicts = verdicts;
  }
}

type Plan = {
  readonly verdicts: Verdict[];
  readonly moves: { readonly to: Watermark; readonly fromSeq: number }[];
  readonly entries: JournalEntry[];
  readonly diverted: Push[];
};

/** What to write, if all devices stand as was guessed. Several batches of one device follow each other. */
function planOf(pushes: readonly Routed[], marks: ReadonlyMap<string, number>): Plan {
  const now = new Map(marks);
  const moved = new Map<string, Watermark>();
  const accepted: Push[] = [];
  const diverted: Push[] = [];
  const verdicts = pushes.map(({ push, route }): Verdict => {
    const { batch, rows, rejected } = push;
    const isDiverted = route === 'DIVERT';
    const key = watermarkKey(batch);
    try {
      const { kind, acknowledgedSeq } = judge(now.get(key) ?? 0, batch);
      if (kind === 'DUPLICATE') {
        return { acknowledgedSeq, duplicate: true, stored: 0, rejected: [], isDiverted };
      }
      const { tenantId, deviceId, epoch, runKey } = batch;
      now.set(key, acknowledgedSeq);
      moved.set(key, { tenantId, deviceId, epoch, runKey, acknowledgedSeq });
      (isDiverted ? diverted : accepted).push(push);
      const stored = isDiverted ? 0 : rows.stored;
      return { acknowledgedSeq, duplicate: false, stored, rejected: isDiverted ? [] : rejected, isDiverted };
    } catch (thrown) {
      if (isRefusal(thrown)) return thrown;
      throw thrown;
    }
  });
  const moves = [...moved].map(([key, to]) => ({ to, fromSeq: marks.get(key) ?? 0 }));
  return { verdicts, moves, entries: entriesOf(accepted), diverted };
}

function outcomeOf({ duplicate, isDiverted }: Receipt): string {
  if (duplicate) return 'duplicate';
  return isDiverted ? 'diverted' : 'stored';
}

/** One entry per tenant: the rows of all its devices one after another. */
function entriesOf(pushes: readonly Push[]): JournalEntry[] {
  const byTenant = Map.groupBy(pushes, ({ batch }) => batch.tenantId);
  return [...byTenant].map(([tenantId, own]) => ({
    tenantId,
    id: randomUUID(),
    samples: Buffer.concat(own.map(({ rows }) => rows.samples)),
    kernelEvents: Buffer.concat(own.map(({ rows }) => rows.kernelEvents)),
    losses: Buffer.concat(own.map(({ rows }) => rows.losses)),
  }));
}

/** Why a push may not go the way it was tried: refused, to wait, or to go the other way; undefined when it may. */
function turnAway({ push: { batch }, route }: Routed, standing: Standing | undefined): Verdict | Route | undefined {
  if (standing === undefined || standing.isBehind) return 'BEHIND';
  const { deviceId } = batch;
  const trust = standing.trust ?? 'UNKNOWN';
  if (trust !== 'TRUSTED' && trust !== 'QUARANTINED') {
    return new Refusal('FORBIDDEN', `The device is ${trust}, so its telemetry is not stored.`, { deviceId, trust });
  }
  if (standing.isAccepted) {
    const wanted = trust === 'QUARANTINED' ? 'DIVERT' : 'STORE';
    return wanted === route ? undefined : wanted;
  }
  if (standing.isRotated) {
    const words = 'The credentials of this device were rotated. Make a new key and call renewIdentity.';
    return new Refusal('UNAUTHENTICATED', words, { deviceId, trust, certificate: 'ROTATED' });
  }
  const words = 'The certificate is no longer accepted. Renew it and send the same batch again.';
  return new Refusal('FORBIDDEN', words, { deviceId, trust, certificate: 'NOT_ACCEPTED' });
}
