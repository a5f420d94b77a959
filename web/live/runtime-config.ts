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

/** Where a person signs in; afterwards the browser comes back to `returnTo`, a path of the console. */
export function signInUrl(returnTo: string): string {
  return `${apiUrl()}/auth/login?returnTo=${encodeURIComponent(returnTo)}`;
}
