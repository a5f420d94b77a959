/** The device's connection as itself. It survives the change of certificate; the measure of the link does too. */
import { AgentFailure } from '../failure.ts';
import type { OperationName } from '../documents/ids.ts';
import type { Journal } from '../journal.ts';
import { LinkMeter } from '../link-meter.ts';
import { Transport } from '../transport.ts';

/** Longer than any request may take. */
const graceMs = 15_000;

/** Calls by the newest stored certificate. */
export class Connection {
  readonly link = new LinkMeter();
  readonly #journal: Journal;
  #transport: Transport;
  #certificatePem: string;

  constructor(journal: Journal) {
    this.#journal = journal;
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

  /** Performs one operation; see Transport. */
  call<Result>(operation: OperationName, variables: unknown): Promise<Result> {
    return this.#transport.call<Result>(operation, variables);
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
    const door = { url: enrollment.agentsUrl, caPem, identity: { keyPem: key.pem, certificatePem } };
    return { transport: new Transport(door, { link: this.link }), certificatePem };
  }
}
