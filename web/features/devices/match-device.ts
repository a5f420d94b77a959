/**
 * Decides whether a changed device still belongs to the filtered list. One unfiltered subscription serves every list
 * of every reader, so the filter is applied here; the API stays the judge, and what only it can know is "unknown".
 */
import type { FilterTerm } from './filter-text.ts';
import type { Verdict } from './row-store.ts';

/** The facts of a device that filters can speak about. */
export interface FilterableDevice {
  id: string;
  name: string;
  kind: string;
  trust: string;
  phase: string;
  channel: string;
  labels: readonly { key: string; value: string }[];
  domain: { slug: string; path: string };
  location?: { name: string } | null;
  connectivity: { mode: string };
  reported?: { agentVersion?: string | null } | null;
}

/** The verdict over all terms: one certain no is enough; without one, one uncertainty makes it unknown. */
export function matchDevice(device: FilterableDevice, terms: readonly FilterTerm[] | null): Verdict {
  if (terms === null) return 'unknown';
  const verdicts = terms.map((term) => matchTerm(device, term));
  if (verdicts.includes('does not belong')) return 'does not belong';
  return verdicts.includes('unknown') ? 'unknown' : 'belongs';
}

function matchTerm(device: FilterableDevice, { key, values, isNegated }: FilterTerm): Verdict {
  const test = testOf(device, key);
  if (test === null) return 'unknown';
  return values.some(test) === isNegated ? 'does not belong' : 'belongs';
}

function testOf(device: FilterableDevice, key: string): ((value: string) => boolean) | null {
  const { domain, labels } = device;
  switch (key) {
    case 'conn':
      return (value) => sameWord(device.connectivity.mode, value);
    case 'trust':
      return (value) => sameWord(device.trust, value);
    case 'kind':
      return (value) => sameWord(device.kind, value);
    case 'phase':
      return (value) => sameWord(device.phase, value);
    case 'channel':
      return (value) => sameWord(device.channel, value);
    case 'name':
      return (value) => contains(device.name, value);
    case 'domain':
      return (value) => domain.slug === value || domain.path.split('/').includes(value) || domain.path === value;
    case 'label':
      return (value) => labels.some((label) => value === label.key || value === `${label.key}=${label.value}`);
    default:
      return null;
  }
}

function sameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
