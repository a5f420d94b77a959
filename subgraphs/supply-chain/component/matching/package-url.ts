/**
 * Package URLs: the name of a component that means the same in every bill. What is compared is type, namespace and name;
 * the version is apart, and qualifiers and subpath are about a copy and not about the component.
 */

/** A component's name and, where it is written, its version. */
export type PackageUrl = { readonly base: string; readonly version: string | null };

/** Types whose names are alike whatever their case. */
const caseless = ['bitbucket', 'composer', 'deb', 'github', 'npm', 'pypi'];

/** Reads a package URL; null where it is none. */
export function readPackageUrl(text: string): PackageUrl | null {
  const [, type, path] = /^pkg:\/{0,2}([A-Za-z][A-Za-z0-9.+-]*)\/([^?#]+)/.exec(text.trim()) ?? [];
  if (type === undefined || path === undefined) return null;
  // A scope may begin with an @ of its own; the version's comes in the last part.
  const lastPart = path.lastIndexOf('/') + 1;
  const at = path.indexOf('@', path[lastPart] === '@' ? lastPart + 1 : lastPart);
  const [name, version] = at < 0 ? [path, null] : [path.slice(0, at), path.slice(at + 1)];
  const decoded = decode(name.replace(/^\/+|\/+$/g, ''));
  if (decoded === null || decoded === '') return null;
  return {
    base: `pkg:${type.toLowerCase()}/${normal(type.toLowerCase(), decoded)}`,
    version: version && decode(version),
  };
}

function normal(type: string, name: string): string {
  const folded = caseless.includes(type) ? name.toLowerCase() : name;
  return type === 'pypi' ? folded.replaceAll('_', '-') : folded;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
