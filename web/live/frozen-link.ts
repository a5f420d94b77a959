/**
 * A link that shows another person what its sender saw: where the page has a time window, "now" in it becomes the
 * moment of copying. Whoever opens it can follow the clock again by one press.
 */
import { formatTimeRange, frozen, parseTimeRange } from '../charts/time-range.ts';
import { defaultRangeOf } from './default-range.ts';
import { readScope } from './scope.ts';

/** The address with its window frozen at a moment; the address itself where there is no window. */
export function frozenLink(href: string, nowS: number): string {
  const url = new URL(href);
  const usual = defaultRangeOf(readScope(url.pathname).path);
  if (usual === null) return href;
  const range = parseTimeRange(url.searchParams.get('t') ?? usual) ?? parseTimeRange(usual);
  if (range === null) return href;
  const others = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('t='));
  // Colons and dots are no trouble in a query, and a time one can read is worth more than one that is encoded.
  url.search = [...others, `t=${formatTimeRange(frozen(range, nowS))}`].join('&');
  return url.href;
}
