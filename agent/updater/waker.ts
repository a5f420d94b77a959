/**
 * Starts the updater where it is wanted and does not run: when the control plane hints at a newer update, when an earlier
 * one was left unfinished, and once after a start of the agent. An updater that runs by another command line than this
 * agent would start is of an older program or an older configuration; it is ended, and started as it should be.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../commands/arguments.ts';
import { backoffMs } from '../backoff.ts';
import { exitCodes, reasonOf } from '../failure.ts';
import { hasUntold, isBeingApplied } from './update-book.ts';
import { type RunningUpdater, updaterIn } from './updater-note.ts';

/** What the waker works with. */
export type WakerTools = {
  readonly stateDir: string;
  /** The whole command line of the updater of this agent. */
  readonly command: readonly string[];
  /** The command line of whoever judges this agent while it is on trial, and null while it is not. */
  readonly judge: () => readonly string[] | null;
  /** Notes that a heartbeat of this program was answered. */
  readonly answered: () => void;
  readonly now: () => number;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** What a running agent says of its waker. */
export type WakerStatus = { readonly nextTryAt: string | null };

/** After an updater that had to wait: soon, for a control plane that is just started again, then less and less often. */
const again = { baseMs: 10_000, maxMs: 60_000 };
const judgedEveryMs = 5_000;

/** What of an agent's command line its updater has to know. */
export type UpdaterWishes = Pick<Invocation, 'stateDir' | 'downloadRate' | 'via'>;

/** The updater's part of its command line. */
export function updaterArguments({ stateDir, downloadRate, via }: UpdaterWishes): readonly string[] {
  const pace = downloadRate === null ? [] : ['--download-rate', String(downloadRate)];
  const way = via === null ? [] : ['--via', via];
  return ['updater', '--state', stateDir, ...pace, ...way];
}

/** The command line of the updater that goes with this process. */
export function updaterCommandLine(wishes: UpdaterWishes): readonly string[] {
  const [, program = ''] = process.argv;
  return [process.execPath, ...process.execArgv, program, ...updaterArguments(wishes)];
}

/** One agent's waker. */
export class Waker {
  readonly #tools: WakerTools;
  #hint = 0;
  #isWanted: boolean;
  #againAt: number | null = null;
  /** How often in a row it came no further. */
  #waits = 0;
  #asked: RunningUpdater | null = null;

  constructor(tools: WakerTools) {
    this.#tools = tools;
    this.#isWanted = existsSync(join(tools.stateDir, 'updater'));
  }

  /** The newest hint it heard. */
  get hint(): number {
    return this.#hint;
  }

  /** When it starts the updater again by itself. */
  status(): WakerStatus {
    if (this.#againAt === null) return { nextTryAt: null };
    return { nextTryAt: new Date(Date.now() + this.#againAt - this.#tools.now()).toISOString() };
  }

  /** Hears a heartbeat's reply. Never throws: an update must not cost the device its heartbeat. */
  heard(hint: number | null): void {
    this.#note();
    this.hinted(hint);
  }

  /** Hears of an update, or that there is time to look after one. Never throws. */
  hinted(hint: number | null): void {
    const { now, warn, stateDir } = this.#tools;
    if (hint !== null && hint > this.#hint) {
      this.#hint = hint;
      this.#waits = 0;
      this.#isWanted = true;
    }
    // Somebody answers, so what could not be told can be told now.
    if (this.#againAt === null && hasUntold(stateDir)) this.#later();
    if (this.#againAt !== null && now() >= this.#againAt) this.#isWanted = true;
    if (!this.#isWanted) return;
    try {
      this.#wake();
    } catch (fault) {
      this.#isWanted = false;
      this.#later();
      warn(`The updater cannot be started: ${reasonOf(fault)}`, {});
    }
  }

  #note(): void {
    try {
      this.#tools.answered();
    } catch (fault) {
      this.#tools.warn(`It cannot be noted that the control plane answered: ${reasonOf(fault)}`, {});
    }
  }

  /**
   * While an update is being applied somebody must be there to end it, whether or not the control plane answers: something
   * may not run meanwhile. An agent on trial is judged by its predecessor's program, for nobody judges himself.
   */
  watch(): void {
    const { stateDir } = this.#tools;
    setInterval(() => {
      if (isBeingApplied(stateDir) && !updaterIn(stateDir)) this.#start();
    }, judgedEveryMs).unref();
  }

  #wake(): void {
    const { stateDir, command, judge } = this.#tools;
    const running = updaterIn(stateDir);
    if (!running) return this.#start();
    if (judge() !== null || running.isByHand) return;
    // One that is at work may have looked before this hint came; it is started again when it ends.
    if (commandLineOf(running.pid) !== command.join('\0')) this.#end(running);
  }

  #start(): void {
    const { say, warn, judge } = this.#tools;
    const command = judge() ?? this.#tools.command;
    const { spawn } = process.getBuiltinModule('node:child_process');
    const [file = '', ...argv] = command;
    this.#isWanted = false;
    this.#againAt = null;
    const child = spawn(file, argv, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', (fault) => {
      this.#later();
      warn(`The updater cannot be started: ${reasonOf(fault)}`, {});
    });
    child.on('exit', (code) => {
      if (code === null || code === exitCodes.pending) this.#later();
      else this.#waits = 0;
    });
    child.unref();
    say('The updater is started.', { pid: child.pid, hint: this.#hint });
  }

  #later(): void {
    this.#waits += 1;
    this.#againAt = this.#tools.now() + backoffMs(this.#waits, Math.random(), again);
  }

  /** Asked first; what it was doing stands in its journal, so it may also be ended at once. */
  #end(running: RunningUpdater): void {
    const isAsked = this.#asked?.pid === running.pid && this.#asked.beganAt === running.beganAt;
    this.#asked = running;
    const words = 'The updater runs by an outdated command line; it is ended, and started anew.';
    this.#tools.say(words, { pid: running.pid });
    process.kill(running.pid, isAsked ? 'SIGKILL' : 'SIGTERM');
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '');
  } catch {
    return '';
  }
}
