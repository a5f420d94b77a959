/** How the program speaks: data on standard output, everything said to a person on standard error. */
import { writeSync } from 'node:fs';

/** Messages that are kept for a support bundle, and how much of each. */
const recentMax = 100;
const recentCharsMax = 400;

/** One process's voice. With `isJson` messages and data are JSON, one document per line. */
export class Output {
  readonly isJson: boolean;
  readonly #recent: string[] = [];

  constructor(isJson: boolean) {
    this.isJson = isJson;
  }

  /** The answer of a command: an object as JSON, or its text for people. */
  data(value: unknown, text: string): void {
    process.stdout.write(this.isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
  }

  /** What is going on. Facts are machine-readable details of the message. */
  say(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#line('info', message, facts);
  }

  /** What went wrong and will be tried again, or needs a person. */
  warn(message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#line('warn', message, facts);
  }

  /** The last messages, the oldest first. */
  recent(): readonly string[] {
    return this.#recent;
  }

  #line(level: string, message: string, facts: Readonly<Record<string, unknown>>): void {
    const line = this.isJson ? JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }) : message;
    this.#recent.push(`${new Date().toISOString()} ${level} ${message}`.slice(0, recentCharsMax));
    if (this.#recent.length > recentMax) this.#recent.shift();
    try {
      // Not through the stream: that gives up for good, and ends the process, when a log's disk is full once.
      writeSync(process.stderr.fd, `${line}\n`);
    } catch {
      // Nobody can be told that nobody can be told.
    }
  }
}
