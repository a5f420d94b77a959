/**
 * What the filter bar offers while a person types: keys first, then the values of the key under the cursor. The lists
 * are those of the domain; names of domains and locations are given by the caller.
 */
import { wordAtCursor } from './filter-text.ts';

/** A key of the filter grammar and the values worth offering for it. */
export interface FilterKey {
  key: string;
  hint: string;
  values: readonly string[];
}

/** One offer: the whole filter text after taking it, and how it reads in the list. */
export interface Suggestion {
  label: string;
  hint: string;
  text: string;
  cursor: number;
}

const OFFERS_MAX = 12;

/** The keys every list of devices understands. Domains and locations are filled in from what exists. */
export function deviceFilterKeys(domains: readonly string[], locations: readonly string[]): FilterKey[] {
  return [
    { key: 'conn', hint: 'connectivity', values: CONNECTIVITY_MODES },
    { key: 'trust', hint: 'may it take part', values: ['PENDING', 'TRUSTED', 'QUARANTINED', 'REVOKED'] },
    { key: 'domain', hint: 'domain and everything below it', values: domains },
    { key: 'location', hint: 'where it stands', values: locations },
    { key: 'label', hint: 'key=value', values: [] },
    { key: 'name', hint: 'part of the name', values: [] },
    { key: 'channel', hint: 'release channel', values: ['prod', 'canary', 'dev'] },
    { key: 'kind', hint: 'sort of device', values: ['EDGE', 'DC', 'GATEWAY', 'RELAY', 'VIRTUAL'] },
    { key: 'health', hint: 'how it judges itself', values: ['OK', 'DEGRADED', 'FAILED', 'UNKNOWN'] },
    { key: 'version', hint: 'agent version, 1.* for all of 1', values: [] },
    { key: 'phase', hint: 'where in its life', values: LIFECYCLE_PHASES },
  ];
}

const CONNECTIVITY_MODES = [
  'LIVE',
  'DELAYED',
  'EDGE_CACHED',
  'AUTONOMOUS',
  'RETURNING',
  'REPLAYING',
  'DISCONNECTED',
  'QUARANTINED',
] as const;

const LIFECYCLE_PHASES = [
  'PROVISIONING',
  'ENROLLED',
  'ACTIVE',
  'UPDATING',
  'DEGRADED',
  'QUARANTINED',
  'DECOMMISSIONING',
  'RETIRED',
] as const;

/** The offers for a text with the cursor at a position. */
export function suggest(text: string, cursor: number, keys: readonly FilterKey[]): Suggestion[] {
  const { start, word } = wordAtCursor(text, cursor);
  const minus = word.startsWith('-') ? '-' : '';
  const [keyPart = '', valuePart] = word.slice(minus.length).split(/:(.*)/s);
  const offer = (insert: string, label: string, hint: string): Suggestion => ({
    label,
    hint,
    text: text.slice(0, start) + insert + text.slice(cursor),
    cursor: start + insert.length,
  });

  if (valuePart === undefined) {
    return keys
      .filter(({ key }) => key.startsWith(keyPart.toLowerCase()))
      .map(({ key, hint }) => offer(`${minus}${key}:`, `${minus}${key}:`, hint))
      .slice(0, OFFERS_MAX);
  }
  const known = keys.find(({ key }) => key === keyPart);
  const taken = valuePart.split(',');
  const typed = taken.pop() ?? '';
  return (known?.values ?? [])
    .filter((value) => !taken.includes(value) && value !== typed && matches(value, typed))
    .map((value) => offer(`${minus}${keyPart}:${[...taken, value].join(',')}`, value, known?.hint ?? ''))
    .slice(0, OFFERS_MAX);
}

function matches(value: string, typed: string): boolean {
  return value.toLowerCase().includes(typed.toLowerCase());
}
