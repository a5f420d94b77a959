/** A person at the operators' door, as far as a program can be one: signs in at the development issuer and asks. */

const hopsMax = 12;

function keep(jar: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** Signs in and answers the cookie header of the session. */
export async function signIn(apiUrl: string, email: string, password: string): Promise<string> {
  const jar = new Map<string, string>();
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  let address = `${apiUrl}/auth/login?returnTo=/`;
  let form: URLSearchParams | undefined;
  for (let hop = 0; hop < hopsMax; hop += 1) {
    const post = form ? { method: 'POST', body: form } : {};
    const response = await fetch(address, { ...post, redirect: 'manual', headers: { cookie: cookies() } });
    keep(jar, response);
    const text = await response.text();
    if (response.status >= 400) throw new Error(`${address} answers ${response.status} ${text.slice(0, 300)}`);
    if (address.startsWith(`${apiUrl}/auth/callback`)) return cookies();
    const next = response.headers.get('location');
    form = next === null ? new URLSearchParams({ email, password }) : undefined;
    address = next === null ? address : new URL(next, address).href;
  }
  throw new Error('signing in did not come to an end');
}

/** Asks GraphQL as the signed-in person. */
export async function ask(apiUrl: string, cookie: string, query: string): Promise<unknown> {
  const response = await fetch(`${apiUrl}/graphql`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
