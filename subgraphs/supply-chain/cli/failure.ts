/** How the command line ends when it cannot go on. Each way out has a code of its own, which a pipeline can tell apart. */

/** Every exit code with its meaning. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, rejected: 3, refused: 4, unavailable: 75 } as const;

/** One sentence per exit code, for `--help`. */
export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [exitCodes.ok, 'done; the artifact is what was asked for'],
  [exitCodes.failure, 'something failed; the message says what'],
  [exitCodes.usage, 'the command line is wrong'],
  [exitCodes.rejected, 'the artifact is not verified; the reason is in the output'],
  [exitCodes.refused, 'the control plane says no; the message says why'],
  [exitCodes.unavailable, 'the control plane does not answer; the same command may succeed later'],
];

/** A reason to stop, written for the person at the terminal, with the exit code that goes with it. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly exitCode: number;
  /** Machine-readable facts for `--json`: the code and details of a refusal. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(message: string, exitCode: number = exitCodes.failure, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.exitCode = exitCode;
    this.facts = facts;
  }
}
