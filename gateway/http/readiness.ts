/**
 * Whether the subgraphs answer. They are asked at most once a second, however often the gateway is, and one process
 * that serves several of them is asked once.
 */
import { get } from 'node:http';

const rememberedMs = 1000;
const timeoutMs = 2000;

/** Asks subgraph processes whether they are ready. */
export class SubgraphReadiness {
  readonly #namesByOrigin: ReadonlyMap<string, string>;
  #asked: { readonly at: number; readonly reasons: Promise<Record<string, string>> } | undefined;

  constructor(urls: Readonly<Record<string, string>>) {
    const named = new Map<string, string>();
    for (const [name, url] of Object.entries(urls)) {
      const { origin } = new URL(url);
      named.set(origin, [named.get(origin), name].filter(Boolean).join(','));
    }
    this.#namesByOrigin = named;
  }

  /** Why a subgraph is not ready, by name; empty when all are. */
  reasons(): Promise<Record<string, string>> {
    const now = performance.now();
    if (!this.#asked || now - this.#asked.at > rememberedMs) this.#asked = { at: now, reasons: this.#ask() };
    return this.#asked.reasons;
  }

  async #ask(): Promise<Record<string, string>> {
    const reasons: Record<string, string> = {};
    await Promise.all(
      [...this.#namesByOrigin].map(async ([origin, names]) => {
        const status = await statusOf(`${origin}/readyz`);
        if (status !== 200) reasons[names] = status === 0 ? 'does not answer' : 'is not ready';
      }),
    );
    return reasons;
  }
}

function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(0));
  });
}
