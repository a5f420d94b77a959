/** The device's connection as itself. It survives the change of certificate; the measure of the link does too. */
import { TrustedClock } from '../clock/trusted-clock.ts';
import { AgentFailure } from '../failure.ts';
import type { OperationName } from '../documents/ids.ts';
import type { Journal } from '../journal.ts';
import { LinkMeter } from '../link-meter.ts';
import type { Detour } from '../relay/behind/detour.ts';
import { CallFailed, CallRefused, Transport } from '../transport.ts';

/** Longer than any request may take. */
const graceMs = 15_000;

/** Calls by the newest stored certificate. */
export class Connection {
  readonly link = new LinkMeter();
  readonly clock: TrustedClock;
  readonly #journal: Journal;
  readonly #timeoutMs: number;
  /** The way through a relay, where there is one. */
  readonly detour: Detour | null;
  #transport: Transport;
  /** The same calls by a line through the relay; none while there is no relay. */
  #line: Transport | null = null;
  #certificatePem: string;
  #heardAt = performance.now();

  constructor(
    journal: Journal,
    options: { readonly clock?: TrustedClock; readonly timeoutMs?: number; readonly detour?: Detour | null } = {},
  ) {
    this.#journal = journal;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.detour = options.detour ?? null;
    this.clock = options.clock ?? new TrustedClock(journal);
    ({ transport: this.#transport, certificatePem: this.#certificatePem } = this.#opened());
  }

  /** The certificate in use. */
  get certificatePem(): string {
    return this.#certificatePem;
  }

  /** Server's clock minus ours at the last answer, or null. */
  get clockSkewMs(): number | null {
    return this.#transport.clockSkewMs ?? this.#line?.clockSkewMs ?? null;
  }

  /** For how long the control plane was not heard, or only said that it is not there. */
  get silentMs(): number {
    return performance.now() - this.#heardAt;
  }

  /** Performs one operation; see Transport. */
  async call<Result>(operation: OperationName, variables: unknown): Promise<Result> {
    try {
      const result = await this.#send<Result>(operation, variables);
      this.#heardAt = performance.now();
      return result;
    } catch (fault) {
      if (fault instanceof CallRefused && fault.code !== 'UNAVAILABLE') this.#heardAt = performance.now();
      throw fault;
    }
  }

  /** Straight, sealed for the relay, or by a line through it. */
  async #send<Result>(operation: OperationName, variables: unknown): Promise<Result> {
    const detour = this.detour;
    if (!detour || !this.#line) return this.#transport.call<Result>(operation, variables);
    if (await detour.isStraight()) {
      return this.#transport.call<Result>(operation, variables).catch((fault: unknown) => {
        if (fault instanceof CallFailed) detour.doubt();
        throw fault;
      });
    }
    if (detour.seals(operation)) return detour.call<Result>(operation, variables, this.link);
    return this.#line.call<Result>(operation, variables);
  }

  /** Takes the server's time, as far as its certificate vouches for it. */
  heardTime(serverTime: string): void {
    const serverMs = Date.parse(serverTime);
    const notAfterMs = Math.max(this.#transport.serverNotAfterMs, this.#line?.serverNotAfterMs ?? 0);
    if (!Number.isNaN(serverMs)) this.clock.heard(serverMs, notAfterMs);
  }

  /** Takes the newest stored certificate into use. Requests on their way end on the old connection. */
  renew(): void {
    const former = [this.#transport, this.#line];
    this.detour?.renew();
    ({ transport: this.#transport, certificatePem: this.#certificatePem } = this.#opened());
    setTimeout(() => former.forEach((each) => each?.close()), graceMs).unref();
  }

  /** Closes all connections. */
  close(): void {
    this.#transport.close();
    this.#line?.close();
  }

  #opened(): { transport: Transport; certificatePem: string } {
    const enrollment = this.#journal.enrollment();
    const [key, caPem, certificatePem] = [this.#journal.key(), this.#journal.authority(), this.#journal.certificate()];
    if (!enrollment || !key || !caPem || !certificatePem) {
      throw new AgentFailure('This device is not enrolled. Run it with --token, or run enroll first.');
    }
    const now = (): number => this.clock.now();
    const door = { url: enrollment.agentsUrl, caPem, identity: { keyPem: key.pem, certificatePem }, now };
    const options = { link: this.link, timeoutMs: this.#timeoutMs };
    const detour = this.detour;
    if (detour) this.#line = new Transport({ ...door, dial: () => detour.dial() }, options);
    return { transport: new Transport(door, options), certificatePem };
  }
}
