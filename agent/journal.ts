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
import { certificateFacts } from './identity/certificate.ts';
import { DeviceKey } from './identity/key.ts';
import { policyFileName } from './execution/believing/policy.ts';
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

/** Left behind when the key of this device proves nothing any more, because it was away for too long. */
export type Lapse = {
  readonly deviceId: string;
  /** Hash of the token it was enrolled with: only another one lets it in again. */
  readonly tokenHash: string;
  readonly at: string;
  readonly reason: string;
};

/** The control plane's public keys for what travels through relays, base64 of 32 bytes each. */
export type RelayKeys = { readonly relayKey: string; readonly relayAnswerKey: string };

type ToldRelayKeys = { readonly relayKey?: string | null; readonly relayAnswerKey?: string | null };

const files = {
  key: 'device-key.pem',
  nextKey: 'device-key.next.pem',
  nextCertificate: 'certificate.next.pem',
  lapse: 'lapsed.json',
  signedTime: 'signed-time.json',
  commandKey: 'command-key.txt',
  relayKeys: 'relay-keys.json',
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
      const journal = new Journal(directory);
      journal.#finishSwitch();
      return journal;
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

  /** Path of what a relay carries for others. */
  get relayPath(): string {
    return join(this.directory, 'relay.sqlite');
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

  /** The key that commands are signed with, or null while this device was not told. */
  commandKey(): string | null {
    return this.#read(files.commandKey)?.trim() ?? null;
  }

  /** Stores that key, if it is another than the known one. */
  storeCommandKey(key: string): void {
    if (key !== this.commandKey()) this.#write(files.commandKey, `${key}\n`);
  }

  /** What calls through relays are sealed for, or null while this device was not told. */
  relayKeys(): RelayKeys | null {
    return this.#readJson<RelayKeys>(files.relayKeys);
  }

  /** Stores those keys as an answer tells them, if they are others than the known ones; what is not told stays. */
  storeRelayKeys({ relayKey, relayAnswerKey }: ToldRelayKeys): void {
    if (!relayKey || !relayAnswerKey) return;
    const known = this.relayKeys();
    if (known?.relayKey === relayKey && known.relayAnswerKey === relayAnswerKey) return;
    this.#write(files.relayKeys, json({ relayKey, relayAnswerKey } satisfies RelayKeys));
  }

  /** The device's certificate in PEM, or null while it has none. */
  certificate(): string | null {
    return this.#read(files.certificate);
  }

  /** Stores the certificate; from here on the device is enrolled. */
  storeCertificate(pem: string): void {
    this.#write(files.certificate, pem);
  }

  /** The key that is to replace the present one, or null. While there is one, the change of keys is not finished. */
  nextKey(): DeviceKey | null {
    const pem = this.#read(files.nextKey);
    return pem === null ? null : DeviceKey.fromPem(pem);
  }

  /** The key that is to replace the present one, made and stored first if need be: repeating asks with the same one. */
  nextKeyOrNew(): DeviceKey {
    const stored = this.nextKey();
    if (stored) return stored;
    const key = DeviceKey.generate();
    this.#write(files.nextKey, key.pem);
    return key;
  }

  /** Gives the next key up, when nobody asks for it. */
  forgetNextKey(): void {
    rmSync(join(this.directory, files.nextKey), { force: true });
    this.#syncDirectory();
  }

  /** Replaces key and certificate together: from the first write on, whoever opens the directory finishes the rest. */
  switchIdentity(certificatePem: string): void {
    this.#write(files.nextCertificate, certificatePem);
    this.#finishSwitch();
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

  /** The mark of a lapse, or null. */
  lapse(): Lapse | null {
    return this.#readJson<Lapse>(files.lapse);
  }

  /** Leaves the mark of a lapse. Key, queue and journal stay: a person may still give the device more time. */
  storeLapse(lapse: Lapse): void {
    this.#write(files.lapse, json(lapse));
  }

  /** Forgets who this device was, for a new enrollment, but not what waits to be delivered. */
  forgetIdentity(): void {
    const keys = [files.key, files.nextKey, files.commandKey, files.relayKeys];
    const gone = [...keys, files.certificate, files.enrollment, files.nextCertificate, files.lapse];
    for (const name of gone) rmSync(join(this.directory, name), { force: true });
    this.#syncDirectory();
  }

  /** Forgets a lapse, because the device is let in again. */
  forgetLapse(): void {
    rmSync(join(this.directory, files.lapse), { force: true });
  }

  /** The highest time that somebody trusted has signed for, in milliseconds; 0 when there is none. */
  signedTimeMs(): number {
    const begins = [this.authority(), this.certificate()].map((pem) => (pem === null ? 0 : beginOf(pem)));
    return Math.max(this.#readJson<{ signedMs: number }>(files.signedTime)?.signedMs ?? 0, ...begins);
  }

  /** Remembers such a time. */
  storeSignedTime(signedMs: number): void {
    this.#write(files.signedTime, json({ signedMs }));
  }

  /** The highest epoch ever used here, kept beside the queue so that losing the queue cannot reuse one. */
  epoch(): number {
    return this.#readJson<{ epoch: number }>(files.epoch)?.epoch ?? 0;
  }

  /** Remembers an epoch, unless a higher one is known. Must be durable before the epoch is used. */
  storeEpoch(epoch: number): void {
    if (epoch > this.epoch()) this.#write(files.epoch, json({ epoch }));
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

  /** Removes everything a new enrollment must not inherit, the key included. What the device's owner allows stays. */
  clear(): void {
    for (const entry of readdirSync(this.directory)) {
      if (entry !== files.revocation && entry !== policyFileName)
        rmSync(join(this.directory, entry), { recursive: true, force: true });
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

  #finishSwitch(): void {
    if (!this.#exists(files.nextCertificate)) return;
    if (this.#exists(files.nextKey)) this.#move(files.nextKey, files.key);
    this.#move(files.nextCertificate, files.certificate);
  }

  #exists(name: string): boolean {
    return statSync(join(this.directory, name), { throwIfNoEntry: false }) !== undefined;
  }

  #move(from: string, to: string): void {
    renameSync(join(this.directory, from), join(this.directory, to));
    this.#syncDirectory();
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

function beginOf(certificatePem: string): number {
  try {
    return certificateFacts(certificatePem).notBeforeMs;
  } catch {
    return 0;
  }
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
