/**
 * What each duty of the plan does, once. A duty answers when it is due again and what else it found to be wanted; when
 * it cannot be done it throws what the transport threw, and the loop decides what that means.
 */
import type { Attestor } from '../attestation/attestor.ts';
import { certificateFacts, renewalDueMs } from '../identity/certificate.ts';
import { decisionsDigest } from '../autonomy/autonomy.ts';
import type { Steward } from '../autonomy/steward.ts';
import type { Chronicle } from '../chronicle/chronicle.ts';
import type { Execution } from '../execution/execution.ts';
import { collect, settle } from '../identity/enroll.ts';
import { isRotatedAway, renewIdentity } from '../identity/renewal.ts';
import type { Signer } from '../identity/signer.ts';
import { signingRequest } from '../identity/signing-request.ts';
import { readInventory } from '../inventory/inventory.ts';
import type { Journal } from '../journal.ts';
import { bootId, uptimeSeconds } from '../machine.ts';
import type { Duty } from '../plan.ts';
import type { Queue } from '../queue/queue.ts';
import type { Tally } from '../queue/tally.ts';
import { CallFailed, CallRefused } from '../transport.ts';
import type { Waker } from '../updater/waker.ts';
import { agentVersion } from '../version.ts';
import type {
  CollectorReport,
  DeviceClaim,
  HeartbeatInput,
  HeartbeatReply,
  TelemetryBatch,
  TelemetryReceipt,
} from '../wire.ts';
import type { Connection } from './connection.ts';
import type { Homecoming } from './homecoming.ts';

/** When a duty is due again (null: not for now), and which others are wanted. */
export type Outcome = { readonly nextInMs: number | null; readonly wants: readonly Duty[] };

