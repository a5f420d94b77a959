/**
 * Connections to the pinned control plane and to nobody else. The library's own verdict on the server counts for everything
 * but time, because it only knows the wall clock; who the server is, is checked again here, at a time that a clock reset to
 * 1970 does not move. No byte of a request is written before that.
 */
import { X509Certificate } from 'node:crypto';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { serverFault } from './identity/server-proof.ts';

/** Who is expected, where, and by which clock. */
export type Pin = {
  readonly caPem: string;
  readonly host: string;
  readonly now: () => number;
  /** Why a certificate is not that of whoever is expected, or null; where that is not the control plane. */
  readonly judge?: (leaf: X509Certificate) => string | null;
  /** Opens a line to it that others carry; without this, connections are made straight. */
  readonly dial?: () => Promise<Duplex>;
};

/** Whoever answered is not the pinned control plane. Nothing was sent to it. */
export class ForeignServer extends Error {
  override readonly name = 'ForeignServer';
}

type Connected = (fault: Error | null, socket: Duplex) => void;

/** What the library finds wrong with a certificate when the clock is; the time is judged here. */
const timeFaults: readonly string[] = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

const handshakeMs = 10_000;

/** Makes connections and judges who is at their other end. */
export class PinnedAgent extends Agent {
  readonly #pin: Pin;
  readonly #authority: X509Certificate;
  readonly #unproved = new Set<TLSSocket>();
  /** Until when the certificate is valid that the server showed last. */
  serverNotAfterMs = 0;

  constructor(pin: Pin, options: AgentOptions) {
    super(options);
    this.#pin = { ...pin, host: pin.host.replace(/^\[|\]$/g, '') };
    this.#authority = new X509Certificate(pin.caPem);
  }

  /** Answers through the callback only, when the server has proved itself. */
  override createConnection(options: object, callback?: Connected): undefined {
    const { dial } = this.#pin;
    if (dial) void this.#connectBy(dial, options, callback);
    else this.#connect(options, callback);
  }

  async #connectBy(dial: () => Promise<Duplex>, options: object, callback?: Connected): Promise<void> {
    const line = await dial().catch((fault: unknown) => fault as Error);
    if (line instanceof Error) callback?.(line, undefined as never);
    else this.#connect({ ...options, socket: line }, callback);
  }

  #connect(options: object, callback?: Connected): void {
    const socket = super.createConnection({ ...options, rejectUnauthorized: false }) as TLSSocket;
    this.#unproved.add(socket);
    const timer = setTimeout(() => socket.destroy(new Error('no answer in time')), handshakeMs);
    const decided = (fault: Error | null): void => {
      clearTimeout(timer);
      socket.off('error', decided);
      socket.off('close', closed);
      this.#unproved.delete(socket);
      callback?.(fault, socket);
    };
    const closed = (): void => decided(new Error('the connection was closed'));
    socket.once('error', decided);
    socket.once('close', closed);
    socket.once('secureConnect', () => {
      const fault = this.#faultOf(socket);
      if (fault === null) return decided(null);
      decided(new ForeignServer(`the server is not the pinned control plane: ${fault}`));
      socket.destroy();
    });
  }

  /** Closes all connections, also those that are being made. */
  override destroy(): void {
    super.destroy();
    for (const socket of this.#unproved) socket.destroy();
  }

  #faultOf(socket: TLSSocket): string | null {
    const verdict = socket.authorized ? null : String(socket.authorizationError);
    const leaf = socket.getPeerX509Certificate();
    if (!leaf) return 'it showed no certificate';
    const { host, now, judge } = this.#pin;
    if (judge) return judge(leaf);
    const fault = serverFault({ leaf, authority: this.#authority, host, nowMs: now() });
    if (fault !== null) return fault;
    if (verdict !== null && !timeFaults.includes(verdict)) return verdict;
    this.serverNotAfterMs = Date.parse(leaf.validTo);
    return null;
  }
}
