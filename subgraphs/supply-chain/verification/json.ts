/** JSON that strangers wrote: parsed to plain objects, or `null`, and never an exception that somebody forgets. */

/** An object whose fields nobody has looked at yet. */
export type Loose = Readonly<Record<string, unknown>>;

/** The object that bytes or a text hold; null when they hold anything else. */
export function looseObject(content: Uint8Array | string): Loose | null {
  try {
    const text = typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content);
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The value as an object; null when it is none. */
export function asObject(value: unknown): Loose | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : null;
}

/** The objects of a list; none where there is no list. */
export function objectsIn(value: unknown): Loose[] {
  return Array.isArray(value) ? value.map(asObject).filter((each) => each !== null) : [];
}

/** The value as a text of at most so many characters; null when it is none. */
export function asText(value: unknown, lengthMax = 2_000): string | null {
  return typeof value === 'string' && value.length <= lengthMax ? value : null;
}
