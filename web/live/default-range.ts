/** The windows of the pages that look back in time, when the URL does not say. */
import { RANGE_DEFAULT } from '../charts/time-range.ts';

/** The window of the overview: the six hours of the ribbon. */
export const OVERVIEW_RANGE = 'now-6h..now';

/** The window of a page by its path without the scope; null where the page has none. */
export function defaultRangeOf(path: string): string | null {
  if (path === '/') return OVERVIEW_RANGE;
  return /^\/devices\/[^/]+$/.test(path) ? RANGE_DEFAULT : null;
}
