/**
 * The TLS listener of the agents' door. It listens from the start, so that a busy port is found at once; handshakes
 * succeed when fleet has issued a certificate. Clients' certificates are asked for and checked against the fleet's
 * authority, but a client without one gets in: the door decides what it may do.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { ServerIdentity } from './server-certificate.ts';

const connectionsMax = 20_000;

/** The listener; give it an identity before anybody can connect. */
export class AgentsListener {
  readonly #server: Server;
  // The same keys for every certificate: a renewed one does not make ten thousand agents shake hands in full again.
  readonly #ticketKeys = randomBytes(48);

  constructor(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    this.#server = createServer(
      {
        requestCert: true,
        rejectUnauthorized: false,
        minVersion: 'TLSv1.3',
        ticketKeys: this.#ticketKeys,
        handshakeTimeout: 10_000,
        // Agents call every few seconds to a minute; their connection stays for the next call.
        keepAliveTimeout: 75_000,
        headersTimeout: 10_000,
        requestTimeout: 30_000,
        maxHeaderSize: 8 * 1024,
      },
      (request, response) => void answer(request, response),
    );
    this.#server.maxConnections = connectionsMax;
    // Port scanners and half-open links make handshake errors all day; the connection is closed, that is enough.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Starts listening. Rejects with the system's error when the port is taken. */
  async listen(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
  }

  /** Shows another certificate from the next handshake on. */
  use(identity: ServerIdentity): void {
    const context: SecureContextOptions = {
      key: identity.privateKeyPem,
      // The authority goes along, so that an agent that knows only its fingerprint can check it.
      cert: `${identity.certificatePem.trimEnd()}\n${identity.caPem}`,
      ca: identity.caPem,
      minVersion: 'TLSv1.3',
      ticketKeys: this.#ticketKeys,
    };
    this.#server.setSecureContext(context);
  }

  /** Answers what is in flight, then closes. */
  async close(withinMs: number): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    const force = setTimeout(() => this.#server.closeAllConnections(), withinMs);
    await closed;
    clearTimeout(force);
  }
}
