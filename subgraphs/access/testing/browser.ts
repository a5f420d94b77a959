/** A browser's share of sign-in: follows redirects one by one, keeps cookies by host and path, and runs no script. */

type Kept = { readonly name: string; readonly value: string; readonly host: string; readonly path: string };

/** One visitor with a cookie jar. */
export class Browser {
  #jar: Kept[] = [];

  /** Gets or posts one address without following a redirect. */
  async visit(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('user-agent', 'TestBrowser/1.0');
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const cookies = this.#cookiesFor(new URL(url));
    if (cookies !== '') headers.set('cookie', cookies);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line, new URL(url));
    return response;
  }

  /** Follows redirects until a page, or until an address that starts with `stopAt`, which is not visited. */
  async follow(url: string, stopAt: string): Promise<{ readonly url: string; readonly response: Response | null }> {
    let next = url;
    for (let hops = 0; hops < 15; hops++) {
      if (next.startsWith(stopAt)) return { url: next, response: null };
      const response = await this.visit(next);
      const location = response.headers.get('location');
      if (!location) return { url: next, response };
      next = new URL(location, next).href;
    }
    throw new Error(`redirected too often, last to ${next}`);
  }

  /** The value of a cookie, whatever its path. */
  cookie(name: string): string | undefined {
    return this.#jar.find((kept) => kept.name === name)?.value;
  }

  /** The names of all cookies. */
  get cookieNames(): string[] {
    return this.#jar.map((kept) => kept.name);
  }

  #cookiesFor(url: URL): string {
    const fitting = this.#jar.filter((kept) => kept.host === url.host && url.pathname.startsWith(kept.path));
    return fitting.map((kept) => `${kept.name}=${kept.value}`).join('; ');
  }

  #keep(line: string, url: URL): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const attribute = (wanted: string) =>
      attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? '/';
    this.#jar = this.#jar.filter((kept) => kept.name !== name || kept.host !== url.host || kept.path !== path);
    const expires = attribute('expires');
    const isGone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
    if (!isGone && value !== '') this.#jar.push({ name, value, host: url.host, path });
  }
}
