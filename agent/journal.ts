/**
 * All disk of the agent except the queue: a private directory with the key, the pinned authority, the certificate and
 * a few small JSON documents. Every write is whole or not at all: a temporary file, fsync, rename, fsync of the
 * directory. Killing the agent at any instruction leaves the old text or the new one.
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { AgentFailure } from './failure.ts';
import { DeviceKey } from './identity/key.ts';
import type { DeviceKind } from './wire.ts';

/** Where enrollment stands. A device with a stored certificate is enrolled, whatever else this says. */
export type Enrollment = {
  readonly agentsUrl: string;
  readonly caFingerprint: string;
  /** SHA-256 of the token, so that the same command can be repeated; the token itself is never stored. */
  readonly tokenHash: string;
  readonly deviceId: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly nonce: string | null;
  readonly claimedAt: string;
};

/** Left behind when an operator ended the device, so that a restart does not ask again. */
export type Revocation = {
  readonly deviceId: string;
  /** Hash of the token the ended device was enrolled with: a start with that token is not a new enrollment. */
  readonly tokenHash: string;
  readonly at: string;
  readonly reason: string;
};

const files = {
  key: 'device-key.pem',
  authority: 'authority.pem',
  certificate: 'certificate.pem',
  enrollment: 'enrollment.json',
  revocation: 'revoked.json',
  status: 'status.json',
  epoch: 'epoch.json',
} as const;

/** The state directory. Opening it makes it private; a directory that cannot be made so is refused. */
export class Journal {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Opens the directory, making it (0700) if needed. Throws an AgentFailure that names the directory. */
  static open(directory: string): Journal {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return new Journal(directory);
    } catch (cause) {
      const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
      throw new AgentFailure(
        `The state directory ${directory} cannot be used (${why}). Choose one with --state.`,
        1,
        cause,
      );
    }
  }

  /** Opens the directory only if it exists, so that looking at state does not make any. */
  static find(directory: string): Journal | null {
    return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ? new Journal(directory) : null;
  }

  /** Path of the queue's database. */
  get queuePath(): string {
    return join(this.directory, 'queue.sqlite');
  }

  /** The stored key, or null. */
  key(): DeviceKey | null {
    const pem = this.#read(files.key);
    return pem === null ? null : DeviceKey.fromPem(pem);
  }

  /** The stored key, or a new one stored first. Two processes at once end up with the same key. */
  keyOrNew(): DeviceKey {
    const stored = this.key();
    if (stored) return stored;
    const temporary = this.#writeTemporary(files.key, DeviceKey.generate().pem);
    try {
      // A link fails where a rename would replace, so a key that another process just made is never lost.
      linkSync(temporary, join(this.directory, files.key));
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
    } finally {
      rmSync(temporary, { force: true });
    }
    this.#syncDirectory();
    const key = this.key();
    if (!key) throw new AgentFailure(`The key in ${this.directory} was taken away while it was being made.`);
    return key;
  }

  /** The pinned authority in PEM, or null before enrollment. */
  authority(): string | null {
    return this.#read(files.authority);
  }

  /** Pins an authority. */
  pinAuthority(pem: string): void {
    this.#write(files.authority, pem);
  }

  /** The device's certificate in PEM, or null while it has none. */
  certificate(): string | null {
    return this.#read(files.certificate);
  }

  /** Stores the certificate; from here on the device is enrolled. */
  storeCertificate(pem: string): void {
    this.#write(files.certificate, pem);
  }

  /** Where enrollment stands, or null. */
  enrollment(): Enrollment | null {
    return this.#readJson<Enrollment>(files.enrollment);
  }

  /** Stores where enrollment stands. */
  storeEnrollment(enrollment: Enrollment): void {
    this.#write(files.enrollment, json(enrollment));
  }

  /** The mark of a revocation, or null. */
  revocation(): Revocation | null {
    return this.#readJson<Revocation>(files.revocation);
  }

  /** The highest epoch ever used here, kept beside the queue so that losing the queue cannot reuse one. */
  epoch(): number {
    return this.#readJson<{ epoch: number }>(files.epoch)?.epoch ?? 0;
  }

  /** Remembers an epoch. Must be durable before the epoch is used. */
  storeEpoch(epoch: number): void {
    this.#write(files.epoch, json({ epoch }));
  }

  /** What a running agent last said of itself, or null. */
  status<Status>(): Status | null {
    return this.#readJson<Status>(files.status);
  }

  /** Tells `flotilla-agent status` how things are. Not synced: after a crash it would be stale anyway. */
  storeStatus(status: unknown): void {
    const temporary = this.#writeTemporary(files.status, json(status), false);
    renameSync(temporary, join(this.directory, files.status));
  }

  /** Removes everything a new enrollment must not inherit, the key included. */
  clear(): void {
    for (const entry of readdirSync(this.directory)) {
      if (entry !== files.revocation) rmSync(join(this.directory, entry), { recursive: true, force: true });
    }
    this.#syncDirectory();
  }

  /** Ends the device: leaves a mark first, then clears the rest, so that a crash between them still counts. */
  revoke(revocation: Revocation): void {
    this.#write(files.revocation, json(revocation));
    this.clear();
  }

  /** Forgets a revocation, for a new enrollment. */
  forgetRevocation(): void {
    rmSync(join(this.directory, files.revocation), { force: true });
  }

  /** Permission bits of the directory and of the key, for `doctor`. */
  modes(): { readonly directory: number; readonly key: number | null } {
    const keyMode = statSync(join(this.directory, files.key), { throwIfNoEntry: false })?.mode;
    const mask = 0o777;
    return { directory: statSync(this.directory).mode & mask, key: keyMode === undefined ? null : keyMode & mask };
  }

  #read(name: string): string | null {
    try {
      return readFileSync(join(this.directory, name), 'utf8');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
      const why = (fault as NodeJS.ErrnoException).code ?? 'unknown';
      throw new AgentFailure(`${join(this.directory, name)} cannot be read (${why}).`, 1, fault);
    }
  }

  #readJson<Document>(name: string): Document | null {
    const text = this.#read(name);
    if (text === null) return null;
    try {
      return JSON.parse(text) as Document;
    } catch (cause) {
      throw new AgentFailure(`${join(this.directory, name)} is damaged; enroll this device again.`, 1, cause);
    }
  }

  #write(name: string, text: string): void {
    const temporary = this.#writeTemporary(name, text);
    renameSync(temporary, join(this.directory, name));
    this.#syncDirectory();
  }

  #writeTemporary(name: string, text: string, isDurable = true): string {
    const temporary = join(this.directory, `.${name}.${process.pid}.tmp`);
    rmSync(temporary, { force: true });
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(descriptor, text);
      if (isDurable) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return temporary;
  }

  #syncDirectory(): void {
    const descriptor = openSync(this.directory, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
