/**
 * What the filter grammar means for devices: each term becomes a condition of SQL with its values. Everything the
 * grammar does not know is refused by name, never ignored.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { parseFilter, type FilterTerm } from '@flotilla/kernel/filter';
import { findSubtreeIds } from '../domain/queries.ts';
import { DeviceKind, LifecyclePhase, RuntimeHealth, TrustState } from '../lifecycle/graphql.ts';
import { channels } from '../naming/words.ts';
import { holes, ofTenant } from '../of-tenant.ts';
import { displayStates } from '../spectrum/queries.ts';

const keys = [
  'conn',
  'trust',
  'phase',
  'kind',
  'health',
  'domain',
  'location',
  'label',
  'channel',
  'name',
  'version',
  'id',
] as const;

/** A condition over the row `d`. `needsLiveness` tells that it looks at what heartbeats wrote. */
export type DeviceCondition = {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly needsLiveness: boolean;
};

/** The condition a filter text stands for. Refuses with INVALID_INPUT naming the term. */
export async function deviceCondition(em: EntityManager, q: string | null | undefined): Promise<DeviceCondition> {
  const parts: DeviceCondition[] = [];
  for (const term of parseFilter(q ?? '', keys)) {
    const part = await conditionOf(em, term);
    parts.push(term.isNegated ? { ...part, sql: `not (${part.sql})` } : part);
  }
  return {
    sql: parts.length === 0 ? 'true' : parts.map(({ sql }) => `(${sql})`).join(' and '),
    values: parts.flatMap(({ values }) => values),
    needsLiveness: parts.some(({ needsLiveness }) => needsLiveness),
  };
}

async function conditionOf(em: EntityManager, term: FilterTerm): Promise<DeviceCondition> {
  switch (term.key) {
    case 'conn':
      return oneOf('d.display_state', wordsOf(term, displayStates));
    case 'trust':
      return trusted(wordsOf(term, Object.keys(TrustState)));
    case 'phase':
      return oneOf('d.phase', wordsOf(term, Object.keys(LifecyclePhase)));
    case 'kind':
      return oneOf('d.kind', wordsOf(term, Object.keys(DeviceKind)));
    case 'health':
      return { ...oneOf('d.health', wordsOf(term, Object.keys(RuntimeHealth))), needsLiveness: true };
    case 'channel':
      return oneOf('d.channel', wordsOf(term, channels));
    case 'domain':
      return inSubtrees(em, term.values);
    case 'location':
      return inLocations(term.values);
    case 'label':
      return anyOf(term.values.map(labelled));
    case 'version':
      return anyOf(term.values.map(versioned));
    case 'id':
      return anyOf(term.values.map((value) => row('starts_with(d.id::text, ?)', [value.toLowerCase()])));
    case 'name':
      return anyOf(term.values.map(named));
    default:
      return anyOf(
        term.values.flatMap((value) => [named(value), row('starts_with(d.id::text, ?)', [value.toLowerCase()])]),
      );
  }
}

function row(sql: string, values: readonly unknown[]): DeviceCondition {
  return { sql, values, needsLiveness: false };
}

function oneOf(column: string, values: readonly string[]): DeviceCondition {
  return row(`${column} in (${holes(values)})`, values);
}

function anyOf(parts: readonly DeviceCondition[]): DeviceCondition {
  return row(
    parts.map(({ sql }) => sql).join(' or '),
    parts.flatMap(({ values }) => values),
  );
}

/** The display state is the trust itself unless that is TRUSTED, and it has an index. */
function trusted(words: readonly string[]): DeviceCondition {
  return words.includes('TRUSTED') ? oneOf('d.trust', words) : oneOf('d.display_state', words);
}

/** `kiosk*` is a prefix and can use the index; `kiosk` is found anywhere in the name. Case does not matter. */
function named(value: string): DeviceCondition {
  const text = value.toLowerCase();
  if (!text.endsWith('*')) return row('strpos(d.name_key, ?) > 0', [text]);
  const prefix = text.slice(0, -1);
  return row('d.name_key >= ? and d.name_key < ?', [prefix, `${prefix}\u{10FFFF}`]);
}

function versioned(value: string): DeviceCondition {
  if (!value.endsWith('*')) return row('d.agent_version = ?', [value]);
  return row('starts_with(d.agent_version, ?)', [value.slice(0, -1)]);
}

/** `site=rtm` asks for the pair, `site` for the key with any value. */
function labelled(value: string): DeviceCondition {
  const [key = '', ...rest] = value.split('=');
  const matches = 'exists (select 1 from device_labels b where b.tenant_id = d.tenant_id and b.device_id = d.id and';
  if (rest.length === 0) return row(`${matches} b.key = ?)`, [key]);
  return row(`${matches} b.key = ? and b.value = ?)`, [key, rest.join('=')]);
}

async function inSubtrees(em: EntityManager, names: readonly string[]): Promise<DeviceCondition> {
  const ids = (await Promise.all(names.map((name) => findSubtreeIds(em, name)))).flat();
  return ids.length === 0 ? row('false', []) : oneOf('d.domain_id', ids);
}

function inLocations(names: readonly string[]): DeviceCondition {
  const known = names.map((name) => name.toLowerCase());
  return row(
    `coalesce(d.location_id in (select l.id from locations l
       where ${ofTenant('l')} and (lower(l.name) in (${holes(known)}) or l.id::text in (${holes(known)}))), false)`,
    [...known, ...known],
  );
}

/** The values in the spelling of the known words. */
function wordsOf(term: FilterTerm, known: readonly string[]): string[] {
  return term.values.map((value) => {
    const word = known.find((each) => each.toLowerCase() === value.toLowerCase());
    if (word !== undefined) return word;
    const words = `The filter knows no ${term.key} "${value.slice(0, 40)}"; it knows ${known.join(', ')}.`;
    throw new Refusal('INVALID_INPUT', words, { argument: 'q', term: `${term.key}:${value.slice(0, 40)}` });
  });
}
