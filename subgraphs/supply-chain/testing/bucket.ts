/**
 * A bucket for tests: as much of S3's protocol as a store of whole objects uses, over HTTP on loopback. It checks what S3
 * checks: that a request is signed, and that a body has the digest its sender names.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A listening bucket. */
export class TestBucket {
  /** By path: bucket and key. */
  readonly objects = new Map<string, Buffer>();
  /** Breaks off the next upload. */
  isFailing = false;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response));
  }

  /** Opens it on a free port. */
  static async open(): Promise<TestBucket> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestBucket(server);
  }

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Closes it. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname;
    const body = await buffer(request);
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return void response.writeHead(403).end();
    if (request.method === 'PUT') return this.#put(path, body, { request, response });
    if (request.method === 'DELETE') {
      this.objects.delete(path);
      return void response.writeHead(204).end();
    }
    const object = this.objects.get(path);
    if (!object) return void response.writeHead(404).end();
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (start === undefined || end === undefined) {
      response.writeHead(200, { 'content-length': object.length });
      return void response.end(request.method === 'HEAD' ? undefined : object);
    }
    const part = object.subarray(Number(start), Number(end) + 1);
    const range = `bytes ${start}-${Number(start) + part.length - 1}/${object.length}`;
    response.writeHead(206, { 'content-length': part.length, 'content-range': range }).end(part);
  }

  #put(
    path: string,
    body: Buffer,
    { request, response }: { request: IncomingMessage; response: ServerResponse },
  ): void {
    const digest = createHash('sha256').update(body).digest();
    const isNamed =
      request.headers['x-amz-content-sha256'] === digest.toString('hex') &&
      request.headers['x-amz-checksum-sha256'] === digest.toString('base64');
    if (this.isFailing || !isNamed) return void response.writeHead(400).end();
    this.objects.set(path, body);
    response.writeHead(200).end();
  }
}
