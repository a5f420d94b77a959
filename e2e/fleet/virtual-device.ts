/**
 * One virtual device: it has its own key, certificate and TLS connection and speaks the agent's wire through the
 * agent's own transport; only what it measures is made up. While its link is away it keeps measuring.
 */
import { certificateFacts, renewalDueMs } from '../../agent/identity/certificate.ts';
import { claim, collect, settle } from '../../agent/identity/enroll.ts';
import { signingRequest } from '../../agent/identity/signing-request.ts';
import { parseToken } from '../../agent/identity/token.ts';
import { Journal } from '../../agent/journal.ts';
import { CallRefused } from '../../agent/transport.ts';
import type { DeviceClaim, HeartbeatReply, Inventory, TelemetryReceipt } from '../../agent/wire.ts';
import { Connection } from '../../agent/running/connection.ts';
import { backoffMs } from '../../agent/backoff.ts';
import { Backlog } from './backlog.ts';
import { type Character, fleetSeries, hasLink, rowAt } from './character.ts';
import { VirtualUpdates } from './virtual-updates.ts';

/** What the fleet's summary counts. */
export type FleetCounts = { heartbeats: number; batches: number; rows: number; failures: number; revoked: number };

/** How devices of a fleet run. */
export type FleetSettings = {
  readonly sampleEveryMs: number;
  readonly rowsPerBatch: number;
  readonly counts: FleetCounts;
  readonly signal: AbortSignal;
};

const backlogRowsMax = 1_800;
const agentVersion = '0.1.0';

/** One device. */
export class VirtualDevice {
  readonly #character: Character;
  readonly #journal: Journal;
  readonly #settings: FleetSettings;

  constructor(character: Character, stateDir: string, settings: FleetSettings) {
    this.#character = character;
    this.#journal = Journal.open(stateDir);
    this.#settings = settings;
  }

  /** Whether it has a certificate from an earlier start. */
  get isEnrolled(): boolean {
    return this.#journal.certificate() !== null;
  }

