/** How the launcher asks a service whether it is ready: over loopback, the way its clients will. */

/** A probe of an HTTP address: any answer the check accepts will do. Rejects with the reason otherwise. */
export function httpProbe(address: string, accept: (status: number) => boolean = (status) => status === 200) {
  return async (): Promise<void> => {
    const response = await fetch(address, { signal: AbortSignal.timeout(2000), redirect: 'manual' });
    const text = await response.text();
    if (!accept(response.status)) throw new Error(`${address} answers ${response.status} ${text.slice(0, 200)}`);
  };
}

/**
 * A probe for a program that serves nobody: it is ready once it has run for a moment. It is asked every few
 * milliseconds until then; when nobody has asked for longer than the moment, this is about a new start.
 */
export function aliveProbe(momentMs: number) {
  let askedFirst = -Infinity;
  let askedLast = -Infinity;
  return async (): Promise<void> => {
    const now = performance.now();
    if (now - askedLast > momentMs) askedFirst = now;
    askedLast = now;
    if (now - askedFirst < momentMs) throw new Error('it has only just been started');
  };
}
