/** Where to go after signing in: only to a page of this console, whatever the address says. */

/** The path if it is one of ours, else the start page. `//host` and `/\host` are addresses of other hosts. */
export function localReturnPath(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/sign-in') ? wanted : '/';
}
