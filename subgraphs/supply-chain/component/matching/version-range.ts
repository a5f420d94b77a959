/**
 * Ranges of versions over whatever components call a version: `>=1.2 <2`, `1.4.7`, `<1.0 || >=3`. Numbers compare as
 * numbers, words as words, and a word after a number is before it (1.0-rc is before 1.0); what follows a plus does not
 * count. This is semantic versioning where versions are semantic, and a sensible order where they are not.
 */

type Comparator = { readonly operator: '<' | '<=' | '>' | '>=' | '='; readonly version: string };

/** A range: any of these must hold, in each of which all must. */
export type VersionRange = readonly (readonly Comparator[])[];

const comparatorShape = /^(<=|>=|<|>|=)?\s*([0-9A-Za-z][0-9A-Za-z.+_:~-]*)$/;

/** Reads a range; null where it is none. */
export function readVersionRange(text: string): VersionRange | null {
  if (text.length > 200) return null;
  const alternatives = text.split('||').map((each) => {
    const words = each
      .replace(/([<>=])\s+/g, '$1')
      .trim()
      .split(/\s+/);
    return words.map(readComparator);
  });
  const isRead = alternatives.every((each) => each.every((comparator) => comparator !== null));
  return isRead ? alternatives : null;
}

/** Whether a version is in a range. */
export function isInRange(version: string, range: VersionRange): boolean {
  return range.some((all) => all.every((comparator) => holds(version, comparator)));
}

/** Less than 0 when the first comes before the second, 0 when they are the same, more when it comes after. */
export function compareVersions(first: string, second: string): number {
  const [a, b] = [tokensOf(first), tokensOf(second)];
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const order = compareTokens(a[at], b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function readComparator(word: string): Comparator | null {
  const [, operator = '=', version] = comparatorShape.exec(word) ?? [];
  return version === undefined ? null : { operator: operator as Comparator['operator'], version };
}

function holds(version: string, { operator, version: bound }: Comparator): boolean {
  const order = compareVersions(version, bound);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      return order === 0;
  }
}

/** The epoch first, then numbers and words. */
function tokensOf(version: string): (bigint | string)[] {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?v?(.*)$/.exec(version.split('+', 1)[0] ?? '') ?? [];
  const tokens = rest.match(/\d+|[A-Za-z]+/g) ?? [];
  return [BigInt(epoch), ...tokens.map((token) => (/^\d/.test(token) ? BigInt(token) : token.toLowerCase()))];
}

/** Where one has ended, it is as if it went on with zeros: 1 is 1.0, and 1.0-rc comes before both. */
function compareTokens(a: bigint | string = 0n, b: bigint | string = 0n): number {
  if (typeof a === typeof b) return a === b ? 0 : a < b ? -1 : 1;
  return typeof a === 'string' ? -1 : 1;
}
