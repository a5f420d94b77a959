/**
 * Where Esc leads when nothing is open: a device belongs to a domain, a domain to the fleet. One step at a time, and
 * from the fleet nowhere.
 */
import { type ScopedPath, scopedHref } from '../live/scope.ts';
import { pageOf } from './pages.ts';

/** The address one layer up, with the query where the page stays the same; null at the top. */
export function layerAbove({ scope, path }: ScopedPath, query: string): string | null {
  const page = pageOf(path);
  if (page === undefined || path !== page.path) return scopedHref(scope, '/');
  return scope === null || !page.isScoped ? null : scopedHref(null, `${page.path}${query}`);
}
