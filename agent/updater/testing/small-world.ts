/**
 * A world of one device and one orchestrator in memory, where power can fail between any two things that happen. It keeps
 * the history that the laws of updates are about: who was permitted, what was started, under which fence it was told.
 */
import { type Admitted, type Marks } from '../believing/admission.ts';
import { canonicalJson, digestOf } from '../canonical.ts';
import { intentIn } from '../believing/intent.ts';
import type { Executor } from '../executors/executor.ts';
import type { Outcome, Permit } from '../permit.ts';
import { Unable, Unanswered, Unverified } from '../refusal.ts';
import type { IntentSource, Offer } from '../sources/offer.ts';
import { type Installation, stageOf } from '../update.ts';
import { type Store, UpdateBook } from '../update-book.ts';
import { type Rest, Updater, type UpdaterTools } from '../updater.ts';

/** The power failed: nothing of this life goes on. */
export class PowerLoss extends Error {}

/** What can go wrong in one run of the world. */
export type Script = {
  /** After how many happenings of each life it ends, and whether the whole device restarts or only the updater. */
  readonly cuts: readonly { readonly after: number; readonly isReboot: boolean }[];
  /** What becomes of each call to the orchestrator, in order; after these all is well. */
  readonly calls: readonly ('answered' | 'request lost' | 'answer lost')[];
  readonly isNewHealthy: boolean;
  readonly doesNewStart: boolean;
  readonly isOldThere: boolean;
  /** Whether the bytes that come are the right ones. */
  readonly isArtifactGood: boolean;
  /** Whether the orchestrator was paused before the permit. */
  readonly isPaused: boolean;
};

/** A lease as the orchestrator keeps it. */
type ServerLease = {
  readonly leaseId: string;
  readonly fence: number;
  status: 'GRANTED' | 'ACTIVE' | 'REFUSED' | Outcome;
};

/** A fault planted into the updater's tools. */
export type Plant = (tools: UpdaterTools, world: SmallWorld) => UpdaterTools;

const oldOne: Installation = { digest: `sha256:${'0'.repeat(64)}`, version: '1' };
const newOne: Installation = { digest: `sha256:${'1'.repeat(64)}`, version: '2' };

/** One run. */
export class SmallWorld {
  readonly #script: Script;
  readonly leases: ServerLease[] = [];
  /** Starts of the new version, by fence. */
  readonly starts = new Map<number, number>();
  readonly broken: string[] = [];
  disk: string | null = null;
  linked: Installation | null;
  running: Installation | null;
  #prepared: string | null = null;
  #left = Number.POSITIVE_INFINITY;
  #calls = 0;
  #rest: Rest | null = null;
  #generation = 1;

  constructor(script: Script) {
    this.#script = script;
    this.linked = script.isOldThere ? oldOne : null;
    this.running = this.linked;
  }

