/** The bench's way to ask: JSON over kept connections, as cheap as Node allows, because it shares the machine. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Who an HTTPS connection is made as. */
export type TlsIdentity = { readonly ca: string; readonly key?: string; readonly cert?: string };

/** The server said no; `code` is the API's. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Answer<Data> = {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
};

const timeoutMs = 30_000;

/** One address over connections that are kept. */
export class Wire {
  readonly #url: URL;
  readonly #agent: HttpAgent;

  constructor(url: string, options: { readonly sockets: number; readonly tls?: TlsIdentity }) {
    const { sockets: maxSockets, tls } = options;
    this.#url = new URL(url);
    this.#agent = tls
      ? new HttpsAgent({ keepAlive: true, maxSockets, ...tls })
      : new HttpAgent({ keepAlive: true, maxSockets });
  }

  /** Posts a GraphQL body and answers its data. Throws `Refused` with the first error. */
  async ask<Data>(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Data> {
    const answer = JSON.parse(await this.#post(body, headers)) as Answer<Data>;
    const [error] = answer.errors ?? [];
    if (error) throw new Refused(error.extensions?.code ?? 'NO_CODE', error.message);
    return answer.data as Data;
  }

  /** Closes the kept connections. */
  close(): void {
    this.#agent.destroy();
  }

  #post(body: string, more: Readonly<Record<string, string>>): Promise<string> {
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...more };
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', agent: this.#agent, timeout: timeoutMs, headers };
      const outgoing = send(this.#url, options, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        incoming.once('end', () => resolve(text)).once('error', reject);
      });
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}
