/**
 * Refusals: the world may legitimately say no. Their codes are a closed list that the GraphQL API,
 * the agents' wire and live sockets share; everything else that is thrown is a fault and stays inside.
 */

/** Every code a caller can meet. */
export const refusalCodes = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'LIMIT_EXCEEDED',
  'UNAVAILABLE',
] as const;

/** One of the closed list of codes. */
export type RefusalCode = (typeof refusalCodes)[number];

/** What the refusal is about, by name: `{ deviceId }`, `{ state, allowed }`. Shown to the caller; never a secret. */
export type RefusalDetails = Readonly<Record<string, unknown>>;

/**
 * A legitimate no. The message is written for the person who reads it: the element, the reason, the remedy.
 * `retryAfterMs` says when the same call may succeed; `cause` is logged and never shown.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: RefusalCode,
    message: string,
    details: RefusalDetails = {},
    options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = details;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether something thrown is a refusal, also across copies of this module. */
export function isRefusal(thrown: unknown): thrown is Refusal {
  return thrown instanceof Error && thrown.name === 'Refusal' && 'code' in thrown;
}
