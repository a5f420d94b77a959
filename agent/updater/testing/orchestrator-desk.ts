/** An orchestrator on loopback that keeps one device's leases as the control plane does, and the history of what it was told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One thing that a device asked or told. */
export type Heard = { readonly what: 'begin' | 'report'; readonly fence: number; readonly outcome: string | null };

/** One orchestrator. */
export class OrchestratorDesk {
  readonly heard: Heard[] = [];
  readonly #server: Server;
  readonly #granted = new Map<number, string>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Begins to listen on a free port. */
  static async open(): Promise<OrchestratorDesk> {
    const server = createServer((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (piece: Buffer) => (body += piece.toString()));
      incoming.on('end', () => outgoing.end(JSON.stringify(desk.#answer(incoming.url ?? '', JSON.parse(body)))));
    });
    const desk = new OrchestratorDesk(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return desk;
  }

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How the lease with a fence stands. */
  statusOf(fence: number): string | undefined {
    return this.#granted.get(fence);
  }

  /** Grants a lease with a fence. */
  grant(fence: number): void {
    this.#granted.set(fence, 'GRANTED');
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(url: string, about: readonly unknown[]): boolean {
    if (url === '/begin') {
      const [{ fence }] = about as [{ readonly fence: number }];
      this.heard.push({ what: 'begin', fence, outcome: null });
      if (this.#granted.get(fence) === 'GRANTED') this.#granted.set(fence, 'ACTIVE');
      return this.#granted.get(fence) === 'ACTIVE';
    }
    const [{ fence }, outcome] = about as [{ readonly fence: number }, string];
    this.heard.push({ what: 'report', fence, outcome });
    if (this.#granted.has(fence)) this.#granted.set(fence, outcome);
    return true;
  }
}
