/**
 * A bad network between devices and their door: a TCP proxy whose weather can change while connections stand. It never
 * changes a byte. What TCP would send again is held back here and delivered when the weather clears, also when the other
 * side has long given up: that is how late and doubled calls come about.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What passes: everything; nothing (a black hole); or only what clients send, never an answer or an end. */
export type Flow = 'OPEN' | 'DROPPED' | 'HALF_OPEN';

/** How the network is. */
export type Weather = {
  /** Each way. */
  readonly latencyMs: number;
  /** Of each direction of each connection; null for no bound. */
  readonly bytesPerS: number | null;
  readonly flow: Flow;
};

/** Nothing in the way. */
export const clear: Weather = { latencyMs: 0, bytesPerS: null, flow: 'OPEN' };

const heldBytesMax = 4 * 1_048_576;
/** A rate is kept by the piece. */
const pieceBytes = 4_096;

/** The proxy. */
export class FaultProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  #weather: Weather = clear;
  #connections = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Listens on a free port of this machine and leads to another. */
  static async open(targetPort: number): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new FaultProxy(server);
    server.on('connection', (client) => proxy.#lead(client, targetPort));
    return proxy;
  }

  /** Connections so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Changes the weather for connections that stand and for those to come; what is not named becomes clear. */
  become(weather: Partial<Weather>): void {
    this.#weather = { ...clear, ...weather };
    for (const link of this.#links) link.flow();
  }

  /** Resets every connection, both ways. Answers how many there were. */
  reset(): number {
    const links = [...this.#links];
    for (const link of links) link.cut();
    return links.length;
  }

  /** Ends every connection and listens no more. */
  async close(): Promise<void> {
    this.reset();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #lead(client: Socket, port: number): void {
    this.#connections += 1;
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const link = new Link({ client, upstream }, () => this.#weather);
    this.#links.add(link);
    client.once('close', () => this.#links.delete(link));
  }
}

/** One connection: two directions that share their end. */
class Link {
  readonly #ends: readonly [Socket, Socket];
  readonly #directions: readonly [Direction, Direction];

  constructor({ client, upstream }: { client: Socket; upstream: Socket }, weather: () => Weather) {
    this.#ends = [client, upstream];
    const cut = (): void => this.cut();
    this.#directions = [
      new Direction({ from: client, to: upstream, cut }, weather, (flow) => flow !== 'DROPPED'),
      new Direction({ from: upstream, to: client, cut }, weather, (flow) => flow === 'OPEN'),
    ];
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.resume();
  }

  flow(): void {
    for (const direction of this.#directions) direction.flow();
  }

  cut(): void {
    for (const direction of this.#directions) direction.stop();
    for (const end of this.#ends) if (!end.destroyed) end.resetAndDestroy();
  }
}

/** Bytes, or how their sender ended. */
type Held = { readonly what: Buffer | 'END' | 'RESET'; readonly dueAt: number };

type Ends = { readonly from: Socket; readonly to: Socket; readonly cut: () => void };

/** What goes one way, in its order. */
class Direction {
  readonly #ends: Ends;
  readonly #weather: () => Weather;
  readonly #passes: (flow: Flow) => boolean;
  #held: Held[] = [];
  #heldBytes = 0;
  #passedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(ends: Ends, weather: () => Weather, passes: (flow: Flow) => boolean) {
    this.#ends = ends;
    this.#weather = weather;
    this.#passes = passes;
    const { from } = ends;
    from.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += pieceBytes) this.#hold(bytes.subarray(at, at + pieceBytes));
    });
    from.once('end', () => this.#hold('END'));
    from.once('error', () => this.#hold('RESET'));
  }

  /** Passes on what is due. Whatever cannot pass now waits for its time, or for other weather. */
  flow(): void {
    clearTimeout(this.#timer);
    const { flow, bytesPerS } = this.#weather();
    for (let next = this.#held[0]; next && this.#passes(flow); next = this.#held[0]) {
      const costMs = bytesPerS === null || typeof next.what === 'string' ? 0 : (next.what.length / bytesPerS) * 1_000;
      const waitMs = Math.max(next.dueAt, this.#passedAt + costMs) - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.flow(), Math.ceil(waitMs));
        return;
      }
      this.#held.shift();
      this.#pass(next.what);
      this.#passedAt = performance.now();
    }
  }

  /** Passes nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#held = [];
  }

  #hold(what: Held['what']): void {
    this.#held.push({ what, dueAt: performance.now() + this.#weather().latencyMs });
    if (typeof what !== 'string') {
      this.#heldBytes += what.length;
      if (this.#heldBytes > heldBytesMax) this.#ends.from.pause();
    }
    this.flow();
  }

  #pass(what: Held['what']): void {
    const { from, to, cut } = this.#ends;
    if (what === 'RESET') cut();
    else if (what === 'END') to.end();
    else {
      to.write(what);
      this.#heldBytes -= what.length;
      if (this.#heldBytes <= heldBytesMax) from.resume();
    }
  }
}
