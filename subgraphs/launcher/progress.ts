/** What a person sees while things come up: one line per step, with the time it took, and one line per event after. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Prints the launcher's lines, and keeps a copy of them in the data directory. */
export class Progress {
  readonly #logPath: string;

  constructor(dataDirectory: string) {
    mkdirSync(join(dataDirectory, 'logs'), { recursive: true });
    this.#logPath = join(dataDirectory, 'logs', 'launcher.log');
  }

  /** One line about something that happened. */
  say(line: string): void {
    process.stdout.write(`${line}\n`);
    try {
      appendFileSync(this.#logPath, `${new Date().toISOString()} ${line}\n`);
    } catch {
      // A full disk must not keep the launcher from telling about it on the terminal.
    }
  }

  /** Runs a step and prints its line when it is done, with what it says of itself. A failure is the caller's to tell. */
  async step<T>(name: string, work: () => Promise<T>, tell: (result: T) => string = () => ''): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    this.say(`  ✓ ${name.padEnd(12)} ${`${seconds} s`.padStart(7)}  ${tell(result)}`.trimEnd());
    return result;
  }
}
