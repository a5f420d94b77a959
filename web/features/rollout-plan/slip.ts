/** What is wrong with a plan and where: the element by the name the API uses, and what to do about it. */

/** One slip. */
export type Slip = { readonly element: string; readonly message: string };

/** Thrown while a plan is read; never leaves the reader. */
export class SlipError extends Error {
  override readonly name = 'SlipError';
  readonly slip: Slip;

  constructor(element: string, message: string) {
    super(message);
    this.slip = { element, message };
  }
}

/** The steps of the wizard. */
export const steps = ['artifact', 'devices', 'waves', 'simulation'] as const;

/** One of them. */
export type Step = (typeof steps)[number];

/** A whole number as typed. Throws a slip for anything else. */
export function wholeIn(text: string, element: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new SlipError(element, 'Write a whole number.');
}

/** The step in which an element stands. */
export function stepOf(element: string): Step {
  if (/^(?:name|artifact|previous|executor|health|mirrors)\b/.test(element)) return 'artifact';
  if (element.startsWith('selection')) return 'devices';
  return 'waves';
}

/** The words for a field: those of a slip in the element itself, or in a part of it that has no field of its own. */
export function slipAt(slip: Slip | null, element: string, { whole = false } = {}): string | undefined {
  if (slip === null) return undefined;
  const isHere = slip.element === element || (whole && slip.element.startsWith(`${element}.`));
  return isHere ? slip.message : undefined;
}

/** The element an error of the API names, with its words; null where it names none. */
export function slipOf(error: {
  readonly graphQLErrors: readonly { readonly message: string; readonly extensions?: unknown }[];
}): Slip | null {
  const [first] = error.graphQLErrors;
  const { details } = (first?.extensions ?? {}) as { details?: { element?: unknown } };
  const element = details?.element;
  return first !== undefined && typeof element === 'string' ? { element, message: first.message } : null;
}
