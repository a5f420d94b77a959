/** A tenant's update metadata, for tests: real roles with keys of their own, right by default and wrong on demand. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Key, MetaFile, Metadata, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';

/** What a target is. */
export type DeskTarget = { readonly length: number; readonly sha256: string; readonly custom?: Record<string, string> };

type Role = 'root' | 'targets' | 'snapshot' | 'timestamp';
type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
type Times = { readonly expires?: string };

const specVersion = '1.0.31';
const longAfter = '2100-01-01T00:00:00Z';
const roles = ['root', 'targets', 'snapshot', 'timestamp'] as const;

/** One tenant's publisher. */
export class MetadataDesk {
  /** What is given out, by file name. A test changes it to lie. */
  readonly files = new Map<string, string>();
  #keys: Readonly<Record<Role, Pair>> = newKeys();
  #version = 0;
  #rootVersion = 0;

  constructor() {
    this.publishRoot();
    this.publish({});
  }

  /** A file as it is given out, or undefined. */
  file(name: string): string | undefined {
    return this.files.get(name);
  }

  /** A root, the next one; with `changed` its keys are new, and the former root's key signs as well. */
  publishRoot({ expires = longAfter, isChanged = false }: Times & { readonly isChanged?: boolean } = {}): void {
    const former = this.#keys.root;
    if (isChanged) this.#keys = newKeys();
    this.#rootVersion += 1;
    const root = new Root({ version: this.#rootVersion, specVersion, expires, consistentSnapshot: true });
    for (const role of roles) root.addKey(keyOf(this.#keys[role]), role);
    const metadata = new Metadata(root);
    for (const pair of new Set([former, this.#keys.root])) signBy(metadata, pair);
    this.#give('root', this.#rootVersion, metadata);
  }

  /** The next version of everything that may be installed. */
  publish(targets: Readonly<Record<string, DeskTarget>>, times: Partial<Record<Role, string>> = {}): void {
    this.#version += 1;
    const version = this.#version;
    const files = Object.entries(targets).map(([path, { length, sha256, custom = {} }]) => {
      const target = new TargetFile({ path, length, hashes: { sha256 }, unrecognizedFields: { custom } });
      return [path, target] as const;
    });
    const about = (role: Role) => ({ version, specVersion, expires: times[role] ?? longAfter });
    const named = new Targets({ ...about('targets'), targets: Object.fromEntries(files) });
    const targetsText = this.#give('targets', version, signBy(new Metadata(named), this.#keys.targets));
    const meta = { 'targets.json': metaOf(version, targetsText) };
    const snapshot = new Metadata(new Snapshot({ ...about('snapshot'), meta }));
    const snapshotText = this.#give('snapshot', version, signBy(snapshot, this.#keys.snapshot));
    const timestamp = new Timestamp({ ...about('timestamp'), snapshotMeta: metaOf(version, snapshotText) });
    this.#give('timestamp', version, signBy(new Metadata(timestamp), this.#keys.timestamp));
  }

  /** The version that was published last. */
  get version(): number {
    return this.#version;
  }

  #give(role: Role, version: number, metadata: Metadata<Root | Targets | Snapshot | Timestamp>): string {
    const text = JSON.stringify(metadata.toJSON());
    this.files.set(`${version}.${role}.json`, text);
    this.files.set(`${role}.json`, text);
    return text;
  }
}

function newKeys(): Record<Role, Pair> {
  const pair = (): Pair => generateKeyPairSync('ed25519');
  return { root: pair(), targets: pair(), snapshot: pair(), timestamp: pair() };
}

function hexOf({ publicKey }: Pair): string {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
}

function keyOf(pair: Pair): Key {
  const keyVal = { public: hexOf(pair) };
  return new Key({ keyID: keyIdOf(pair), keyType: 'ed25519', scheme: 'ed25519', keyVal });
}

function keyIdOf(pair: Pair): string {
  return createHash('sha256').update(hexOf(pair)).digest('hex');
}

function signBy<Signed extends Root | Targets | Snapshot | Timestamp>(
  metadata: Metadata<Signed>,
  pair: Pair,
): Metadata<Signed> {
  metadata.sign((data) => {
    const sig = sign(null, data, pair.privateKey).toString('hex');
    return new Signature({ keyID: keyIdOf(pair), sig });
  });
  return metadata;
}

function metaOf(version: number, text: string): MetaFile {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return new MetaFile({ version, length: Buffer.byteLength(text), hashes: { sha256 } });
}
