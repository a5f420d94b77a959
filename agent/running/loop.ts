/**
 * The loop: it looks at the plan, does what is due, and sleeps until something is due again. Outcomes of duties only
 * change the plan's state; acting on them is left to the next turn.
 */
import type { Happening } from '../collectors/collector.ts';
import type { Steward } from '../autonomy/steward.ts';
import type { Sampler } from '../collectors/sampler.ts';
import { reasonOf } from '../failure.ts';
import { isLapse } from '../identity/lapse.ts';
import type { Output } from '../output.ts';
import {
  afterSample,
  type Duty,
  failed,
  initialPlanState,
  plan,
  type PlanState,
  started,
  succeeded,
  wanted,
} from '../plan.ts';
import type { Queue } from '../queue/queue.ts';
import { ForeignServer } from '../pinned-agent.ts';
import { CallFailed, CallRefused } from '../transport.ts';
import type { Duties } from './duties.ts';

/** What the loop runs. */
export type LoopParts = {
  readonly sampler: Sampler;
  readonly queue: Queue;
  readonly duties: Duties;
  readonly steward: Pick<Steward, 'tick' | 'samplePeriodMs' | 'metForeigner'>;
  /** The time by which samples are stamped. */
  readonly now: () => number;
  readonly output: Output;
  /** Called after each heartbeat, well or not, with the last trouble if there is one. */
  readonly report: (trouble: string | null) => void;
};

/** What can be in trouble: a duty, or a write to this device's own disk. */
type Concern = Duty | 'store' | 'journal' | 'status';

/** Kernel events kept from one second: more is a storm, and its size is in the next second's count. */
const happeningsMax = 500;

/** Runs until stopped, revoked or lapsed. */
export class Loop {
  readonly #parts: LoopParts;
  #state: PlanState = initialPlanState(performance.now(), Math.random());
  #end: CallRefused | null = null;
  #troubles = new Map<Concern, string>();

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  /** Resolves when the signal fires; answers the refusal when the device was revoked, or its key proves nothing any more. */
  async run(signal: AbortSignal): Promise<CallRefused | null> {
    while (!signal.aborted && !this.#end) {
      const now = performance.now();
      const due = plan(this.#state, now);
      if (due.isSampleDue) this.#sample(now);
      if (due.isSampleDue) this.#tend(now);
      for (const duty of due.start) void this.#perform(duty);
      await sleep(due.wakeAt - performance.now(), signal);
    }
    return this.#end;
  }

  #sample(now: number): void {
    const { sampler, queue, steward } = this.#parts;
    this.#state = afterSample(this.#state, now, steward.samplePeriodMs);
    const { values, happenings } = sampler.read(now);
    const timeMs = this.#parts.now();
    const samples = { timesMs: [timeMs], series: sampler.series, values: values.map((value) => [value]) };
    const kernelEvents = happenings.slice(0, happeningsMax).map((happening: Happening) => ({ timeMs, ...happening }));
    try {
      queue.append({ samples, kernelEvents });
      this.#recovered('store');
    } catch (fault) {
      this.#troubled('store', `Samples cannot be stored and are counted as lost: ${reasonOf(fault)}`);
    }
  }

  #tend(now: number): void {
    try {
      this.#parts.steward.tick(now);
      this.#recovered('journal');
    } catch (fault) {
      this.#troubled('journal', `The journal cannot be written: ${reasonOf(fault)}`);
    }
  }

  async #perform(duty: Duty): Promise<void> {
    this.#state = started(this.#state, duty);
    try {
      const { nextInMs, wants } = await this.#parts.duties.perform(duty);
      const now = performance.now();
      this.#state = succeeded(this.#state, duty, { now, nextInMs, random: Math.random() });
      for (const other of wants) this.#state = wanted(this.#state, other, now);
      this.#recovered(duty);
    } catch (fault) {
      this.#failed(duty, fault);
    }
    if (duty === 'heartbeat' || duty === 'replay') this.#report();
  }

  /** The status is for people to look at: a disk too full for it is no reason to end. */
  #report(): void {
    try {
      this.#parts.report(this.#troubles.get('heartbeat') ?? null);
      this.#recovered('status');
    } catch (fault) {
      this.#troubled('status', `The status cannot be written: ${reasonOf(fault)}`);
    }
  }

  #failed(duty: Duty, fault: unknown): void {
    const now = performance.now();
    const isRefusal = fault instanceof CallRefused;
    if (isRefusal && (fault.isRevocation || isLapse(fault))) this.#end = fault;
    if (fault instanceof CallFailed && fault.cause instanceof ForeignServer) {
      this.#parts.steward.metForeigner(fault.message);
    }
    const retryAfterMs = isRefusal ? fault.retryAfterMs : null;
    const isUnheard = fault instanceof CallFailed;
    this.#state = failed(this.#state, duty, { now, random: Math.random(), retryAfterMs, isUnheard });
    // The certificate is expired or superseded: the key can fetch another.
    if (isRefusal && fault.code === 'UNAUTHENTICATED') this.#state = wanted(this.#state, 'renew', now);
    this.#troubled(duty, `${dutyNames[duty]}: ${reasonOf(fault)}`);
  }

  /** Says what is wrong once, not at every attempt. */
  #troubled(what: Concern, trouble: string): void {
    if (this.#troubles.get(what) !== trouble) this.#parts.output.warn(trouble, { duty: what });
    this.#troubles.set(what, trouble);
  }

  #recovered(what: Concern): void {
    if (this.#troubles.delete(what)) this.#parts.output.say(`${dutyNames[what]}: works again`, { duty: what });
  }
}

const dutyNames: Readonly<Record<Concern, string>> = {
  heartbeat: 'Heartbeat',
  replay: 'Return',
  push: 'Telemetry',
  inventory: 'Inventory',
  attest: 'Attestation',
  renew: 'Certificate renewal',
  commands: 'Commands',
  store: 'Storing',
  journal: 'Journal',
  status: 'Status',
};

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener('abort', done);
  });
}