  /** Comes in with a token. Throws when it was not let in. */
  async enroll(tokenText: string): Promise<void> {
    const introduction = { name: this.#character.name, kind: 'VIRTUAL', bootId: this.#bootId } as const;
    const token = parseToken(tokenText);
    let standing = await claim(this.#journal, token, { introduction, told: () => undefined });
    for (let tries = 0; standing.kind === 'pending' && tries < 60; tries += 1) {
      await this.#pause(Math.max(standing.retryAfterMs, 500));
      standing = await collect(this.#journal);
    }
    if (standing.kind === 'pending') throw new Error(`${this.#character.name} was not approved`);
  }

  /** Runs until stopped or revoked. */
  async run(): Promise<void> {
    const connection = new Connection(this.#journal);
    const key = this.#journal.key();
    const deviceId = this.#journal.enrollment()?.deviceId;
    if (!key || !deviceId) throw new Error(`${this.#character.name} is not enrolled`);
    const epoch = Math.max(this.#journal.epoch() + 1, Math.floor(Date.now() / 1_000));
    this.#journal.storeEpoch(epoch);
    const sign = (text: string): string => key.sign(Buffer.from(text)).toString('base64');
    const backlog = new Backlog({ deviceId, epoch, series: fleetSeries, rowsMax: backlogRowsMax, sign });
    try {
      await Promise.all([this.#beat(connection, backlog, epoch), this.#push(connection, backlog)]);
    } finally {
      connection.close();
    }
  }

  async #beat(connection: Connection, backlog: Backlog, epoch: number): Promise<void> {
    let waitMs = Math.random() * 2_000;
    let failures = 0;
    const updates = this.#updates(connection);
    while (await this.#goesOnAfter(waitMs)) {
      if (!hasLink(this.#character, Date.now())) {
        connection.link.unanswered();
        waitMs = 3_000;
        continue;
      }
      try {
        const reply = await connection.call<HeartbeatReply>('heartbeat', { input: this.#heartbeat(backlog, epoch) });
        this.#settings.counts.heartbeats += 1;
        [waitMs, failures] = [reply.intervalMs, 0];
        updates.heard(reply.updateHintGeneration ?? 0);
        if (reply.inventoryWanted) await connection.call<boolean>('reportInventory', { input: this.#inventory() });
        if (Date.now() >= renewalDueMs(certificateFacts(connection.certificatePem))) await this.#renew(connection);
      } catch (fault) {
        failures += 1;
        waitMs = await this.#afterFault(fault, connection, failures);
      }
    }
  }

  #updates(connection: Connection): VirtualUpdates {
    const { index } = this.#character;
    const there = (): boolean => hasLink(this.#character, Date.now());
    return new VirtualUpdates({ index, connection, hasLink: there, goesOnAfter: (ms) => this.#goesOnAfter(ms) });
  }

  async #push(connection: Connection, backlog: Backlog): Promise<void> {
    const { sampleEveryMs, rowsPerBatch, counts } = this.#settings;
    const periodMs = sampleEveryMs * rowsPerBatch;
    let measuredUntil = Date.now();
    let waitMs = Math.random() * periodMs;
    let failures = 0;
    while (await this.#goesOnAfter(waitMs)) {
      waitMs = periodMs;
      for (; measuredUntil + sampleEveryMs <= Date.now(); measuredUntil += sampleEveryMs) {
        const timeMs = measuredUntil + sampleEveryMs;
        backlog.add({ timeMs, values: rowAt(this.#character, timeMs) });
      }
      if (!hasLink(this.#character, Date.now())) continue;
      const batch = backlog.next(Math.max(rowsPerBatch, 120));
      if (!batch) continue;
      try {
        const receipt = await connection.call<TelemetryReceipt>('pushTelemetry', { input: batch });
        if (receipt.acknowledgedSeq < batch.toSeq) throw new Error('only a part was acknowledged');
        backlog.acknowledge();
        counts.batches += 1;
        counts.rows += batch.samples?.timesMs.length ?? 0;
        failures = 0;
        waitMs = receipt.retryAfterMs ?? (backlog.length > rowsPerBatch ? 500 : periodMs);
      } catch (fault) {
        failures += 1;
        waitMs = await this.#afterFault(fault, connection, failures);
      }
    }
  }

  /** How long to wait after a fault. Throws when the device was revoked. */
  async #afterFault(fault: unknown, connection: Connection, failures: number): Promise<number> {
    const { counts, signal } = this.#settings;
    if (signal.aborted) return 0;
    counts.failures += 1;
    if (!(fault instanceof CallRefused)) return backoffMs(failures, Math.random());
    if (fault.isRevocation) {
      counts.revoked += 1;
      throw fault;
    }
    if (fault.code === 'UNAUTHENTICATED') {
      await collect(this.#journal).catch(() => undefined);
      connection.renew();
    }
    return Math.max(backoffMs(failures, Math.random()), fault.retryAfterMs ?? 0);
  }

  async #renew(connection: Connection): Promise<void> {
    const key = this.#journal.key();
    if (!key) return;
    const input = { csrPem: signingRequest(key, this.#character.name) };
    settle(this.#journal, await connection.call<DeviceClaim>('rotateCertificate', { input }));
    connection.renew();
  }

  #heartbeat(backlog: Backlog, epoch: number) {
    const { link, bootedAtMs, isNoisy } = this.#character;
    const { lossPct, rttMs } = connectionWords(link.rttMs, isNoisy);
    const oldest = backlog.oldestMs;
    return {
      bootId: this.#bootId,
      epoch,
      seq: backlog.lastSeq,
      sentAt: new Date().toISOString(),
      agentVersion,
      health: isNoisy ? 'DEGRADED' : 'OK',
      uptimeS: Math.floor((Date.now() - bootedAtMs) / 1_000),
      linkQuality: { rttMs, lossPct, bandwidthKbps: Math.round(2_000_000 / link.rttMs) },
      syncDebt: {
        secondsBehind: oldest === null ? 0 : Math.max(0, Math.round((Date.now() - oldest) / 1_000)),
        backlogMessages: backlog.length,
      },
    };
  }

  #inventory(): Inventory {
    const { cores, ramBytes, name } = this.#character;
    const collectors = ['cpu', 'memory', 'load', 'pressure', 'disk', 'network', 'tcp', 'uptime'];
    return {
      cpu: cores > 4 ? 'Intel(R) Core(TM) i5-1145G7E' : 'ARM Cortex-A72',
      cpuCores: cores,
      ramBytes,
      storageBytes: cores * 16_000_000_000,
      gpus: [],
      os: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-28',
      hostname: name,
      collectors: collectors.map((collector) => ({ name: collector, state: 'OK', reason: null })),
    };
  }

  get #bootId(): string {
    return `virtual-${this.#character.index}-${this.#character.bootedAtMs.toString(36)}`;
  }

  async #goesOnAfter(ms: number): Promise<boolean> {
    await this.#pause(ms);
    return !this.#settings.signal.aborted;
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#settings;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

function connectionWords(rttMs: number, isNoisy: boolean): { rttMs: number; lossPct: number } {
  const loss = isNoisy ? 2 + Math.random() * 3 : Math.random() < 0.9 ? 0 : Math.random() * 2;
  return { rttMs: Math.round(rttMs * (0.9 + Math.random() * 0.3) * 10) / 10, lossPct: Math.round(loss * 10) / 10 };
}
