/**
 * A service that the updater itself starts: a real process in a session of its own, which outlives the updater. It is
 * known again by its process id and the moment it began, or by the mark in its environment if the updater died between
 * starting it and writing that down.
 */
import type * as ChildProcess from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Intent } from '../believing/intent.ts';
import { Unable } from '../refusal.ts';
import { isAlive, leaderSince, signalOne } from '../process-facts.ts';
import type { Installation } from '../update.ts';
import type { Executor, StagedArtifact } from './executor.ts';
import { isThere, notedService, noteService, type ServiceNote } from './service-note.ts';
import { hexOf, VersionStore } from './version-store.ts';

const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/',
  LANG: 'C.UTF-8',
};
const mark = 'FLOTILLA_SERVICE';
const pollMs = 50;
const killedMs = 5_000;

/** One service in a directory. */
export class ServiceExecutor implements Executor {
  readonly store: VersionStore;
  readonly #name: string;
  readonly #about: Intent | null;

  /** `about` is what it is to become; without it a service can only be looked after. */
  constructor(servicesDir: string, name: string, about: Intent | null) {
    this.store = new VersionStore(resolve(join(servicesDir, name)));
    this.#name = name;
    this.#about = about;
  }

  /** See Executor. */
  async prepare(artifact: StagedArtifact): Promise<string> {
    if (!this.#about) throw new Unable('Nobody said how this service is started.');
    return this.store.prepare(artifact, this.#about.executor);
  }

  /** See Executor. */
  async preparedHash(target: Installation): Promise<string | null> {
    return this.store.hash(target);
  }

  /** See Executor. */
  async current(): Promise<Installation | null> {
    const about = this.store.current();
    return about && { digest: about.digest, version: about.version };
  }

  /** Asks it to end, and ends it when it does not. Throws Unable when it survives even that. */
  async stop(): Promise<void> {
    const leader = this.#started();
    const graceMs = (this.store.about(leader ? hexOf(leader) : '')?.stopGraceS ?? 10) * 1_000;
    this.#signal(leader, 'SIGTERM');
    if (await this.#isGone(leader, graceMs)) return;
    this.#signal(leader, 'SIGKILL');
    if (await this.#isGone(leader, killedMs)) return;
    throw new Unable(`The service ${this.#name} cannot be ended.`);
  }

  /** See Executor. */
  async switchTo(target: Installation | null): Promise<void> {
    this.store.switchTo(target);
  }

  /** See Executor. */
  async start(target: Installation): Promise<void> {
    const about = this.store.about(hexOf(target));
    if (!about) throw new Unable(`Version ${target.version} of ${this.#name} is not on this device.`);
    const { spawn } = process.getBuiltinModule('node:child_process');
    const directory = this.store.pathOf(target);
    const child = spawn(join(directory, about.entry), about.args, {
      shell: false,
      // A session of its own: it must outlive this process, and be told from what it begins itself.
      detached: true,
      cwd: directory,
      env: { ...environment, [mark]: this.store.directory, FLOTILLA_DIGEST: hexOf(target) },
      stdio: 'ignore',
    });
    await begun(child, `Version ${target.version} of ${this.#name}`);
    child.unref();
    const { pid = 0 } = child;
    const beganAt = leaderSince(pid);
    if (beganAt !== null) noteService(this.store.directory, { pid, beganAt, digest: target.digest });
  }

  /** See Executor. */
  directoryOf(target: Installation): string {
    return this.store.pathOf(target);
  }

  /** See Executor. */
  async isRunning(target: Installation): Promise<boolean> {
    const started = this.#started();
    return started?.digest === target.digest;
  }

  /** The process of this service that leads its session, or null. */
  #started(): ServiceNote | null {
    const noted = notedService(this.store.directory);
    if (noted) return noted;
    for (const pid of this.#marked()) {
      const beganAt = leaderSince(pid);
      const hex = /(?:^|\0)FLOTILLA_DIGEST=([0-9a-f]{64})\0/.exec(environmentOf(pid))?.[1];
      if (beganAt !== null && hex) return { pid, beganAt, digest: `sha256:${hex}` };
    }
    return null;
  }

  #marked(): number[] {
    // By its directory: two agents of one machine may each have a service of this name.
    const name = `\0${mark}=${this.store.directory}\0`;
    const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
    return pids.map(Number).filter((pid) => pid !== process.pid && `\0${environmentOf(pid)}`.includes(name));
  }

  #signal(leader: ServiceNote | null, name: NodeJS.Signals): void {
    if (leader) signalOne(-leader.pid, name);
    for (const pid of this.#marked()) signalOne(pid, name);
  }

  async #isGone(leader: ServiceNote | null, withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    const isAnyThere = (): boolean =>
      (leader !== null && isThere(leader)) || this.#marked().some((pid) => isAlive(pid));
    while (isAnyThere()) {
      if (performance.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return true;
  }
}

function begun(child: ChildProcess.ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (fault: NodeJS.ErrnoException) =>
      reject(new Unable(`${what} cannot be started (${fault.code ?? fault.message}).`)),
    );
  });
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It ended, or is none of ours.
    return '';
  }
}
