/**
 * Update metadata as The Update Framework has a client check it: root by root, then timestamp, snapshot and targets, each
 * kept once it was found right, so that nothing older is believed later. The judging is a library's; what is done here is
 * the order of things, by this device's trusted clock, and the one word for each way in which metadata can be wrong.
 */
import { join } from 'node:path';
import type { TrustedMetadataStore } from 'tuf-js/dist/store.js';
import { reasonOf } from '../../failure.ts';
import { type ReasonCode, Unanswered, Unverified } from '../refusal.ts';
import { fileStore } from '../update-book.ts';
import type { MetadataPlace } from './metadata-place.ts';

/** What is said of one target. */
export type Target = {
  readonly length: number;
  readonly sha256: string | null;
  /** Whatever the publisher adds, e.g. who vouches for it. */
  readonly custom: Readonly<Record<string, unknown>>;
};

/** The targets by their paths, as verified metadata names them. */
export type Targets = (path: string) => Target | null;

type Role = 'root' | 'timestamp' | 'snapshot' | 'targets';

const bytesMax: Readonly<Record<Role, number>> = {
  root: 512_000,
  timestamp: 16_384,
  snapshot: 2_000_000,
  targets: 32_000_000,
};
const rootsMax = 256;

/** The metadata one device keeps. */
export class TrustedMetadata {
  readonly #directory: string;
  readonly #now: () => number;

  constructor(directory: string, now: () => number) {
    this.#directory = directory;
    this.#now = now;
  }

  /** The newest root that is believed, or null while there is none. */
  get root(): string | null {
    return this.#kept('root');
  }

  /** Believes a root from now on, and nothing that was believed before. */
  pin(root: string): void {
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) this.#store(role).save('');
    this.#store('root').save(root);
  }

  /** What a place says by now. Throws Unverified with the first thing that is wrong, or Unanswered. */
  async refreshed(place: MetadataPlace): Promise<Targets> {
    const store = await this.#opened();
    await this.#followRoots(store, place);
    await this.#takeTimestamp(store, place);
    await this.#take('snapshot', { store, place, meta: store.timestamp?.signed.snapshotMeta });
    await this.#take('targets', { store, place, meta: store.snapshot?.signed.meta['targets.json'] });
    return targetsOf(store);
  }

  /** What is kept, as far as its time is not over. Throws Unverified, or Unanswered where nothing is kept. */
  async cached(): Promise<Targets> {
    const nothing: MetadataPlace = { name: 'cache', get: async () => null };
    const store = await this.#opened();
    const timestamp = this.#kept('timestamp');
    if (timestamp === null) throw new Unanswered('There is no update metadata on this device yet.');
    judged('timestamp', timestamp, () => store.updateTimestamp(Buffer.from(timestamp)));
    await this.#take('snapshot', { store, place: nothing, meta: store.timestamp?.signed.snapshotMeta });
    await this.#take('targets', { store, place: nothing, meta: store.snapshot?.signed.meta['targets.json'] });
    return targetsOf(store);
  }

  async #opened(): Promise<TrustedMetadataStore> {
    const { root } = this;
    if (root === null) throw new Unanswered('This device knows no root of update metadata yet.');
    // Loaded when it is needed: the running agent, which is the same program, never is who needs it.
    const { TrustedMetadataStore: Store } = await import('tuf-js/dist/store.js');
    const store = judged('root', root, () => new Store(Buffer.from(root)));
    // The library asks the machine's clock, which may be that of a device without one.
    Reflect.set(store, 'referenceTime', new Date(this.#now()));
    return store;
  }

  async #followRoots(store: TrustedMetadataStore, place: MetadataPlace): Promise<void> {
    for (let count = 0; count < rootsMax; count += 1) {
      const bytes = await place.get(`${store.root.signed.version + 1}.root.json`, bytesMax.root);
      if (bytes === null) return;
      judged('root', bytes, () => store.updateRoot(bytes));
      this.#store('root').save(bytes.toString('utf8'));
    }
  }

  async #takeTimestamp(store: TrustedMetadataStore, place: MetadataPlace): Promise<void> {
    const { EqualVersionError } = await import('tuf-js/dist/error.js');
    // What is over still says what must not come back.
    this.#recall('timestamp', (bytes) => store.updateTimestamp(bytes));
    const bytes = await place.get('timestamp.json', bytesMax.timestamp);
    if (bytes === null) throw new Unanswered(`The ${place.name} has no update metadata.`);
    try {
      store.updateTimestamp(bytes);
    } catch (fault) {
      if (fault instanceof EqualVersionError) return;
      throw unverified('timestamp', bytes, fault);
    }
    this.#store('timestamp').save(bytes.toString('utf8'));
  }

  async #take(role: 'snapshot' | 'targets', { store, place, meta }: Taking): Promise<void> {
    const update = (bytes: Buffer, isKept: boolean): void => {
      if (role === 'snapshot') store.updateSnapshot(bytes, isKept);
      else store.updateDelegatedTargets(bytes, 'targets', 'root');
    };
    if (this.#recall(role, (bytes) => update(bytes, true))) return;
    if (!meta) throw new Unverified('SUBJECT_MISMATCH', `The update metadata names no ${role}.`);
    const isConsistent = store.root.signed.consistentSnapshot;
    const file = isConsistent ? `${meta.version}.${role}.json` : `${role}.json`;
    const bytes = await place.get(file, bytesMax[role]);
    if (bytes === null) throw new Unanswered(`The ${place.name} has no ${file}.`);
    judged(role, bytes, () => update(bytes, false));
    this.#store(role).save(bytes.toString('utf8'));
  }

  /** Whether what is kept of a role is still what is to be believed. */
  #recall(role: Role, take: (bytes: Buffer) => void): boolean {
    const kept = this.#kept(role);
    if (kept === null) return false;
    try {
      take(Buffer.from(kept));
      return true;
    } catch {
      return false;
    }
  }

  #kept(role: Role): string | null {
    return this.#store(role).load() || null;
  }

  #store(role: Role) {
    return fileStore(join(this.#directory, `${role}.json`));
  }
}

