/**
 * One service under supervision: started in a session of its own, probed until it is ready, started again with a
 * growing wait whenever it ends unasked, and stopped so that nothing of its session is left.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs, stableAfterMs } from './backoff.ts';
import { lastComplaint, logPath, openLog } from './log-file.ts';
import { familyOf } from './processes.ts';
import { identityOf, type ProcessIdentity, type RecordedService, type ServiceState } from './run-record.ts';
import type { Service } from './service.ts';
import { messageOf, StartFailure } from './start-failure.ts';

const startAttemptsMax = 3;

/** What a supervised service needs from its surroundings. */
export type Surroundings = {
  readonly logDirectory: string;
  readonly say: (line: string) => void;
  /** Called at every change of state. */
  readonly changed: () => void;
};

/** A service and whatever process it has at the moment. */
export class SupervisedProcess {
  readonly service: Service;
  readonly #surroundings: Surroundings;
  #child: ChildProcess | undefined;
  #identity: ProcessIdentity | undefined;
  #state: ServiceState = 'starting';
  #since = new Date();
  #restarts = 0;
  #attempt = 0;
  #isStopping = false;
  #wasReady = false;

  constructor(service: Service, surroundings: Surroundings) {
    this.service = service;
    this.#surroundings = surroundings;
  }

  /** How the run record tells of it. */
  get recorded(): RecordedService {
    const { name } = this.service;
    const since = this.#since.toISOString();
    return { name, state: this.#state, process: this.#identity, restarts: this.#restarts, since };
  }

  /** Starts it and resolves when it is ready. Throws `StartFailure` when it ends three times first, or takes too long. */
  async start(): Promise<void> {
    const deadline = performance.now() + this.service.readyTimeoutMs;
    await this.#spawn();
    for (;;) {
      const complaint = await this.service.probe().then(() => undefined, messageOf);
      if (this.#isStopping) throw new StartFailure(`${this.service.name} was stopped while it was starting`);
      if (complaint === undefined && this.#child !== undefined) break;
      if (this.#state === 'ended' || this.#attempt >= startAttemptsMax) throw this.#startFailure('keeps ending');
      if (performance.now() > deadline) throw this.#startFailure(`is not ready: ${complaint}`);
      await delay(50);
    }
    this.#wasReady = true;
    this.#enter('ready');
  }

  /** Asks it to end, and ends what is left of its session by force after the grace time. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child?.pid === undefined) return this.#enter('ended');
    const ended = once(child, 'exit');
    child.kill(this.service.stopSignal);
    const outcome = await Promise.race([ended, delay(graceMs, 'late' as const)]);
    const before = familyOf(child.pid);
    if (outcome === 'late' || before.length > 0) this.kill();
    if (outcome === 'late') await Promise.race([ended, delay(500)]);
    this.#enter('ended');
  }

  /** Ends it, and everything in its session, at once. */
  kill(): void {
    this.#isStopping = true;
    if (this.#identity) killFamily(this.#identity.pid);
  }

  #startFailure(what: string): StartFailure {
    const log = logPath(this.#surroundings.logDirectory, this.service.name);
    const complaint = lastComplaint(log);
    return new StartFailure(`${this.service.name} ${what}${complaint ? `: ${complaint}` : ''} (log: ${log})`);
  }

  #enter(state: ServiceState): void {
    if (state !== this.#state) this.#since = new Date();
    this.#state = state;
    if (state === 'ended') this.#identity = undefined;
    this.#surroundings.changed();
  }

  async #spawn(): Promise<void> {
    await this.service.beforeStart?.();
    if (this.#isStopping) return;
    const { command, args, env, ...rest } = this.service.run;
    const log = openLog(this.#surroundings.logDirectory, this.service.name);
    // Detached: its own session, so that a Ctrl-C on the terminal reaches the launcher alone, which stops in order.
    const child = spawn(command, args, { ...rest, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    const startedAt = performance.now();
    child.once('error', (error) => this.#ended(`cannot be run: ${error.message}`, startedAt));
    if (child.pid === undefined) return;
    this.#identity = identityOf(child.pid);
    this.#surroundings.changed();
    child.once('exit', (code, signal) => {
      if (child.pid !== undefined) killFamily(child.pid);
      const final = code === null ? undefined : this.service.finalExits?.[code];
      if (final !== undefined && !this.#isStopping) return this.#endForGood(final);
      this.#ended(signal ? `was killed by ${signal}` : `ended with code ${code}`, startedAt);
    });
  }

  #endForGood(why: string): void {
    this.#child = undefined;
    this.#surroundings.say(`  ! ${this.service.name}: ${why}`);
    this.#enter('ended');
  }

  #ended(how: string, startedAt: number): void {
    this.#child = undefined;
    this.#identity = undefined;
    if (this.#isStopping) return;
    if (this.#wasReady && performance.now() - startedAt > stableAfterMs) this.#attempt = 0;
    this.#attempt += 1;
    if (!this.#wasReady && this.#attempt >= startAttemptsMax) return this.#enter('restarting');
    this.#restarts += 1;
    const waitMs = backoffMs(this.#attempt);
    if (this.#wasReady) {
      const complaint = lastComplaint(logPath(this.#surroundings.logDirectory, this.service.name));
      const because = complaint && !how.includes('killed') ? ` (${complaint})` : '';
      this.#surroundings.say(`  ! ${this.service.name} ${how}${because}; starting it again in ${waitMs / 1000} s`);
    }
    this.#enter('restarting');
    void this.#restartAfter(waitMs);
  }

  async #restartAfter(waitMs: number): Promise<void> {
    await delay(waitMs);
    if (this.#isStopping) return;
    try {
      await this.#spawn();
      if (this.#wasReady) await this.#announceReturn();
    } catch (error) {
      this.#ended(`cannot be started: ${messageOf(error)}`, performance.now());
    }
  }

  async #announceReturn(): Promise<void> {
    const child = this.#child;
    while (child !== undefined && child === this.#child && !this.#isStopping) {
      const isReady = await this.service.probe().then(
        () => true,
        () => false,
      );
      if (isReady && child === this.#child) {
        this.#surroundings.say(`  ✓ ${this.service.name} is back`);
        return this.#enter('ready');
      }
      await delay(100);
    }
  }
}

/** Kills whatever is left of a process, its descendants and its session. */
export function killFamily(leader: number): void {
  for (const { pid } of familyOf(leader)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended between the look and the kill.
    }
  }
}
