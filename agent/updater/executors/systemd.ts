/**
 * A systemd unit that its owner wrote, and whose program the updater replaces: the unit starts what stands behind the link
 * `current`, and systemd alone starts and stops it. Where systemd does not run, such an update is refused before it begins.
 */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runProgram } from '../../execution/doing/process-group.ts';
import type { Intent } from '../believing/intent.ts';
import { Unable } from '../refusal.ts';
import type { Installation } from '../update.ts';
import type { Executor, StagedArtifact } from './executor.ts';
import { VersionStore } from './version-store.ts';

/** Where systemd is found. */
export type SystemdHost = {
  /** A directory that is there exactly while systemd runs the machine. */
  readonly bootedPath: string;
  readonly systemctl: string;
};

const thisHost: SystemdHost = { bootedPath: '/run/systemd/system', systemctl: 'systemctl' };
const spareMs = 30_000;

/** One unit. */
export class SystemdExecutor implements Executor {
  readonly #store: VersionStore;
  readonly #about: Intent;
  readonly #host: SystemdHost;

  constructor(unitsDir: string, about: Intent, host: SystemdHost = thisHost) {
    this.#store = new VersionStore(resolve(join(unitsDir, about.executor.name)));
    this.#about = about;
    this.#host = host;
  }

  /** See Executor. Throws Unable where systemd does not run, or does not know the unit. */
  async prepare(artifact: StagedArtifact): Promise<string> {
    const { executor } = this.#about;
    if (!statSync(this.#host.bootedPath, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Unable(`systemd does not run on this device, so its unit ${executor.name} cannot be updated.`);
    }
    if ((await this.#systemctl('cat')) !== null) {
      throw new Unable(`systemd on this device has no unit ${executor.name}; its owner has to install it first.`);
    }
    return this.#store.prepare(artifact, executor);
  }

  /** See Executor. */
  async preparedHash(target: Installation): Promise<string | null> {
    return this.#store.hash(target);
  }

  /** See Executor. */
  async current(): Promise<Installation | null> {
    const about = this.#store.current();
    return about && { digest: about.digest, version: about.version };
  }

  /** See Executor. */
  stop(): Promise<void> {
    return this.#demand('stop');
  }

  /** See Executor. */
  async switchTo(target: Installation | null): Promise<void> {
    this.#store.switchTo(target);
  }

  /** See Executor. */
  start(): Promise<void> {
    return this.#demand('start');
  }

  /** See Executor. */
  directoryOf(target: Installation): string {
    return this.#store.pathOf(target);
  }

  /** See Executor. */
  async isRunning({ digest }: Installation): Promise<boolean> {
    return this.#store.current()?.digest === digest && (await this.#systemctl('is-active')) === null;
  }

  async #demand(verb: 'start' | 'stop'): Promise<void> {
    const why = await this.#systemctl(verb);
    if (why !== null) throw new Unable(`systemctl ${verb} ${this.#about.executor.name}: ${why}`);
  }

  /** Null when it was done, else why not. */
  async #systemctl(verb: string): Promise<string | null> {
    const { name, stopGraceS } = this.#about.executor;
    const program = {
      argv: [this.#host.systemctl, '--no-ask-password', '--no-pager', '--quiet', verb, '--', name],
      timeoutMs: stopGraceS * 1_000 + spareMs,
      outputBytesMax: 2_048,
      environment: {},
      // What systemd starts is systemd's, and must not end with this call.
      isContained: false,
    };
    const { how, exitCode, cause, output } = await runProgram('', program, new AbortController().signal);
    if (how === 'EXITED' && exitCode === 0) return null;
    const said = output.text.trim().split('\n')[0];
    return said || cause || `it ended with ${exitCode}`;
  }
}
