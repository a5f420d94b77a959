/**
 * A device's connection to its relay. Both show certificates of the fleet's authority; nothing is sent to whoever is no
 * device of the same tenant, or not the one that the address names after `#`.
 */
import { X509Certificate } from 'node:crypto';
import { type ClientRequest, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { PinnedAgent } from '../../pinned-agent.ts';
import { CallFailed } from '../../transport.ts';
import type { Place } from '../envelope.ts';
import type { FieldIdentity } from '../field-identity.ts';
import { type HandOver, lineTarget, type RelayReceipt } from '../field-protocol.ts';
import { memberOf } from '../member.ts';

/** What a relay says of an envelope: its receipt, that there is none yet, or that it is not there (any more). */
export type Word = RelayReceipt | 'PENDING' | 'GONE';

const bytesMax = 1_572_864;
const timeoutMs = 5_000;

/** The connection. It can be renewed with another certificate. */
export class RelayClient {
  readonly #url: URL;
  readonly #identity: () => FieldIdentity;
  #agent: PinnedAgent;

  constructor(url: URL, identity: () => FieldIdentity) {
    this.#url = url;
    this.#identity = identity;
    this.#agent = this.#connected();
  }

  /** Stores an envelope at the relay: when this resolves it is on the relay's disk. */
  async handOver(given: HandOver): Promise<void> {
    const { status } = await this.#ask({ method: 'POST', path: '/envelopes', body: JSON.stringify(given), waitMs: 0 });
    if (status !== 202) throw new CallFailed(`the relay does not take the call (status ${status})`);
  }

  /** What came of an envelope, waiting for it at the relay. */
  async answer({ epoch, seq }: Place, waitMs: number): Promise<Word> {
    const path = `/answers/${epoch}/${seq}?waitMs=${Math.round(waitMs)}`;
    const { status, text } = await this.#ask({ method: 'GET', path, waitMs });
    if (status === 204) return 'PENDING';
    if (status === 200) return JSON.parse(text) as RelayReceipt;
    return 'GONE';
  }

  /** A line to the control plane, through the relay. */
  dial(): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const asking = this.#request({ method: 'CONNECT', path: lineTarget, waitMs: timeoutMs });
      asking.on('connect', (answer: IncomingMessage, socket: Duplex) => {
        if (answer.statusCode === 200) return resolve(socket);
        socket.destroy();
        reject(new CallFailed(`the relay has no line to the control plane (status ${answer.statusCode})`));
      });
      asking.on('error', (fault) => reject(new CallFailed(`the relay: ${fault.message}`, { cause: fault })));
      asking.end();
    });
  }

  /** Shows the newest certificate from now on. */
  renew(): void {
    const former = this.#agent;
    this.#agent = this.#connected();
    setTimeout(() => former.destroy(), 30_000).unref();
  }

  /** Closes all connections. */
  close(): void {
    this.#agent.destroy();
  }

  #connected(): PinnedAgent {
    const { caPem, keyPem, certificatePem } = this.#identity();
    const secureContext = createSecureContext({ ca: caPem, key: keyPem, cert: certificatePem, minVersion: 'TLSv1.3' });
    const authority = new X509Certificate(caPem);
    const own = memberOf(new X509Certificate(certificatePem), authority);
    const wanted = this.#url.hash.slice(1);
    const judge = (leaf: X509Certificate): string | null => {
      const relay = memberOf(leaf, authority);
      if (!relay || relay.tenantId !== own?.tenantId) return 'the relay is no device of this fleet';
      return wanted === '' || relay.deviceId === wanted ? null : `it is ${relay.deviceId}, not the relay ${wanted}`;
    };
    const pin = { caPem, host: this.#url.hostname, now: Date.now, judge };
    return new PinnedAgent(pin, { secureContext, keepAlive: true, maxSockets: 16, maxCachedSessions: 0 });
  }

  #ask(about: Asked): Promise<{ readonly status: number; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const failed = (fault: Error): void => reject(new CallFailed(`the relay: ${fault.message}`, { cause: fault }));
      const asking = this.#request({ ...about, waitMs: about.waitMs + timeoutMs });
      asking.on('response', (incoming: IncomingMessage) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (piece: string) => {
          text += piece;
          if (text.length > bytesMax) incoming.destroy(new Error('its answer is too large'));
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
        incoming.on('error', failed);
      });
      asking.on('error', failed);
      asking.end(about.body);
    });
  }

  #request({ method, path, body, waitMs }: Asked): ClientRequest {
    const { hostname: host, port } = this.#url;
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(waitMs);
    const target = { host: host.replace(/^\[|\]$/g, ''), port: port || 443 };
    return request({ ...target, method, path, headers, agent: this.#agent, signal });
  }
}

type Asked = { readonly method: string; readonly path: string; readonly body?: string; readonly waitMs: number };
