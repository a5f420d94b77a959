/**
 * A container that is replaced as a whole: the artifact is an archive of one image, which the device's own engine loads, and
 * starts and stops by its command line. Where no engine answers, such an update ends before it begins, with the reason.
 */
import { join } from 'node:path';
import { runProgram } from '../../execution/doing/process-group.ts';
import { type Intent, packingOf } from '../believing/intent.ts';
import { Unable, Unverified } from '../refusal.ts';
import type { Installation } from '../update.ts';
import { fileStore } from '../update-book.ts';
import type { Executor, StagedArtifact } from './executor.ts';

/** The command lines of engines that understand the same words, in the order in which they are asked. */
export const containerEngines = ['docker', 'podman', 'nerdctl'] as const;

type Version = { readonly version: string; readonly image: string; readonly argv: readonly string[] };

/** What is switched to, and how each version is started: a rollback starts the old one as the old one was. */
type Kept = { readonly current: string | null; readonly versions: Readonly<{ [digest: string]: Version }> };

const label = 'flotilla.digest';
const callMs = 300_000;

/** One container. */
export class ContainerExecutor implements Executor {
  readonly #about: Intent;
  readonly #path: string;
  readonly #engines: readonly string[];
  #engine: string | null = null;

  constructor(containersDir: string, about: Intent, engines: readonly string[] = containerEngines) {
    this.#about = about;
    this.#path = join(containersDir, `${about.executor.name}.json`);
    this.#engines = engines;
  }

  /** See Executor. Throws Unable where no engine answers. The hash is the image's own. */
  async prepare(artifact: StagedArtifact): Promise<string> {
    const { digest, version, path, mediaType } = artifact;
    if (packingOf(mediaType) === 'PROGRAM') {
      throw new Unverified('UNKNOWN_MEDIA_TYPE', `An artifact of type ${mediaType} is no archive of an image.`);
    }
    const loaded = [...(await this.#demand('load', '--input', path)).matchAll(/^Loaded image(?: ID)?: (\S+)$/gm)];
    const [only] = loaded;
    if (!only || loaded.length > 1) throw new Unverified('SUBJECT_MISMATCH', 'The archive does not hold one image.');
    const image = await this.#demand('image', 'inspect', '--format', '{{.Id}}', only[1] ?? '');
    const { ports, args } = this.#about.executor;
    const argv = [...ports.flatMap((port) => ['--publish', port]), image, ...args];
    const { current, versions } = this.#record;
    const kept = current !== null && versions[current] ? { [current]: versions[current] } : {};
    this.#save({ current, versions: { ...kept, [digest]: { version, image, argv } } });
    return image;
  }

  /** See Executor. */
  async preparedHash({ digest }: Installation): Promise<string | null> {
    const known = this.#record.versions[digest];
    return known ? this.#answer('image', 'inspect', '--format', '{{.Id}}', known.image) : null;
  }

  /** See Executor. */
  async current(): Promise<Installation | null> {
    const { current, versions } = this.#record;
    const version = current === null ? undefined : versions[current]?.version;
    return current !== null && version !== undefined ? { digest: current, version } : null;
  }

  /** See Executor. */
  async stop(): Promise<void> {
    const { name, stopGraceS } = this.#about.executor;
    await this.#answer('stop', '--time', String(Math.ceil(stopGraceS)), name);
    await this.#remove();
  }

  /** See Executor. */
  async switchTo(target: Installation | null): Promise<void> {
    this.#save({ ...this.#record, current: target?.digest ?? null });
  }

  /** See Executor. What is left of an ended container of this name is removed first. */
  async start({ digest, version }: Installation): Promise<void> {
    const known = this.#record.versions[digest];
    if (!known) throw new Unable(`Version ${version} of ${this.#about.executor.name} is not on this device.`);
    await this.#remove();
    const marks = ['--label', `${label}=${digest}`, '--restart', 'unless-stopped'];
    await this.#demand('run', '--detach', '--name', this.#about.executor.name, ...marks, ...known.argv);
  }

  /** Commands of health checks are the device's own; nothing of an image stands in a directory here. */
  directoryOf(): string {
    return '/';
  }

  /** See Executor. */
  async isRunning({ digest }: Installation): Promise<boolean> {
    const format = `{{.State.Running}} {{index .Config.Labels "${label}"}}`;
    const said = await this.#answer('container', 'inspect', '--format', format, this.#about.executor.name);
    return said === `true ${digest}`;
  }

  async #remove(): Promise<void> {
    const { name } = this.#about.executor;
    if ((await this.#answer('container', 'inspect', '--format', '{{.Id}}', name)) !== null) {
      await this.#demand('rm', '--force', name);
    }
  }

  get #record(): Kept {
    const text = fileStore(this.#path).load();
    return text === null ? { current: null, versions: {} } : (JSON.parse(text) as Kept);
  }

  #save(record: Kept): void {
    fileStore(this.#path).save(JSON.stringify(record));
  }

  async #demand(...words: readonly string[]): Promise<string> {
    const { said, fault } = await call([await this.#found(), ...words]);
    if (fault !== null) throw new Unable(`The container engine could not ${words[0]}: ${fault}`);
    return said;
  }

  /** What the engine says, or null where it says no. */
  async #answer(...words: readonly string[]): Promise<string | null> {
    const { said, fault } = await call([await this.#found(), ...words]);
    return fault === null ? said : null;
  }

  /** The first engine that answers. Throws Unable with what each of them said. */
  async #found(): Promise<string> {
    if (this.#engine !== null) return this.#engine;
    const faults: string[] = [];
    for (const engine of this.#engines) {
      const { fault } = await call([engine, 'ps', '--quiet', '--last', '1']);
      if (fault === null) return (this.#engine = engine);
      faults.push(`${engine}: ${fault}`);
    }
    throw new Unable(`No container engine answers on this device. ${faults.join('; ')}`);
  }
}

async function call(argv: readonly string[]): Promise<{ readonly said: string; readonly fault: string | null }> {
  // What the engine starts is the engine's, and must not end with this call.
  const program = { argv, timeoutMs: callMs, outputBytesMax: 8_192, environment: {}, isContained: false };
  const { how, exitCode, cause, output } = await runProgram('', program, new AbortController().signal);
  const said = output.text.trim();
  if (how === 'EXITED' && exitCode === 0) return { said, fault: null };
  return { said, fault: said.split('\n')[0] || cause || `it ended with ${exitCode}` };
}
