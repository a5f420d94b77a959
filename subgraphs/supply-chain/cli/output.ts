/** How the command line speaks: its answer on standard output, everything said to a person on standard error. */

/** Where words go; a test listens instead of a terminal. */
export type Streams = { readonly stdout: (text: string) => void; readonly stderr: (text: string) => void };

/** One invocation's voice. With `isJson` the answer is one JSON document, and so is each message. */
export class Output {
  readonly #isJson: boolean;
  readonly #streams: Streams;

  constructor(isJson: boolean, streams: Streams) {
    this.#isJson = isJson;
    this.#streams = streams;
  }

  /** The answer of a command: as JSON, or its text for people. */
  answer(value: object, text: string): void {
    this.#streams.stdout(this.#isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
  }

  /** What is going on, or went wrong. */
  say(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#streams.stderr(this.#isJson ? `${JSON.stringify({ message, ...facts })}\n` : `flotilla: ${message}\n`);
  }
}
