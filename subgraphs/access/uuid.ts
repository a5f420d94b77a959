/** Ids arrive as text from outside; PostgreSQL faults on text that is no UUID, where the honest answer is "not found". */

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a UUID. */
export function isUuid(text: string): boolean {
  return shape.test(text);
}

/** Those of the texts that can be ids at all. */
export function onlyUuids(texts: readonly string[]): string[] {
  return texts.filter(isUuid);
}
