/**
 * The certificate the agents' door shows, from the fleet's own authority: asked for at boot, until fleet answers, and
 * again well before it expires. The private key never leaves this process.
 */
import { X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@flotilla/kernel/logger';
import { gauge } from '@flotilla/kernel/metrics';
import type { Subgraphs } from '../upstream/subgraphs.ts';
import { requestCertificate } from './certificate-request.ts';

const retryMs = { first: 250, max: 2_000 };
const checkMs = 60_000;

const expiry = gauge({
  name: 'flotilla_gateway_certificate_expiry_timestamp_seconds',
  help: "When the agents' door's certificate expires.",
});

/** A certificate with its key, and the authority that clients' certificates must come from. */
export type ServerIdentity = {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  readonly caPem: string;
};

/** What keeping a certificate needs. */
export type ServerCertificateOptions = {
  readonly subgraphs: Subgraphs;
  readonly names: readonly string[];
  readonly logger: Logger;
  /** Puts a new identity to use, without a restart. */
  readonly onIssued: (identity: ServerIdentity) => void;
};

/** Keeps the door's certificate valid. */
export class ServerCertificate {
  readonly #options: ServerCertificateOptions;
  readonly #stop = new AbortController();
  #renewAt = 0;
  #expiresAt = 0;

  constructor(options: ServerCertificateOptions) {
    this.#options = options;
  }

  /** Why the door cannot show a certificate, or null. */
  get unready(): string | null {
    return Date.now() < this.#expiresAt ? null : 'no certificate from fleet yet';
  }

  /** Keeps the certificate valid until stopped. Never rejects. */
  async run(): Promise<void> {
    let waitMs: number = retryMs.first;
    while (!this.#stop.signal.aborted) {
      if (Date.now() < this.#renewAt) {
        await this.#pause(Math.min(checkMs, this.#renewAt - Date.now()));
        continue;
      }
      try {
        await this.#renew();
        waitMs = retryMs.first;
      } catch (cause) {
        const { logger } = this.#options;
        logger.warn({ reason: String(cause), retryInMs: waitMs }, "no certificate for the agents' door yet");
        await this.#pause(waitMs);
        waitMs = Math.min(waitMs * 2, retryMs.max);
      }
    }
  }

  /** Stops renewing. */
  stop(): void {
    this.#stop.abort();
  }

  async #renew(): Promise<void> {
    const { subgraphs, names, onIssued, logger } = this.#options;
    const { privateKeyPem, csrPem } = requestCertificate(names[0] ?? 'localhost');
    const answer = await subgraphs.internal('fleet', 'server-certificate', { csrPem, names });
    const { certificatePem, caPem } = answer as { certificatePem: string; caPem: string };
    const certificate = new X509Certificate(certificatePem);
    this.#expiresAt = Date.parse(certificate.validTo);
    // At two thirds of its life there is time to retry for the last third. Never at once, however short the life is.
    const lifeMs = this.#expiresAt - Math.max(Date.parse(certificate.validFrom), Date.now());
    this.#renewAt = Date.now() + Math.max((lifeMs * 2) / 3, 1000);
    expiry.set(this.#expiresAt / 1000);
    onIssued({ privateKeyPem, certificatePem, caPem });
    logger.info({ names, notAfter: certificate.validTo }, "the agents' door has a certificate");
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
  }
}
