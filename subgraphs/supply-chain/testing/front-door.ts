/**
 * A door in front of a test installation, for programs that speak HTTP: what the gateway does, in its simplest form.
 * Bearer tokens stand for the viewers a test says.
 */
import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isRefusal } from '@flotilla/kernel/errors';
import { identityHeader, signIdentity, streamHash } from '@flotilla/kernel/identity';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { TestSupplyChain } from './supply-chain.ts';

/** A listening door. */
export class FrontDoor {
  readonly url: string;
  /** By bearer token. */
  readonly viewers = new Map<string, Viewer>();
  /** Called with every upload; may break it off. */
  onUpload: (request: IncomingMessage) => void = () => {};
  readonly #server: Server;
  readonly #chain: TestSupplyChain;

  private constructor(server: Server, chain: TestSupplyChain) {
    this.#server = server;
    this.#chain = chain;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response));
  }

  /** Opens it on a free port. */
  static async open(chain: TestSupplyChain): Promise<FrontDoor> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FrontDoor(server, chain);
  }

  /** Closes it. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const viewer = this.viewers.get(request.headers.authorization?.slice('Bearer '.length) ?? '');
    if (!viewer) {
      const errors = [{ message: 'This bearer token is not valid.', extensions: { code: 'UNAUTHENTICATED' } }];
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
    } else if (request.url === '/graphql') await this.#answerGraphql(viewer, request, response);
    else this.#pass(viewer, request, response);
  }

  async #answerGraphql(viewer: Viewer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { query, variables } = JSON.parse(await text(request)) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const reply = await this.#chain.run(viewer, query, variables).then(
      (data: unknown) => ({ data }),
      (thrown: unknown) => {
        const extensions = isRefusal(thrown) ? { code: thrown.code, details: thrown.details } : {};
        return { errors: [{ message: String((thrown as Error).message), extensions }] };
      },
    );
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  }

  #pass(viewer: Viewer, request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url = '/' } = request;
    this.onUpload(request);
    const issuedAtS = Math.floor(Date.now() / 1000);
    const bodyHash = streamHash(method, url);
    const token = signIdentity({ viewer, audience: 'supply-chain', bodyHash, issuedAtS }, this.#chain.gatewayKey);
    const headers = { ...request.headers, [identityHeader]: token };
    const outgoing = send(`${this.#chain.url}${url}`, { method, headers }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      pipeline(incoming, response, () => undefined);
    });
    pipeline(request, outgoing, () => undefined);
  }
}
