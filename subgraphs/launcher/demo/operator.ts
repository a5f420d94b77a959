/**
 * A person's way in, walked by a program: sign in at the development issuer through the operators' door, keep the
 * session cookie, ask GraphQL. The demo is set up through it, so that nothing in it needs a back door.
 */
import { StartFailure } from '../start-failure.ts';

const hopsMax = 12;

/** Browsers share cookies between ports of a host, and everything of the embedded layout is on one host. */
class CookieJar {
  readonly #cookies = new Map<string, string>();

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const isGone = value === '' || attributes.some((text) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(text));
      if (isGone) this.#cookies.delete(name.trim());
      else this.#cookies.set(name.trim(), value);
    }
  }
}

/** What GraphQL answers. */
type GraphqlAnswer = { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };

/** A signed-in person. */
export class Operator {
  readonly #apiUrl: string;
  readonly #jar: CookieJar;

  private constructor(apiUrl: string, jar: CookieJar) {
    this.#apiUrl = apiUrl;
    this.#jar = jar;
  }

  /** Signs in. Throws `StartFailure` naming the step that did not answer as it should. */
  static async signIn(apiUrl: string, email: string, password: string): Promise<Operator> {
    const jar = new CookieJar();
    const visit = async (address: string, form?: URLSearchParams): Promise<Response> => {
      const post = form ? { method: 'POST', body: form } : {};
      const headers = { cookie: jar.header, accept: 'text/html' };
      const response = await fetch(address, {
        ...post,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
      });
      jar.keep(response);
      return response;
    };
    let address = `${apiUrl}/auth/login?returnTo=/`;
    let form: URLSearchParams | undefined;
    for (let hop = 0; hop < hopsMax; hop += 1) {
      const response = await visit(address, form);
      const wasCallback = address.startsWith(`${apiUrl}/auth/callback`);
      const next = response.headers.get('location');
      await response.body?.cancel();
      if (wasCallback && response.status < 400) return new Operator(apiUrl, jar);
      if (next !== null && response.status < 400) {
        address = new URL(next, address).href;
        form = undefined;
      } else if (response.status === 200 && form === undefined) {
        form = new URLSearchParams({ email, password });
      } else {
        throw new StartFailure(
          `Signing in as ${email} failed at ${new URL(address).pathname}: status ${response.status}`,
        );
      }
    }
    throw new StartFailure(`Signing in as ${email} did not come to an end`);
  }

  /** Asks for something. Throws `StartFailure` with the first error's message. */
  async ask<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const response = await fetch(`${this.#apiUrl}/graphql`, {
      method: 'POST',
      headers: { cookie: this.#jar.header, 'content-type': 'application/json', 'x-flotilla-csrf': '1' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(15_000),
    });
    const answer = (await response.json()) as GraphqlAnswer;
    const [error] = answer.errors ?? [];
    if (error)
      throw new StartFailure(`The API refused (${error.extensions?.code ?? response.status}): ${error.message}`);
    return answer.data as T;
  }
}
