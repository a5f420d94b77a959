/** One text for one value, as the control plane writes what it signs: names in order of their code units, no space. */
import { createHash } from 'node:crypto';

/** The canonical JSON of a value. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = members.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** SHA-256 of a signed text, lower-case hex: what a lease and a permit name it by. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