  /** Lives until nothing is to be done any more, or too many lives did not get there. */
  async play(plant: Plant = (tools) => tools): Promise<void> {
    for (let life = 0; life < 40; life += 1) {
      const cut = this.#script.cuts[life];
      this.#left = cut?.after ?? Number.POSITIVE_INFINITY;
      try {
        const book = new UpdateBook(this.#store());
        this.#rest = await new Updater(plant(this.#tools(book), this)).run(new AbortController().signal);
      } catch (fault) {
        if (!(fault instanceof PowerLoss)) throw fault;
        // Who boots starts what is switched to, but keeps away from an update that is being applied.
        const { update } = this.book;
        if (cut?.isReboot) this.running = update && stageOf(update) === 'APPLYING' ? null : this.linked;
        continue;
      }
      if (this.#rest === 'REST') return;
      if (this.#rest === 'BLOCKED' && this.#script.isPaused) return;
    }
    this.broken.push(`no end: ${this.#rest} ${this.disk}`);
  }

  /** What the journal says on the disk. */
  get book(): UpdateBook {
    return new UpdateBook({ load: () => this.disk, save: () => undefined });
  }

  /** Something happens here; before it the power may fail. */
  tick(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new PowerLoss('the power failed');
  }

  /** What holds whenever a new version is started. */
  startedNew(): void {
    const fence = this.book.update?.lease?.fence ?? -1;
    const lease = this.leases.find((each) => each.fence === fence);
    if (lease?.status !== 'ACTIVE') this.broken.push(`started without a permit: ${lease?.status}`);
    if (this.#prepared !== 'good') this.broken.push('started what was not verified');
    const starts = (this.starts.get(fence) ?? 0) + 1;
    this.starts.set(fence, starts);
    if (starts > 1) this.broken.push(`${starts} starts under fence ${fence}`);
  }

  #store(): Store {
    return {
      load: () => this.disk,
      save: (text) => {
        this.tick();
        this.disk = text;
        this.tick();
      },
    };
  }

  #tools(book: UpdateBook): UpdaterTools {
    return {
      book,
      sources: [this.#source()],
      admit: (offer, marks) => this.#admitted(offer, marks),
      vouch: async () => undefined,
      fetch: async () => {
        this.tick();
        if (!this.#script.isArtifactGood) throw new Unverified('DIGEST_MISMATCH', 'other bytes');
        return { ...newOne, path: '', mediaType: '', size: 1 };
      },
      executorFor: () => this.#executor(),
      prove: async (intent, executor) => {
        this.tick();
        const { digest, version } = intent.artifact;
        if (!(await executor.isRunning({ digest, version }))) return 'it does not run';
        return this.#script.isNewHealthy ? null : 'it is not well';
      },
      permit: this.#permit(),
      now: () => 0,
      pause: async () => undefined,
      say: () => undefined,
      warn: () => undefined,
      patience: 50,
    };
  }

  #source(): IntentSource {
    return { name: 'orchestrator', offer: async () => this.#offer() };
  }

  /** A lease that was refused or that ran out is followed by another one, with a higher fence. */
  #offer(): Offer {
    const isOpen = this.leases.some(({ status }) => status === 'GRANTED' || status === 'ACTIVE');
    const isDone = this.leases.some(({ status }) => !['GRANTED', 'ACTIVE', 'REFUSED'].includes(status));
    // A paused orchestrator grants nothing more.
    const isGranting = !this.#script.isPaused || this.leases.length === 0;
    if (!isOpen && !isDone && isGranting) {
      const fence = this.leases.length + 1;
      this.leases.push({ leaseId: `lease-${fence}`, fence, status: 'GRANTED' });
    }
    const lease = this.leases.at(-1);
    return { intent: intentText(this.#generation), lease: String(lease?.fence), ...unsigned };
  }

  /** Signatures are proved elsewhere; here every offer is what it says. */
  #admitted(offer: Offer, marks: Marks): Admitted {
    const fence = Number(offer.lease);
    const intentDigest = digestOf(offer.intent);
    const held = { leaseId: `lease-${fence}`, fence, beginBeforeMs: 1 };
    const lease = fence > marks.fenceMax ? { ...held, deviceId: 'd', intentDigest } : null;
    return { intent: intentIn(offer.intent), text: offer.intent, intentDigest, lease, leaseFault: null };
  }

  #executor(): Executor {
    return {
      prepare: async () => {
        this.tick();
        this.#prepared = 'good';
        return 'good';
      },
      preparedHash: async () => this.#prepared,
      current: async () => this.linked,
      stop: async () => {
        this.tick();
        this.running = null;
        this.tick();
      },
      switchTo: async (target) => {
        this.tick();
        this.linked = target;
      },
      start: async (target) => {
        this.tick();
        const isNew = target.digest === newOne.digest;
        if (isNew) this.startedNew();
        if (isNew && !this.#script.doesNewStart) throw new Unable('it cannot be started');
        this.running = target;
        this.tick();
      },
      directoryOf: () => '/',
      isRunning: async ({ digest }) => this.running?.digest === digest,
    };
  }

  #permit(): Permit {
    return {
      begin: ({ leaseId, fence }) => this.#called(() => this.#begun(leaseId, fence)),
      report: (lease, outcome) => this.#called(() => this.#reported(lease, outcome)),
      refuse: async () => undefined,
    };
  }

  async #called<Answer>(effect: () => Answer): Promise<Answer> {
    this.tick();
    const fate = this.#script.calls[this.#calls] ?? 'answered';
    this.#calls += 1;
    if (fate === 'request lost') throw new Unanswered('no connection');
    const answer = effect();
    this.tick();
    if (fate === 'answer lost') throw new Unanswered('no answer');
    return answer;
  }

  #begun(leaseId: string, fence: number): boolean {
    const lease = this.leases.find((each) => each.leaseId === leaseId && each.fence === fence);
    if (lease?.status === 'GRANTED') lease.status = this.#script.isPaused ? 'REFUSED' : 'ACTIVE';
    return lease?.status === 'ACTIVE';
  }

  #reported({ leaseId, fence }: { leaseId: string; fence: number }, outcome: Outcome): void {
    const lease = this.leases.find((each) => each.leaseId === leaseId && each.fence === fence);
    if (!lease) this.broken.push(`told under unknown fence ${fence}`);
    else if (lease.status === 'GRANTED' || lease.status === 'ACTIVE') lease.status = outcome;
    else if (lease.status !== outcome) this.broken.push(`told ${outcome} after ${lease.status}`);
  }
}

const unsigned = { intentSignatures: [], artifactSignatures: [], leaseSignatures: [] } as const;

function intentText(generation: number): string {
  return canonicalJson({
    v: 1,
    intentId: 'i',
    tenantId: 't',
    deviceId: 'd',
    generation,
    artifact: { ...newOne, size: 1, mediaType: 'application/octet-stream', name: 'web' },
    executor: { kind: 'service', name: 'web' },
    health: [],
    mirrors: [],
    expiresAt: '2100-01-01T00:00:00.000Z',
  });
}
