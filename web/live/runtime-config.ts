/** What `/boot.js` told the browser before anything else ran: the address of the API, chosen when the server started. */

declare global {
  interface Window {
    flotillaConfig?: { apiUrl: string };
  }
}

/** The base address of the operators' API. Only meaningful in a browser. */
export function apiUrl(): string {
  const config = typeof window === 'undefined' ? undefined : window.flotillaConfig;
  return config?.apiUrl ?? 'http://localhost:4000';
}

/**
 * Where a person signs in; afterwards the browser comes back to `returnTo`, a path of the console. `tenant` is the slug
 * of the tenant to enter; without one it is the one used last.
 */
export function signInUrl(returnTo: string, tenant?: string): string {
  const wanted = tenant === undefined ? '' : `&tenant=${encodeURIComponent(tenant)}`;
  return `${apiUrl()}/auth/login?returnTo=${encodeURIComponent(returnTo)}${wanted}`;
}
