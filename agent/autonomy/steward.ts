/**
 * Looks after the device: knows whether it is on its own, keeps what it was last told, and takes the few decisions that it
 * may take without asking. Whatever it decides is in the journal, on disk, before it is done.
 */
import type { Chronicle } from '../chronicle/chronicle.ts';
import type { TrustedClock } from '../clock/trusted-clock.ts';
import { certificateFacts } from '../identity/certificate.ts';
import { uptimeSeconds } from '../machine.ts';
import { samplePeriodMs } from '../plan.ts';
import type { Queue } from '../queue/queue.ts';
import type { Connection } from '../running/connection.ts';
import type { CollectorReport, HeartbeatReply } from '../wire.ts';
import {
  type CachedPolicy,
  isCutOff,
  isSamePolicy,
  type LocalService,
  mayDecide,
  mustBeSlow,
  told,
  untold,
} from './autonomy.ts';
import { ServiceKeeper } from './service-keeper.ts';

/** What the steward works with. */
export type StewardParts = {
  readonly chronicle: Chronicle;
  readonly queue: Pick<Queue, 'fill' | 'tally'>;
  readonly connection: Pick<Connection, 'silentMs' | 'certificatePem'>;
  readonly clock: TrustedClock;
  readonly services: readonly LocalService[];
  readonly collectors: () => readonly CollectorReport[];
  readonly bootId: string;
  /** Whether a command has told this device to take new work, whatever the control plane says of it. */
  readonly isOpenByCommand: () => boolean;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** How the steward stands, for the status. */
export type StewardStatus = {
  readonly mode: 'LIVE' | 'AUTONOMOUS';
  readonly since: string | null;
  readonly policy: CachedPolicy;
  readonly isCordoned: boolean;
  readonly samplePeriodMs: number;
  readonly clockBehindMs: number | null;
};

/** Milliseconds between two samples while the queue is nearly full. */
const slowSamplePeriodMs = 5_000;
const snapshotEveryMs = 600_000;
/** A confirmation is stored when it is this much newer than the stored one. */
const confirmEveryMs = 900_000;

/** One device's steward. */
export class Steward {
  readonly #parts: StewardParts;
  readonly #keeper: ServiceKeeper;
  #policy: CachedPolicy;
  #storedConfirmedMs: number;
  #sinceMs: number | null;
  #decisions = 0;
  #snapshotAt = 0;
  #isSlow = false;
  readonly #foreigners = new Set<string>();
  readonly #forborne = new Set<string>();

  constructor(parts: StewardParts) {
    this.#parts = parts;
    const { chronicle } = parts;
    this.#policy = { ...untold, ...(JSON.parse(chronicle.recall('policy') ?? '{}') as Partial<CachedPolicy>) };
    this.#storedConfirmedMs = this.#policy.confirmedMs ?? 0;
    const sinceMs = Number(chronicle.recall('autonomous_since') ?? '');
    this.#sinceMs = sinceMs > 0 ? sinceMs : null;
    const decide = this.decide.bind(this);
    const record = (kind: string, body: Readonly<Record<string, unknown>>): boolean =>
      chronicle.record({ class: 'LIFECYCLE', kind, body });
    this.#keeper = new ServiceKeeper({ services: parts.services, decide, record, say: parts.say });
    this.#noteStart();
  }

  /** What it declares of its connection. */
  get mode(): 'LIVE' | 'AUTONOMOUS' {
    return this.#sinceMs === null ? 'LIVE' : 'AUTONOMOUS';
  }

  /** What it was last told. */
  get policy(): CachedPolicy {
    return this.#policy;
  }

  /**
   * Whether it is to take no new work: by a command that was done here, or by what was last told. The control plane learns
   * of a command only by its report, so between the two each may be ahead of the other, and the more careful one counts.
   */
  get isCordoned(): boolean {
    return this.#policy.cordoned || !this.#parts.isOpenByCommand();
  }

  /** Seconds since somebody confirmed the policy, or null when nobody ever did. */
  get policyAgeS(): number | null {
    const { confirmedMs } = this.#policy;
    return confirmedMs === null ? null : Math.max(0, Math.round((this.#parts.clock.now() - confirmedMs) / 1_000));
  }

  /** Milliseconds between two samples, by its own decision. */
  get samplePeriodMs(): number {
    return this.#isSlow ? slowSamplePeriodMs : samplePeriodMs;
  }

  /** How it stands. */
  status(): StewardStatus {
    return {
      mode: this.mode,
      since: this.#sinceMs === null ? null : new Date(this.#sinceMs).toISOString(),
      policy: this.#policy,
      isCordoned: this.isCordoned,
      samplePeriodMs: this.samplePeriodMs,
      clockBehindMs: this.#parts.clock.behindMs(),
    };
  }

  /** Looks at how things are; to be called about once a second with a monotonic time. */
  tick(now: number): void {
    const { connection, queue } = this.#parts;
    if (this.#sinceMs === null && isCutOff(connection.silentMs, this.#policy.intervalMs)) this.#begin();
    const isSlow = mustBeSlow(queue.fill, this.#isSlow);
    if (isSlow !== this.#isSlow) this.#changePace(isSlow);
    if (this.#sinceMs === null) return;
    if (now >= this.#snapshotAt) this.#snapshot(now);
    if (!this.isCordoned) this.#keeper.tick(now);
  }

  /** A heartbeat was answered. */
  heard(reply: HeartbeatReply): void {
    const { chronicle, clock, say } = this.#parts;
    const before = this.#policy;
    this.#policy = told(before, reply, clock.now());
    const isNews = !isSamePolicy(before, this.#policy) || clock.now() - this.#storedConfirmedMs > confirmEveryMs;
    if (isNews) this.#forborne.clear();
    if (isNews) chronicle.remember({ policy: JSON.stringify(this.#policy) });
    if (isNews) this.#storedConfirmedMs = clock.now();
    if (before.trust !== reply.trust) this.#noteTrust(before.trust, reply.trust);
    if (this.#sinceMs === null) return;
    const body = { sinceMs: this.#sinceMs, decisions: this.#decisions, queuedRecords: chronicle.tally().queued };
    chronicle.record({ class: 'LIFECYCLE', kind: 'autonomy.ended', body }, { autonomous_since: '' });
    this.#sinceMs = null;
    this.#decisions = 0;
    say('The control plane is back: no longer on its own.', body);
  }

  /** A call ended at a server that is not the pinned one. Told once for each, however often it is met. */
  metForeigner(reason: string): void {
    if (this.#foreigners.has(reason) || this.#foreigners.size >= 16) return;
    this.#foreigners.add(reason);
    this.#parts.chronicle.record({ class: 'SECURITY', kind: 'security.foreign_server', body: { reason } });
  }

  /** Records something that bears on security. */
  noteSecurity(what: string, body: Readonly<Record<string, unknown>>): void {
    this.#parts.chronicle.record({ class: 'SECURITY', kind: `security.${what}`, body });
  }

  /**
   * Records a decision, if it is one that this device was allowed. What was decided may be done if, and only if, this
   * answers true.
   */
  decide(what: string, details: Readonly<Record<string, unknown>>): boolean {
    if (!mayDecide(this.#policy, what)) return this.#forbear(what);
    const { authorityEpoch } = this.#policy;
    const body = {
      what,
      policyBundleId: null,
      authorityEpoch,
      policyAgeS: this.policyAgeS,
      mode: this.mode,
      ...details,
    };
    const isRecorded = this.#parts.chronicle.record({ class: 'DECISION', kind: `decision.${what}`, body });
    if (isRecorded) this.#decisions += 1;
    return isRecorded;
  }

  /** Told once for each until the policy is another one: what is forbidden may be wanted every second. */
  #forbear(what: string): false {
    if (!this.#forborne.has(what)) this.#parts.say('A decision was not taken: it is not allowed here.', { what });
    this.#forborne.add(what);
    return false;
  }

  #begin(): void {
    const { chronicle, clock, connection, say } = this.#parts;
    const sinceMs = clock.now();
    const { intervalMs, authorityEpoch } = this.#policy;
    const body = { silentMs: Math.round(connection.silentMs), intervalMs, authorityEpoch, policyAgeS: this.policyAgeS };
    chronicle.record({ class: 'LIFECYCLE', kind: 'autonomy.began', body }, { autonomous_since: String(sinceMs) });
    this.#sinceMs = sinceMs;
    this.#snapshotAt = 0;
    const { masterOfRecord, desiredGeneration } = this.#policy;
    this.decide('policy_applied', { subject: 'policy', masterOfRecord, desiredGeneration, cordoned: this.isCordoned });
    say('The control plane is silent: going on alone, by what was last told.', body);
  }

  #changePace(isSlow: boolean): void {
    const { queue, say } = this.#parts;
    const periodMs = isSlow ? slowSamplePeriodMs : samplePeriodMs;
    const details = { subject: 'collectors', samplePeriodMs: periodMs, queueFillPct: Math.round(queue.fill * 100) };
    if (!this.decide('buffer', details)) return;
    this.#isSlow = isSlow;
    say(
      isSlow ? 'The queue is nearly full: sampling slows down.' : 'The queue has room again: sampling as usual.',
      details,
    );
  }

  #snapshot(now: number): void {
    this.#snapshotAt = now + snapshotEveryMs;
    const { chronicle, queue, collectors, clock, connection } = this.#parts;
    const { byClass, bytes, oldestMs } = queue.tally();
    const body = {
      uptimeS: uptimeSeconds(),
      policy: this.#policy,
      queue: { samples: byClass.SAMPLES, kernelEvents: byClass.KERNEL_EVENTS, bytes, oldestMs },
      journal: { queued: chronicle.tally().queued },
      collectors: collectors().flatMap(({ name, state }) => (state === 'OK' ? [] : [{ name, state }])),
      services: this.#keeper.report(),
      clockBehindMs: clock.behindMs(),
      certificateNotAfterMs: certificateFacts(connection.certificatePem).notAfterMs,
    };
    chronicle.record({ class: 'SNAPSHOT', kind: 'snapshot.state', body });
  }

  /** Once for each boot of the machine, not for each start of the agent. */
  #noteStart(): void {
    const { chronicle, bootId, clock } = this.#parts;
    if (chronicle.recall('boot') === bootId) return;
    const clockBehindMs = clock.behindMs();
    const isFirst = chronicle.recall('boot') === null;
    const body = { bootId, uptimeS: uptimeSeconds(), clockBehindMs };
    // A device that just came in has nothing to tell that its claim did not.
    if (isFirst) chronicle.remember({ boot: bootId });
    else chronicle.record({ class: 'LIFECYCLE', kind: 'device.booted', body }, { boot: bootId });
    if (clockBehindMs !== null) this.noteSecurity('clock_behind', { clockBehindMs });
  }

  #noteTrust(from: string, to: string): void {
    if (to === 'QUARANTINED') this.noteSecurity('quarantined', { from });
    if (from === 'QUARANTINED' && to === 'TRUSTED') this.noteSecurity('released', {});
  }
}
