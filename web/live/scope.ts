'use client';
/**
 * The scope of every page: a domain, written as the prefix `/d/<slug>` of the address, or the whole tenant without one.
 * Pages do not know where they stand; links made here keep the prefix.
 */
import { usePathname } from 'next/navigation';
import { useCallback, useSyncExternalStore } from 'react';

/** An address taken apart. */
export type ScopedPath = { scope: string | null; path: string };

/** Takes an address apart: `/d/retail-eu/devices` is `/devices` in `retail-eu`. */
export function readScope(pathname: string): ScopedPath {
  const match = /^\/d\/([^/]+)(\/.*)?$/.exec(pathname);
  if (match?.[1] === undefined) return { scope: null, path: pathname };
  return { scope: decodeURIComponent(match[1]), path: match[2] ?? '/' };
}

/** Puts an address together. A path without a page of its own stays without the final slash. */
export function scopedHref(scope: string | null, path: string): string {
  if (scope === null) return path;
  const prefix = `/d/${encodeURIComponent(scope)}`;
  return path === '/' ? prefix : path.startsWith('/?') ? `${prefix}${path.slice(1)}` : `${prefix}${path}`;
}

/** Where the page stands. Shells are rendered without a scope, which is known only in the browser. */
export function useScopedPath(): ScopedPath {
  const pathname = usePathname();
  const isHydrated = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  return isHydrated ? readScope(pathname) : { scope: null, path: '' };
}

/** The slug of the domain the page is about; null for the whole tenant. */
export function useScope(): string | null {
  return useScopedPath().scope;
}

/** Makes addresses that keep the scope of the page. */
export function useScopedHref(): (path: string) => string {
  const scope = useScope();
  return useCallback((path: string) => scopedHref(scope, path), [scope]);
}
