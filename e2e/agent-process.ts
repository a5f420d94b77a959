/** A device's agent as a person runs it: a command line in a shell, with a state directory of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { plainEnvironment } from './config.ts';
import { eventually, repository } from './stack.ts';

/** One running command. */
export class AgentProcess {
  readonly #child: ChildProcess;
  #output = '';

  /** Runs a command line from the repository's root, in a process group of its own. */
  constructor(commandLine: string) {
    this.#child = spawn('sh', ['-c', commandLine], {
      cwd: repository,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: plainEnvironment(),
    });
    const heard = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    this.#child.stdout?.on('data', heard);
    this.#child.stderr?.on('data', heard);
  }

  /** Everything it has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** Its exit code; null while it runs or when a signal ended it. */
  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Waits for its end and answers the exit code. Throws with its output when it goes on for longer. */
  async ended(withinMs: number): Promise<number> {
    const hasEnded = (): boolean => this.#child.exitCode !== null || this.#child.signalCode !== null;
    if (!(await eventually(hasEnded, withinMs))) throw new Error(`the agent still runs:\n${this.#output}`);
    return this.#child.exitCode ?? -1;
  }

  /** Kills it and everything it started, without warning, as a power cut does. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}
