/**
 * Says what this device consists of and runs, in signed words: at the start, when something is another than it was, and
 * every few hours. Each report has a number that only rises; the last one that was taken is on disk, and where an earlier
 * life of this directory came back with an old one, the control plane says where to count on from.
 */
import { join } from 'node:path';
import type { LocalService } from '../autonomy/autonomy.ts';
import { readPolicy } from '../execution/believing/policy-file.ts';
import type { Signer } from '../identity/signer.ts';
import type { Journal } from '../journal.ts';
import { canonicalJson, digestOf } from '../updater/canonical.ts';
import { fileStore, type Store } from '../updater/update-book.ts';
import { agentVersion } from '../version.ts';
import { FileDigests } from './file-digest.ts';
import { readFirmware, readHardware } from './hardware.ts';
import { isUpdating, readSoftware } from './software.ts';

/** What attesting works with. */
export type AttestorParts = {
  readonly journal: Pick<Journal, 'directory' | 'enrollment' | 'authority'>;
  readonly signer: Pick<Signer, 'sign'>;
  readonly services: readonly LocalService[];
  readonly isExecAllowed: boolean;
  /** The time by which reports are dated. */
  readonly now: () => number;
  /** The file this program runs from. */
  readonly program?: string;
};

/** A report, ready to be sent. */
export type SignedReport = {
  readonly report: string;
  readonly signature: string;
  readonly sequence: number;
  /** What it says, whatever its number and date. */
  readonly content: string;
};

const repeatedAfterMs = 6 * 3_600_000;
const updateWaitMaxMs = 600_000;

/** Attests one device. */
export class Attestor {
  readonly #parts: AttestorParts;
  readonly #store: Store;
  readonly #digests = new FileDigests();
  #told: { readonly content: string; readonly atMs: number } | null = null;
  #updatingSinceMs: number | null = null;

  constructor(parts: AttestorParts) {
    this.#parts = parts;
    this.#store = fileStore(join(parts.journal.directory, 'attestation.json'));
  }

  /** What is to be told now, or null. */
  async next(): Promise<SignedReport | null> {
    if (this.#mustWait()) return null;
    const measured = await this.#measure();
    const content = canonicalJson(measured);
    const { now, signer } = this.#parts;
    const isOld = this.#told === null || performance.now() - this.#told.atMs >= repeatedAfterMs;
    if (!isOld && this.#told?.content === content) return null;
    const sequence = this.#sequence + 1;
    const report = canonicalJson({ ...measured, sequence, at: new Date(now()).toISOString() });
    return { report, signature: signer.sign(report), sequence, content };
  }

  /** A report was taken. */
  told({ sequence, content }: SignedReport): void {
    this.countFrom(sequence);
    this.#told = { content, atMs: performance.now() };
  }

  /** The control plane knows this number already. */
  countFrom(sequence: number): void {
    this.#store.save(JSON.stringify({ sequence }));
  }

  get #sequence(): number {
    try {
      const { sequence } = JSON.parse(this.#store.load() ?? '{}') as { sequence?: unknown };
      return Number.isSafeInteger(sequence) ? (sequence as number) : 0;
    } catch {
      return 0;
    }
  }

  /** While an update is under way, what runs is neither the old nor the new. Not for ever: it may never end. */
  #mustWait(): boolean {
    if (!isUpdating(this.#parts.journal.directory)) {
      this.#updatingSinceMs = null;
      return false;
    }
    this.#updatingSinceMs ??= performance.now();
    return performance.now() - this.#updatingSinceMs < updateWaitMaxMs;
  }

  async #measure(): Promise<object> {
    const { journal, services, isExecAllowed, program = process.argv[1] ?? '' } = this.#parts;
    const { directory } = journal;
    const policy = readPolicy(directory, isExecAllowed);
    const authority = digestOf(journal.authority() ?? '');
    return {
      v: 1,
      deviceId: journal.enrollment()?.deviceId ?? '',
      agent: {
        version: agentVersion,
        binarySha256: (await this.#digests.of(program)) ?? '',
        runtimeSha256: await this.#digests.of('/proc/self/exe'),
        configSha256: digestOf(canonicalJson({ policy, services, authority })),
      },
      hardware: readHardware(),
      firmware: readFirmware(),
      software: await readSoftware(directory, this.#digests),
    };
  }
}
