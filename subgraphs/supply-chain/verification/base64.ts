/**
 * Base64 without leniency. Node skips what is no base64 and forgives a wrong end, so that many texts would stand for
 * the same bytes; a text that proves something must be the one text of its bytes.
 */

/** The bytes of a base64 text; null when it is not exactly what encoding those bytes gives. */
export function strictBase64(text: unknown): Buffer | null {
  if (typeof text !== 'string' || text === '') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
