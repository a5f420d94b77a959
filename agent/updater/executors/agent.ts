/**
 * The agent itself. Its next version stands beside the one that runs and is switched to by a link, like that of a service;
 * but the agent is not ended first: it is asked to become the other version, and only one that does not listen is ended.
 * It is well when the control plane answered a heartbeat of it, which nobody but the new version can bring about.
 */
import type { Intent } from '../believing/intent.ts';
import { beganAt, signalOne } from '../process-facts.ts';
import { Unable } from '../refusal.ts';
import { type AgentNote, lastAgent, runningAgent } from '../succession/agent-note.ts';
import { beginAnewSignal } from '../succession/hand-over.ts';
import { AgentPrograms } from '../succession/programs.ts';
import type { Installation } from '../update.ts';
import type { Executor, StagedArtifact } from './executor.ts';
import { hexOf } from './version-store.ts';

/** How long things may take on a slow device. */
export type AgentPatience = {
  /** Until a program that was started says that it runs. */
  readonly bootMs: number;
  /** Until whoever supervises the agent starts it again. */
  readonly supervisorMs: number;
};

const defaultEntry = 'flotilla-agent.mjs';
const usualPatience: AgentPatience = { bootMs: 20_000, supervisorMs: 30_000 };
const pollMs = 50;
const killedMs = 5_000;

/** The agent of a state directory. */
export class AgentExecutor implements Executor {
  readonly #stateDir: string;
  readonly #about: Intent;
  readonly #programs: AgentPrograms;
  readonly #patience: AgentPatience;

  constructor(stateDir: string, about: Intent, patience: AgentPatience = usualPatience) {
    this.#stateDir = stateDir;
    this.#about = about;
    this.#programs = new AgentPrograms(stateDir);
    this.#patience = patience;
  }

  /** See Executor. Throws Unable where no agent ever ran: nobody would know how to start it. */
  async prepare(artifact: StagedArtifact): Promise<string> {
    if (!lastAgent(this.#stateDir)) throw new Unable(`No agent runs on ${this.#stateDir}, so none can be replaced.`);
    const { executor } = this.#about;
    const hash = await this.#programs.store.prepare(artifact, { ...executor, entry: executor.entry ?? defaultEntry });
    this.#programs.keepSum(artifact, hash);
    return hash;
  }

  /** See Executor. */
  async preparedHash(target: Installation): Promise<string | null> {
    return this.#programs.store.hash(target);
  }

  /** See Executor. Where no update brought the agent, the one that runs. */
  async current(): Promise<Installation | null> {
    const about = this.#programs.store.current() ?? lastAgent(this.#stateDir);
    return about && { digest: about.digest, version: about.version };
  }

  /** Nothing: the agent goes on until the next version takes its place, so that the device is not silent meanwhile. */
  async stop(): Promise<void> {}

  /** See Executor. What is not in the store is the installed program. */
  async switchTo(target: Installation | null): Promise<void> {
    const { store } = this.#programs;
    store.switchTo(target && store.about(hexOf(target)) ? target : null);
  }

  /** Asks the agent to become what is switched to, and starts it where it does not run. Throws Unable when that fails. */
  async start(target: Installation): Promise<void> {
    const before = runningAgent(this.#stateDir);
    if (before && before.digest !== target.digest) {
      signalOne(before.pid, beginAnewSignal);
      const graceMs = this.#about.executor.stopGraceS * 1_000 + this.#patience.bootMs;
      await this.#until(() => this.#runs(target) || !isThere(before), graceMs);
      if (isThere(before) && !this.#runs(target)) await this.#kill(before);
      if (!this.#runs(target) && this.#programs.starts > 0) throw new Unable(neverRan(target));
    }
    if (this.#runs(target)) return;
    const isSupervised = lastAgent(this.#stateDir)?.isSupervised ?? false;
    if (isSupervised && (await this.#until(() => this.#runs(target), this.#patience.supervisorMs))) return;
    await this.#launch(target);
  }

  /** See Executor. */
  directoryOf(target: Installation): string {
    return this.#programs.store.pathOf(target);
  }

  /** See Executor. */
  async isRunning(target: Installation): Promise<boolean> {
    return this.#runs(target);
  }

  /** See Executor. */
  async reach(target: Installation): Promise<string | null> {
    const note = runningAgent(this.#stateDir);
    if (note?.digest !== target.digest) return 'it does not run';
    return note.heardAt === null ? 'no heartbeat of it was answered yet' : null;
  }

  /** Without a supervisor this process, which outlives the agent, starts it as it was started. */
  async #launch(target: Installation): Promise<void> {
    const { command = [] } = lastAgent(this.#stateDir) ?? {};
    const [file = '', ...argv] = command;
    const { spawn } = process.getBuiltinModule('node:child_process');
    // A session of its own, which outlives this process too.
    const child = spawn(file, argv, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
    let fault = '';
    child.on('error', ({ message }) => void (fault = message));
    child.on('exit', (code, signal) => void (fault = `it ended with ${code ?? signal}`));
    child.unref();
    await this.#until(() => this.#runs(target) || fault !== '', this.#patience.bootMs);
    if (this.#runs(target)) return;
    if (child.pid !== undefined) signalOne(-child.pid, 'SIGKILL');
    throw new Unable(fault === '' ? neverRan(target) : `Version ${target.version} of the agent: ${fault}.`);
  }

  async #kill(agent: AgentNote): Promise<void> {
    signalOne(agent.pid, 'SIGKILL');
    if (await this.#until(() => !isThere(agent), killedMs)) return;
    throw new Unable('The running agent cannot be ended.');
  }

  #runs({ digest }: Installation): boolean {
    return runningAgent(this.#stateDir)?.digest === digest;
  }

  async #until(holds: () => boolean, withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while (!holds()) {
      if (performance.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return true;
  }
}

function neverRan({ version }: Installation): string {
  return `Version ${version} of the agent was started and never said that it runs.`;
}

/** Whether a process that was the agent lives, whatever its program is now. */
function isThere({ pid, beganAt: began }: AgentNote): boolean {
  return beganAt(pid) === began;
}
