/** Which component a caller asks about, read and checked. */
import { Refusal } from '@flotilla/kernel/errors';
import type { ComponentUsesArgs } from './graphql.ts';
import { readPackageUrl } from './matching/package-url.ts';
import { readVersionRange, type VersionRange } from './matching/version-range.ts';
import type { Wanted } from './queries.ts';

/** The component and the range of its versions; null for any. Refuses with INVALID_INPUT what names none. */
export function wantedOf({ purl, name, versions }: ComponentUsesArgs): {
  readonly wanted: Wanted;
  readonly range: VersionRange | null;
} {
  if ((purl ?? null) === null && (name ?? null) === null) {
    throw new Refusal('INVALID_INPUT', 'Name the component by its purl or by its name.', { argument: 'purl' });
  }
  const read = purl ? readPackageUrl(purl) : null;
  if (purl && !read) {
    throw new Refusal('INVALID_INPUT', `"${purl.slice(0, 100)}" is no package URL, as pkg:npm/left-pad is.`, {
      argument: 'purl',
    });
  }
  const asked = versions ?? (read?.version ? `=${read.version}` : null);
  const range = asked === null ? null : readVersionRange(asked);
  if (asked !== null && !range) {
    throw new Refusal('INVALID_INPUT', `"${asked.slice(0, 100)}" is no range of versions, as ">=1.2 <2" is.`, {
      argument: 'versions',
    });
  }
  const wanted: Wanted = { base: read?.base ?? null, name: name ?? null };
  return { wanted, range };
}