/** What duties work with. */
export type DutyTools = {
  readonly journal: Journal;
  readonly queue: Queue;
  readonly chronicle: Chronicle;
  readonly signer: Signer;
  readonly steward: Steward;
  readonly homecoming: Homecoming;
  readonly execution: Pick<Execution, 'poll'>;
  readonly waker: Pick<Waker, 'heard'>;
  readonly attestor: Pick<Attestor, 'next' | 'told' | 'countFrom'>;
  readonly connection: Connection;
  readonly seriesCount: number;
  readonly collectors: () => readonly CollectorReport[];
  readonly pushEveryMs: number;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** Records in one batch at most. */
const batchRowsMax = 300;
/** A server cannot ask for heartbeats faster than this. */
const heartbeatMinMs = 200;
/** How often this device is measured; it is told of only when something is another. */
const attestEveryMs = 60_000;
const attestSoonMs = 5_000;
/** Returns that fail so often in a row do not hold up samples any longer. */
const returnFailuresMax = 5;

/** What this agent can do, by names the control plane knows. */
const capabilities: readonly string[] = ['telemetry', 'journal', 'autonomy', 'renew-identity', 'commands'];

/** The duties of one device. */
export class Duties {
  readonly #tools: DutyTools;
  readonly #bootId = bootId();
  #returnFailures = 0;
  /** The last answer to a heartbeat. */
  lastReply: HeartbeatReply | null = null;

  constructor(tools: DutyTools) {
    this.#tools = tools;
  }

  /** Performs one duty. */
  perform(duty: Duty): Promise<Outcome> {
    switch (duty) {
      case 'heartbeat':
        return this.#heartbeat();
      case 'replay':
        return this.#replay();
      case 'push':
        return this.#push();
      case 'inventory':
        return this.#inventory();
      case 'attest':
        return this.#attest();
      case 'renew':
        return this.#renew();
      case 'commands':
        return this.#commands();
    }
  }

  async #heartbeat(): Promise<Outcome> {
    const { connection, steward, homecoming } = this.#tools;
    const reply = await connection.call<HeartbeatReply>('heartbeat', { input: this.#heartbeatInput() });
    if (reply.trust === 'REVOKED') throw revocation();
    if (this.lastReply?.trust !== reply.trust) homecoming.release();
    this.lastReply = reply;
    connection.heardTime(reply.serverTime);
    steward.heard(reply);
    this.#tools.waker.heard(reply.updateHintGeneration);
    if (reply.commandKey) this.#tools.journal.storeCommandKey(reply.commandKey);
    this.#tools.journal.storeRelayKeys(reply);
    const isRenewalDue = connection.clock.now() >= renewalDueMs(certificateFacts(connection.certificatePem));
    const wants: Duty[] = [
      ...(homecoming.isDue || reply.replayRequired ? ['replay' as const] : []),
      ...(reply.inventoryWanted ? ['inventory' as const] : []),
      ...(isRenewalDue ? ['renew' as const] : []),
    ];
    return { nextInMs: Math.max(reply.intervalMs, heartbeatMinMs), wants };
  }

  async #replay(): Promise<Outcome> {
    try {
      const nextInMs = await this.#tools.homecoming.step();
      this.#returnFailures = 0;
      return { nextInMs, wants: [] };
    } catch (fault) {
      this.#returnFailures += 1;
      throw fault;
    }
  }

  async #commands(): Promise<Outcome> {
    return { nextInMs: await this.#tools.execution.poll(), wants: [] };
  }

  /** Samples wait while the device is on its own, and until its journal is delivered. */
  get #mustSamplesWait(): boolean {
    const { steward, homecoming } = this.#tools;
    if (steward.mode === 'AUTONOMOUS') return true;
    return homecoming.isDue && this.#returnFailures < returnFailuresMax;
  }

  async #push(): Promise<Outcome> {
    const { queue, pushEveryMs } = this.#tools;
    if (this.#mustSamplesWait) return { nextInMs: pushEveryMs, wants: [] };
    const batch = queue.nextBatch(batchRowsMax);
    if (!batch) return { nextInMs: pushEveryMs, wants: [] };
    const receipt = await this.#offer(batch);
    if (!receipt) return { nextInMs: 0, wants: [] };
    if (receipt.acknowledgedSeq < batch.toSeq) throw new CallFailed('the server holds only a part of the batch');
    queue.acknowledge(batch);
    if (receipt.rejected.length > 0)
      this.#tools.warn('The server does not keep some series.', { rejected: receipt.rejected });
    const isBehind = backlogOf(queue.tally()) >= batchRowsMax;
    return { nextInMs: receipt.retryAfterMs ?? (isBehind ? 0 : pushEveryMs), wants: [] };
  }

  /** Null when the server will never take the batch as it is: then the queue has been told, and goes on. */
  async #offer(batch: TelemetryBatch): Promise<TelemetryReceipt | null> {
    const { queue, connection, warn } = this.#tools;
    try {
      return await connection.call<TelemetryReceipt>('pushTelemetry', { input: batch });
    } catch (fault) {
      if (!(fault instanceof CallRefused)) throw fault;
      const { fromSeq, toSeq } = batch;
      const acknowledgedSeq = fault.details['acknowledgedSeq'];
      if (fault.code === 'CONFLICT' && typeof acknowledgedSeq === 'number') {
        queue.renumber(batch, acknowledgedSeq);
        warn(`A new epoch begins: ${fault.message}`, { fromSeq, toSeq, acknowledgedSeq });
        return null;
      }
      if (fault.details['reason'] === 'DECLARATION_NOT_SIGNED') queue.signAnew();
      if (fault.code !== 'INVALID_INPUT') throw fault;
      queue.refuse(batch);
      warn(`A batch is given up because the server refuses it: ${fault.message}`, { fromSeq, toSeq });
      return null;
    }
  }

  async #inventory(): Promise<Outcome> {
    const { connection, collectors } = this.#tools;
    await connection.call<boolean>('reportInventory', { input: readInventory(collectors()) });
    return { nextInMs: null, wants: [] };
  }

  /** Only a trusted device is listened to; whoever is not yet looks again soon. */
  async #attest(): Promise<Outcome> {
    const { attestor, connection } = this.#tools;
    if (this.lastReply?.trust !== 'TRUSTED') return { nextInMs: attestSoonMs, wants: [] };
    const signed = await attestor.next();
    if (!signed) return { nextInMs: attestEveryMs, wants: [] };
    const { report, signature } = signed;
    const { certificatePem } = connection;
    try {
      await connection.call<boolean>('reportInstalled', { input: { report, signature, certificatePem } });
      attestor.told(signed);
      return { nextInMs: attestEveryMs, wants: [] };
    } catch (fault) {
      const known = fault instanceof CallRefused && fault.code === 'CONFLICT' ? fault.details['sequence'] : null;
      if (typeof known !== 'number') throw fault;
      attestor.countFrom(known);
      return { nextInMs: 0, wants: [] };
    }
  }

  /** A new certificate for the same key; for a new key when a person rotated the credentials of this device. */
  async #renew(): Promise<Outcome> {
    const { journal, connection, homecoming } = this.#tools;
    if (journal.nextKey()) await this.#changeKey();
    else {
      try {
        await this.#askForCertificate();
      } catch (fault) {
        if (!isRotatedAway(fault)) throw fault;
        this.#tools.steward.noteSecurity('credentials_rotated', { oldKey: this.#tools.signer.fingerprint });
        await this.#changeKey();
      }
    }
    connection.renew();
    homecoming.forgetSession();
    return { nextInMs: null, wants: ['heartbeat'] };
  }

  /** Where the old certificate is no longer taken, the key itself is the proof. */
  async #askForCertificate(): Promise<void> {
    const { journal, connection } = this.#tools;
    const key = journal.key();
    if (!key) throw new CallFailed('the key of this device is gone');
    try {
      const input = { csrPem: signingRequest(key, journal.enrollment()?.name ?? 'device') };
      settle(journal, await connection.call<DeviceClaim>('rotateCertificate', { input }));
    } catch (fault) {
      if (!(fault instanceof CallRefused) || fault.code !== 'UNAUTHENTICATED' || isRotatedAway(fault)) throw fault;
      await collect(journal, () => connection.clock.now());
    }
  }

  /** What waits to be delivered is signed with the new key: the old one proves nothing any more. */
  async #changeKey(): Promise<void> {
    const { journal, connection, signer, chronicle, queue, steward } = this.#tools;
    const oldKey = signer.fingerprint;
    if (!(await renewIdentity(journal, () => connection.clock.now()))) return;
    signer.reload();
    chronicle.signAnew();
    queue.signAnew();
    steward.noteSecurity('identity_renewed', { oldKey, newKey: signer.fingerprint });
  }

  #heartbeatInput(): HeartbeatInput {
    const { queue, connection, collectors, chronicle, steward, seriesCount } = this.#tools;
    const tally = queue.tally();
    const journal = chronicle.tally();
    const isFailing = collectors().some((collector) => collector.state === 'FAILING');
    return {
      bootId: this.#bootId,
      epoch: tally.epoch,
      seq: tally.nextSeq - 1,
      sentAt: new Date().toISOString(),
      agentVersion,
      health: isFailing ? 'DEGRADED' : 'OK',
      uptimeS: uptimeSeconds(),
      linkQuality: connection.link.quality(),
      syncDebt: {
        secondsBehind:
          tally.oldestMs === null ? 0 : Math.max(0, Math.round((connection.clock.now() - tally.oldestMs) / 1_000)),
        backlogMessages: backlogOf(tally),
      },
      declaredMode: steward.mode,
      journalEpoch: journal.epoch,
      journalLastSeq: journal.lastSeq,
      journalLastHash: journal.lastHash,
      authorityEpoch: steward.policy.authorityEpoch,
      capabilities,
      seriesCount,
      policyAgeS: steward.policyAgeS,
      decisionsDigest: decisionsDigest(steward.policy),
      commandKey: this.#tools.journal.commandKey() ?? '',
    };
  }
}

/** Records that wait for the server. */
export function backlogOf(tally: Tally): number {
  return tally.byClass.SAMPLES.queued + tally.byClass.KERNEL_EVENTS.queued;
}

function revocation(): CallRefused {
  const words = 'An operator revoked this device.';
  return new CallRefused(words, { code: 'FORBIDDEN', details: { trust: 'REVOKED' }, retryAfterMs: null });
}
