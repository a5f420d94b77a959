/**
 * How the program ends when it cannot go on. Each way out has its own exit code so that a service manager or a script
 * can tell "try again" from "an operator said no"; the same table is printed by `--help`.
 */

/** Every exit code with its meaning. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  pending: 75,
  lapsed: 76,
  untrusted: 77,
  revoked: 78,
} as const;

/** One sentence per exit code, for `--help`. */
export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [exitCodes.ok, 'done'],
  [exitCodes.failure, 'something failed; the message says what'],
  [exitCodes.usage, 'the command line is wrong'],
  [exitCodes.pending, 'enroll --no-wait: the device waits for an operator'],
  [exitCodes.lapsed, 'this device was away for too long; enroll it with a new token, its journal is kept'],
  [exitCodes.untrusted, 'the server is not the one the enrollment token names'],
  [exitCodes.revoked, 'an operator denied or revoked this device; its state is cleared'],
];

/** A reason to stop, written for the person at the terminal, with the exit code that goes with it. */
export class AgentFailure extends Error {
  override readonly name = 'AgentFailure';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failure, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}

/** The words of anything thrown, in one line. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return reasonOf(thrown.errors[0]);
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.split('\n')[0] ?? text;
}