type Taking = {
  readonly store: TrustedMetadataStore;
  readonly place: MetadataPlace;
  readonly meta: { readonly version: number } | undefined;
};

function targetsOf({ targets }: TrustedMetadataStore): Targets {
  return (path) => {
    const named = targets?.signed.targets ?? {};
    const target = Object.hasOwn(named, path) ? named[path] : undefined;
    if (!target) return null;
    const { length, hashes, custom } = target;
    return { length, sha256: hashes['sha256'] ?? null, custom };
  };
}

function judged<Result>(role: Role, text: string | Buffer, judge: () => Result): Result {
  try {
    return judge();
  } catch (fault) {
    throw unverified(role, text, fault);
  }
}

/** The one word for what is wrong. The library tells its faults apart by the names of their classes. */
function unverified(role: Role, text: string | Buffer, fault: unknown): Unverified {
  const words = `The update metadata (${role}) is not believed: ${reasonOf(fault)}.`;
  return new Unverified(codeOf(String(text), fault), words);
}

function codeOf(text: string, fault: unknown): ReasonCode {
  switch (fault instanceof Error ? fault.constructor.name : '') {
    case 'ExpiredMetadataError':
      return 'METADATA_EXPIRED';
    case 'BadVersionError':
      return 'GENERATION_NOT_RISING';
    case 'LengthOrHashMismatchError':
      return 'SUBJECT_MISMATCH';
    case 'UnsignedMetadataError':
      return signatureCode(text, reasonOf(fault));
    default:
      return 'UNKNOWN_MEDIA_TYPE';
  }
}

function signatureCode(text: string, words: string): ReasonCode {
  const { signatures } = JSON.parse(text) as { readonly signatures?: readonly unknown[] };
  if (!signatures || signatures.length === 0) return 'UNSIGNED';
  return / by 0\//.test(words) ? 'WRONG_KEY' : 'THRESHOLD_NOT_MET';
}
