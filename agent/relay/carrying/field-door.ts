/**
 * Where devices of the field come to a relay: HTTPS, in which both sides show certificates of the fleet's authority. A
 * device can hand over and fetch what is its own, and be put through to the control plane; nothing else is here.
 */
import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { FieldIdentity } from '../field-identity.ts';
import { answerWaitMaxMs, type HandOver, handOverBytesMax, lineTarget, relayClasses } from '../field-protocol.ts';
import type { Envelope } from '../envelope.ts';
import { memberOf } from '../member.ts';
import type { RelayStore } from './store.ts';

/** What the door works with. */
export type FieldDoorParts = {
  readonly store: RelayStore;
  /** Asked again from time to time, for certificates are replaced. */
  readonly identity: () => FieldIdentity;
  /** Host and port of the control plane: the only place that lines lead to. */
  readonly target: { readonly host: string; readonly port: number };
  /** Something was stored. */
  readonly stored: () => void;
};

const connectionsMax = 512;
const linesMax = 256;
const lineIdleMs = 120_000;
const texts = ['ephemeralKey', 'nonce', 'tag', 'ciphertext', 'signature'] as const;

/** The door of one relay. */
export class FieldDoor {
  readonly #parts: FieldDoorParts;
  readonly #server: Server;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #sockets = new Set<Duplex>();
  #identity: FieldIdentity;
  #lines = 0;

  constructor(parts: FieldDoorParts) {
    this.#parts = parts;
    this.#identity = parts.identity();
    const tls = shownBy(this.#identity);
    const limits = { requestTimeout: 30_000, keepAliveTimeout: 75_000, maxHeaderSize: 8_192, handshakeTimeout: 10_000 };
    const judged = { requestCert: true, rejectUnauthorized: false };
    this.#server = createServer({ ...tls, ...limits, ...judged }, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.maxConnections = connectionsMax;
    this.#server.on('tlsClientError', (_fault, socket) => socket.destroy());
    this.#server.on('connect', (request: IncomingMessage, socket: Duplex) => this.#putThrough(request, socket));
    this.#server.on('connection', (socket: Duplex) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Begins to listen; rejects with the system's error when the address is taken. Answers the port. */
  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Shows the newest certificate, if it is another than before. */
  renew(): void {
    const newest = this.#parts.identity();
    if (newest.certificatePem === this.#identity.certificatePem) return;
    this.#identity = newest;
    this.#server.setSecureContext(shownBy(newest));
  }

  /** There are answers for a device. */
  settled(deviceId: string): void {
    for (const look of this.#waiting.get(deviceId) ?? []) look();
  }

  /** Stops listening and hangs up. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The device at the other end, of this relay's own tenant; null for everybody else. */
  #deviceOf(socket: TLSSocket): string | null {
    const leaf = socket.getPeerX509Certificate();
    const { caPem, certificatePem } = this.#identity;
    const authority = new X509Certificate(caPem);
    const device = leaf ? memberOf(leaf, authority) : null;
    const own = memberOf(new X509Certificate(certificatePem), authority);
    return device && device.tenantId === own?.tenantId ? device.deviceId : null;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const deviceId = this.#deviceOf(request.socket as TLSSocket);
    if (deviceId === null) return void response.writeHead(401).end();
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (request.method === 'POST' && path === '/envelopes') return this.#take(deviceId, request, response);
    const [, epoch, seq] = /^\/answers\/(\d{1,15})\/(\d{1,15})$/.exec(path) ?? [];
    if (request.method !== 'GET' || !epoch || !seq) return void response.writeHead(404).end();
    const waitMs = Math.min(Number(new URLSearchParams(query).get('waitMs')) || 0, answerWaitMaxMs);
    const place = { deviceId, epoch: Number(epoch), seq: Number(seq) };
    const answer = await this.#awaited(() => this.#parts.store.answer(place), { deviceId, waitMs });
    if (answer === 'PENDING') return void response.writeHead(204).end();
    if (answer === null) return sendJson(response, 410, { givenUp: this.#parts.store.givenUp(deviceId) });
    return sendJson(response, 200, answer);
  }

  async #take(deviceId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const given = text === null ? null : handOverOf(text);
    if (given === null) return void response.writeHead(413, { connection: 'close' }).end();
    if (given.envelope.deviceId !== deviceId) return void response.writeHead(403).end();
    const isKept = this.#parts.store.put(given);
    response.writeHead(isKept ? 202 : 409).end();
    if (isKept) this.#parts.stored();
  }

  /** Looks again whenever something of the device was settled, until there is an answer or the time is over. */
  async #awaited<Found>(look: () => Found | 'PENDING', about: { deviceId: string; waitMs: number }) {
    const { deviceId, waitMs } = about;
    const found = look();
    if (found !== 'PENDING' || waitMs <= 0) return found;
    const looks = this.#waiting.get(deviceId) ?? new Set();
    this.#waiting.set(deviceId, looks);
    return new Promise<Found | 'PENDING'>((resolve) => {
      const done = (answer: Found | 'PENDING'): void => {
        clearTimeout(timer);
        looks.delete(again);
        if (looks.size === 0) this.#waiting.delete(deviceId);
        resolve(answer);
      };
      const again = (): void => {
        const now = look();
        if (now !== 'PENDING') done(now);
      };
      const timer = setTimeout(() => done(look()), waitMs);
      looks.add(again);
    });
  }

  #putThrough(request: IncomingMessage, socket: Duplex): void {
    socket.on('error', () => socket.destroy());
    const { host, port } = this.#parts.target;
    const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
    if (this.#deviceOf(request.socket as TLSSocket) === null) return refuse('401 Unauthorized');
    if (request.url !== lineTarget) return refuse('403 Forbidden');
    if (this.#lines >= linesMax) return refuse('503 Service Unavailable');
    this.#lines += 1;
    const line = connect({ host: host.replace(/^\[|\]$/g, ''), port, timeout: lineIdleMs });
    const over = (): void => void socket.destroy();
    line.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      line.pipe(socket).pipe(line);
    });
    line.on('timeout', () => line.destroy());
    line.on('error', over);
    line.once('close', () => {
      this.#lines -= 1;
      over();
    });
    socket.once('close', () => line.destroy());
  }
}

function shownBy({ caPem, keyPem, certificatePem }: FieldIdentity) {
  return { ca: caPem, key: keyPem, cert: certificatePem, minVersion: 'TLSv1.3' as const };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > handOverBytesMax + 1_024) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** What was handed over, if it has the shape of that: what has not would trouble the control plane for nothing. */
function handOverOf(text: string): HandOver | null {
  try {
    const { class: name, envelope } = JSON.parse(text) as { class: unknown; envelope: Envelope };
    const known = relayClasses.find((each) => each === name);
    const { deviceId, epoch, seq } = envelope;
    const isCounted = [epoch, seq].every((number) => Number.isSafeInteger(number) && number >= 0);
    if (!known || typeof deviceId !== 'string' || !isCounted) return null;
    const [ephemeralKey, nonce, tag, ciphertext, signature] = texts.map((field) => envelope[field]);
    if (![ephemeralKey, nonce, tag, ciphertext, signature].every((each) => typeof each === 'string')) return null;
    return { class: known, envelope: { deviceId, epoch, seq, ...plain(envelope) } };
  } catch {
    return null;
  }
}

function plain({ ephemeralKey, nonce, tag, ciphertext, signature }: Envelope) {
  return { ephemeralKey, nonce, tag, ciphertext, signature };
}

function sendJson(response: ServerResponse, status: number, content: unknown): void {
  const body = JSON.stringify(content);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
