/** How digests are written. A digest names bytes everywhere, in paths too, so its shape is checked at every door. */

const digestShape = /^sha256:[0-9a-f]{64}$/;

/** Whether a text is a digest as we write them: which cannot contain a path. */
export function isDigest(text: string): boolean {
  return digestShape.test(text);
}

/** The hex digits of a digest. */
export function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
