/** The address of the search for a component, in whatever version, by what identifies it best. */

/** By its package URL without the version, else by its name. */
export function componentHref({ purl, name }: { purl: string | null; name: string }): string {
  const wanted = purl === null ? { name } : { purl: withoutVersion(purl) };
  return `/artifacts/components?${new URLSearchParams(wanted).toString()}`;
}

/** A package URL without version, qualifiers and subpath: an `@` of a scope is no version. */
export function withoutVersion(purl: string): string {
  const path = purl.replace(/[?#].*$/, '');
  const at = path.indexOf('@', path.lastIndexOf('/'));
  return at === -1 ? path : path.slice(0, at);
}
