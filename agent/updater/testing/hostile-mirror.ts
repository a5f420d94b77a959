/** A real server on loopback that serves an artifact in every wrong way there is, and in the right one. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it answers a request. */
export type Manner =
  | 'honest'
  | 'no ranges'
  | 'breaks off'
  | 'swaps'
  | 'more than it says'
  | 'endless'
  | 'ends early'
  | 'shorter'
  | 'longer'
  | 'other range'
  | 'redirect'
  | 'error'
  | 'resets'
  | 'compressed';

/** One mirror. Answers by its manners in turn, and by the last one from then on. */
export class HostileMirror {
  readonly #server: Server;
  readonly requests: (string | undefined)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Begins to listen on a free port of loopback. */
  static async open(bytes: Buffer, manners: readonly Manner[]): Promise<HostileMirror> {
    const server = createServer((incoming, outgoing) => {
      const manner = manners[Math.min(mirror.requests.length, manners.length - 1)] ?? 'honest';
      mirror.requests.push(incoming.headers.range);
      serveBytes(outgoing, { manner, bytes, from: firstByteOf(incoming.headers.range) });
    });
    const mirror = new HostileMirror(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mirror;
  }

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/artifact`;
  }

  /** Ends it, with all connections. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The first byte a request asks for. */
export function firstByteOf(range: string | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
}

type Serving = { readonly manner: Manner; readonly bytes: Buffer; readonly from: number };

/** Answers one request in a manner. */
export function serveBytes(outgoing: ServerResponse, { manner, bytes, from }: Serving): void {
  const { length } = bytes;
  const rest = bytes.subarray(from);
  const swapped = Buffer.from(rest.map((byte) => byte ^ 0x5a));
  switch (manner) {
    case 'honest':
      return whole(outgoing, rest, from, length);
    case 'no ranges':
      return whole(outgoing, bytes, 0, length);
    case 'swaps':
      return whole(outgoing, swapped, from, length);
    case 'shorter':
      return whole(outgoing, bytes.subarray(0, length - 1), 0, length - 1);
    case 'longer':
      return whole(outgoing, Buffer.concat([bytes, bytes]), 0, length * 2);
    case 'other range':
      outgoing.writeHead(206, { 'content-range': `bytes ${from + 1}-${length - 1}/${length}` });
      return void outgoing.end(rest.subarray(1));
    case 'breaks off':
      begun(outgoing, rest, from, length);
      outgoing.write(rest.subarray(0, Math.ceil(rest.length / 2)), () => outgoing.destroy());
      return;
    case 'more than it says':
      outgoing.writeHead(200);
      return void outgoing.end(Buffer.concat([bytes, Buffer.from('and more')]));
    case 'ends early':
      outgoing.writeHead(200);
      return void outgoing.end(bytes.subarray(0, Math.ceil(length / 2)));
    case 'endless':
      outgoing.writeHead(200);
      return pour(outgoing, Buffer.alloc(65_536, 1));
    case 'redirect':
      return void outgoing.writeHead(302, { location: '/artifact' }).end();
    case 'error':
      return void outgoing.writeHead(503).end('no');
    case 'resets':
      return void outgoing.destroy();
    case 'compressed':
      return void outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
  }
}

function begun(outgoing: ServerResponse, rest: Buffer, from: number, total: number): void {
  const range = { 'content-range': `bytes ${from}-${total - 1}/${total}` };
  outgoing.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...(from > 0 && range) });
}

function whole(outgoing: ServerResponse, rest: Buffer, from: number, total: number): void {
  begun(outgoing, rest, from, total);
  outgoing.end(rest);
}

function pour(outgoing: ServerResponse, piece: Buffer): void {
  const more = (): void => {
    while (!outgoing.destroyed && outgoing.write(piece));
    if (!outgoing.destroyed) outgoing.once('drain', more);
  };
  more();
}
