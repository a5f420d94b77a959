/** The device's connection as itself. It survives the change of certificate; the measure of the link does too. */
import { TrustedClock } from '../clock/trusted-clock.ts';
import { AgentFailure } from '../failure.ts';
import type { OperationName } from '../documents/ids.ts';
import type { Journal } from '../journal.ts';
import { LinkMeter } from '../link-meter.ts';
import { CallRefused, Transport } from '../transport.ts';

/** Longer than any request may take. */
const graceMs = 15_000;

/** Calls by the newest stored certificate. */
export class Connection {
  readonly link = new LinkMeter();
  readonly clock: TrustedClock;
  readonly #journal: Journal;
  readonly #timeoutMs: number;
  #transport: Transport;
  #certificatePem: string;
  #heardAt = performance.now();

  constructor(journal: Journal, clock: TrustedClock = new TrustedClock(journal), timeoutMs = 10_000) {
    this.#journal = journal;
    this.#timeoutMs = timeoutMs;
    this.clock = clock;
    ({ transport: this.#transport, certificatePem: this.#certificatePem } = this.#opened());
  }

  /** The certificate in use. */
  get certificatePem(): string {
    return this.#certificatePem;
  }

  /** Server's clock minus ours at the last answer, or null. */
  get clockSkewMs(): number | null {
    return this.#transport.clockSkewMs;
  }

  /** For how long the control plane was not heard, or only said that it is not there. */
  get silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  /** Performs one operation; see Transport. */
  async call<Result>(operation: OperationName, variables: unknown): Promise<Result> {
    try {
      const result = await this.#transport.call<Result>(operation, variables);
      this.#heardAt = performance.now();
      return result;
    } catch (fault) {
      if (fault instanceof CallRefused && fault.code !== 'UNAVAILABLE') this.#heardAt = performance.now();
      throw fault;
    }
  }

  /** Takes the server's time, as far as its certificate vouches for it. */
  heardTime(serverTime: string): void {
    const serverMs = Date.parse(serverTime);
    if (!Number.isNaN(serverMs)) this.clock.heard(serverMs, this.#transport.serverNotAfterMs);
  }

  /** Takes the newest stored certificate into use. Requests on their way end on the old connection. */
  renew(): void {
    const former = this.#transport;
    ({ transport: this.#transport, certificatePem: this.#certificatePem } = this.#opened());
    setTimeout(() => former.close(), graceMs).unref();
  }

  /** Closes all connections. */
  close(): void {
    this.#transport.close();
  }

  #opened(): { transport: Transport; certificatePem: string } {
    const enrollment = this.#journal.enrollment();
    const [key, caPem, certificatePem] = [this.#journal.key(), this.#journal.authority(), this.#journal.certificate()];
    if (!enrollment || !key || !caPem || !certificatePem) {
      throw new AgentFailure('This device is not enrolled. Run it with --token, or run enroll first.');
    }
    const now = (): number => this.clock.now();
    const door = { url: enrollment.agentsUrl, caPem, identity: { keyPem: key.pem, certificatePem }, now };
    return { transport: new Transport(door, { link: this.link, timeoutMs: this.#timeoutMs }), certificatePem };
  }
}
