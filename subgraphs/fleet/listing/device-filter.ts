/**
 * What the filter grammar means for devices: each term becomes a condition of SQL with its values, and where the index
 * of lists knows it also the rows of that index. Everything the grammar does not know is refused by name, never ignored.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { parseFilter, type FilterTerm } from '@flotilla/kernel/filter';
import { askShaped, type SqlValue } from '@flotilla/kernel/transaction';
import { findSubtreeIds } from '../domain/queries.ts';
import { DeviceKind, LifecyclePhase, RuntimeHealth, TrustState } from '../lifecycle/graphql.ts';
import { channels } from '../naming/words.ts';
import { ofTenant } from '../of-tenant.ts';
import { FoldKind } from '../topology/graphql.ts';
import { displayStates } from '../spectrum/queries.ts';
import { anyTerm, termsFrom, termsIn, type TermCondition } from './device-terms.ts';

const keys = [
  'conn',
  'trust',
  'phase',
  'kind',
  'health',
  'domain',
  'location',
  'label',
  'relay',
  'folded',
  'channel',
  'name',
  'version',
  'id',
] as const;

/** SQL that is true or false of a row `d`. */
export type Condition = { readonly sql: string; readonly values: readonly SqlValue[] };

/** One term in the index of lists: the rows of it that hold the bits. */
export type BitTerm = TermCondition & { readonly isNegated: boolean };

/** What a filter asks for. */
export type DeviceCondition = Condition & {
  /** Whether the SQL looks at what heartbeats wrote, so that `d` has to be of `device_overview`. */
  readonly needsLiveness: boolean;
  /** The terms that the index of lists knows. */
  readonly bits: readonly BitTerm[];
  /** All other terms. They look at the name and the id alone, which `device_marks` has as well. */
  readonly rest: Condition;
};

type TermMeaning = Condition & { readonly needsLiveness?: boolean; readonly bits?: TermCondition };

/** Devices that are not retired: what an empty filter stands for. */
export const inService = `d.phase <> 'RETIRED'`;

/**
 * The condition a filter text stands for; retired devices fit only where phase or id is asked for. An empty text is
 * `true`, and whoever lists adds `inService`. Refuses with INVALID_INPUT naming the term.
 */
export async function deviceCondition(em: EntityManager, q: string | null | undefined): Promise<DeviceCondition> {
  const parts: (TermMeaning & { readonly isNegated: boolean })[] = [];
  const terms = parseFilter(q ?? '', keys);
  for (const term of terms) {
    const { isNegated } = term;
    const part = await conditionOf(em, term);
    parts.push({ ...part, isNegated, sql: isNegated ? `not (${part.sql})` : part.sql });
  }
  const asksForRetired = terms.some(({ key }) => key === 'phase' || key === 'id');
  if (terms.length > 0 && !asksForRetired) {
    parts.push({ ...known('phase', 'd.phase', ['RETIRED']), isNegated: true, sql: 'not (d.phase = any(?))' });
  }
  return {
    ...allOf(parts),
    needsLiveness: parts.some(({ needsLiveness }) => needsLiveness === true),
    bits: parts.flatMap(({ bits, isNegated }) => (bits ? [{ ...bits, isNegated }] : [])),
    rest: allOf(parts.filter(({ bits }) => !bits)),
  };
}

async function conditionOf(em: EntityManager, term: FilterTerm): Promise<TermMeaning> {
  switch (term.key) {
    case 'conn':
      return known('conn', 'd.display_state', wordsOf(term, displayStates));
    case 'trust':
      return trusted(wordsOf(term, Object.keys(TrustState)));
    case 'phase':
      return known('phase', 'd.phase', wordsOf(term, Object.keys(LifecyclePhase)));
    case 'kind':
      return known('kind', 'd.kind', wordsOf(term, Object.keys(DeviceKind)));
    case 'health':
      return { ...known('health', 'd.health', wordsOf(term, Object.keys(RuntimeHealth))), needsLiveness: true };
    case 'channel':
      return known('channel', 'd.channel', wordsOf(term, channels));
    case 'domain':
      return inSubtrees(em, term.values);
    case 'location':
      return inLocations(em, term.values);
    case 'relay':
      return throughRelays(em, term.values);
    case 'folded':
      return folded(wordsOf(term, Object.keys(FoldKind)));
    case 'label':
      return { ...anyOf(term.values.map(labelled)), bits: termsIn('label', term.values) };
    case 'version':
      return { ...anyOf(term.values.map(versioned)), bits: anyTerm(term.values.map(versionTerm)) };
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

function row(sql: string, values: readonly SqlValue[]): Condition {
  return { sql, values };
}

function oneOf(column: string, values: readonly string[]): Condition {
  return row(`${column} = any(?)`, [values]);
}

/** A column whose every value is a term of the index. */
function known(key: string, column: string, values: readonly string[]): TermMeaning {
  return { ...oneOf(column, values), bits: termsIn(key, values) };
}

function anyOf(parts: readonly Condition[]): Condition {
  return row(
    parts.map(({ sql }) => sql).join(' or '),
    parts.flatMap(({ values }) => values),
  );
}

function allOf(parts: readonly Condition[]): Condition {
  return row(
    parts.length === 0 ? 'true' : parts.map(({ sql }) => `(${sql})`).join(' and '),
    parts.flatMap(({ values }) => values),
  );
}

/** The display state is the trust itself unless that is TRUSTED, and it has an index. */
function trusted(words: readonly string[]): TermMeaning {
  return known('trust', words.includes('TRUSTED') || words.includes('REVOKED') ? 'd.trust' : 'd.display_state', words);
}

/** `kiosk*` is a prefix and can use the index; `kiosk` is found anywhere in the name. Case does not matter. */
function named(value: string): Condition {
  const text = value.toLowerCase();
  if (!text.endsWith('*')) return row('strpos(d.name_key, ?) > 0', [text]);
  const prefix = text.slice(0, -1);
  return row('d.name_key >= ? and d.name_key < ?', [prefix, `${prefix}\u{10FFFF}`]);
}

function versioned(value: string): Condition {
  if (!value.endsWith('*')) return row('d.agent_version = ?', [value]);
  return row('starts_with(d.agent_version, ?)', [value.slice(0, -1)]);
}

function versionTerm(value: string): TermCondition {
  return value.endsWith('*') ? termsFrom('version', value.slice(0, -1)) : termsIn('version', [value]);
}

/** `site=rtm` asks for the pair, `site` for the key with any value. */
function labelled(value: string): Condition {
  const [key = '', ...rest] = value.split('=');
  const matches = 'exists (select 1 from device_labels b where b.tenant_id = d.tenant_id and b.device_id = d.id and';
  if (rest.length === 0) return row(`${matches} b.key = ?)`, [key]);
  return row(`${matches} b.key = ? and b.value = ?)`, [key, rest.join('=')]);
}

async function inSubtrees(em: EntityManager, names: readonly string[]): Promise<TermMeaning> {
  const ids = (await Promise.all(names.map((name) => findSubtreeIds(em, name)))).flat();
  return amongIds('domain', 'd.domain_id', ids);
}

async function inLocations(em: EntityManager, names: readonly string[]): Promise<TermMeaning> {
  const words = names.map((name) => name.toLowerCase());
  const rows = await askShaped<{ id: string }>(
    em,
    `select l.id from locations l where ${ofTenant('l')} and (lower(l.name) = any(?) or l.id::text = any(?))`,
    [words, words],
  );
  return amongIds(
    'location',
    'd.location_id',
    rows.map(({ id }) => id),
  );
}

/** By the relay's id or name. */
async function throughRelays(em: EntityManager, names: readonly string[]): Promise<TermMeaning> {
  const words = names.map((name) => name.toLowerCase());
  const rows = await askShaped<{ id: string }>(
    em,
    `select r.id from relays r join devices d on d.tenant_id = r.tenant_id and d.id = r.id
     where ${ofTenant('r')} and (d.name_key = any(?) or r.id::text = any(?))`,
    [words, words],
  );
  const ids = rows.map(({ id }) => id);
  return { ...beside('device_routes', 'relay_id', ids), bits: termsIn('relay', ids) };
}

function folded(kinds: readonly string[]): TermMeaning {
  return { ...beside('device_folds', 'kind', kinds), bits: termsIn('folded', kinds) };
}

/** A row of another table that is about the device. */
function beside(table: string, column: string, values: readonly string[]): Condition {
  if (values.length === 0) return row('false', []);
  const ofDevice = 'b.tenant_id = d.tenant_id and b.device_id = d.id';
  return row(`exists (select 1 from ${table} b where ${ofDevice} and b.${column} = any(?))`, [values]);
}

/** A device without the id is not among them, and that can be negated: `in` alone would leave it undecided. */
function amongIds(key: string, column: string, ids: readonly string[]): TermMeaning {
  if (ids.length === 0) return { ...row('false', []), bits: anyTerm([]) };
  return { ...row(`coalesce(${column} = any(?), false)`, [ids]), bits: termsIn(key, ids) };
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
