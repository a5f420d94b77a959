/**
 * Whether update metadata vouch for what an intent names: its digest and its size are those of a target that is still given
 * out. A device that goes by its control plane's keys demands it always; one whose owner gave it keys of his own, if he gave
 * it a root as well.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../failure.ts';
import type { Intent } from '../believing/intent.ts';
import { readTrustedKeys } from '../believing/trusted-keys.ts';
import { Unanswered, Unverified } from '../refusal.ts';
import type { ArtifactSignature } from '../sources/offer.ts';
import { fileStore } from '../update-book.ts';
import type { MetadataPlace } from './metadata-place.ts';
import { type Targets, type Target, TrustedMetadata } from './trusted-metadata.ts';

/** What vouching works with. */
export type VouchingTools = {
  readonly stateDir: string;
  readonly tenantId: string;
  readonly now: () => number;
  /** The control plane over its pinned connection, whose first root is believed. */
  readonly controlPlane: MetadataPlace;
  /** What somebody carried here, or null. */
  readonly carried: MetadataPlace | null;
};

/** The name of the root that the owner of a device puts into its state directory. */
export const ownRootFileName = 'update-root.json';

/** One device's way to the metadata it believes. */
export class Vouching {
  readonly #tools: VouchingTools;
  readonly #metadata: TrustedMetadata;

  constructor(tools: VouchingTools) {
    this.#tools = tools;
    this.#metadata = new TrustedMetadata(join(tools.stateDir, 'updater', 'metadata'), tools.now);
  }

  /** Throws Unverified unless metadata that are believed name these bytes, and Unanswered when nobody can say now. */
  async demand({ artifact }: Intent): Promise<void> {
    const ownRoot = this.#ownRoot();
    if (readTrustedKeys(this.#tools.stateDir).isPresent && ownRoot === null) return;
    const { name, version, digest, size } = artifact;
    const target = (await this.#targets(ownRoot))(`${name}/${version}`);
    if (!target) throw new Unverified('UNSIGNED', `No update metadata vouch for ${name} ${version}.`);
    if (`sha256:${target.sha256}` !== digest) {
      throw new Unverified('DIGEST_MISMATCH', `Update metadata name other bytes as ${name} ${version}.`);
    }
    if (target.length === size) return;
    throw new Unverified('SIZE_MISMATCH', `Update metadata name ${target.length} bytes, the intent ${size}.`);
  }

  /** Who vouches for an artifact, as far as metadata tell. They are only carried there; they are judged by the owner's keys. */
  async signaturesOf(path: string): Promise<readonly ArtifactSignature[]> {
    try {
      return signaturesIn((await this.#targets(this.#ownRoot()))(path));
    } catch (fault) {
      if (fault instanceof Unverified || fault instanceof Unanswered) return [];
      throw fault;
    }
  }

  async #targets(ownRoot: string | null): Promise<Targets> {
    await this.#begin(ownRoot);
    const { carried, controlPlane } = this.#tools;
    const byCarried = carried ? await attempt(() => this.#metadata.refreshed(carried)) : null;
    if (byCarried?.value) return byCarried.value;
    const byControlPlane = await attempt(() => this.#metadata.refreshed(controlPlane));
    if (byControlPlane.value) return byControlPlane.value;
    // Who answers wrongly is not made up for by what was right once.
    if (byControlPlane.fault instanceof Unverified) throw byControlPlane.fault;
    const byCache = await attempt(() => this.#metadata.cached());
    if (byCache.value) return byCache.value;
    const wrong = [byCarried?.fault, byCache.fault].find((fault) => fault instanceof Unverified);
    throw wrong ?? byControlPlane.fault ?? new Unanswered('Nobody has update metadata.');
  }

  /** The first root: the owner's, or the one the control plane names at first sight. It is another tenant's no more. */
  async #begin(ownRoot: string | null): Promise<void> {
    const { tenantId, controlPlane } = this.#tools;
    const origin = ownRoot === null ? `told ${tenantId}` : `own ${createHash('sha256').update(ownRoot).digest('hex')}`;
    const noted = fileStore(join(this.#tools.stateDir, 'updater', 'metadata', 'origin.txt'));
    if (noted.load() === origin && this.#metadata.root !== null) return;
    const root = ownRoot ?? (await controlPlane.get('root.json', rootBytesMax))?.toString('utf8');
    if (root === undefined) {
      throw new Unverified('UNSIGNED', 'The control plane has no update metadata, so nothing vouches for artifacts.');
    }
    this.#metadata.pin(root);
    noted.save(origin);
  }

  #ownRoot(): string | null {
    const path = join(this.#tools.stateDir, ownRootFileName);
    const mode = statSync(path, { throwIfNoEntry: false })?.mode;
    if (mode === undefined) return null;
    if ((mode & 0o002) !== 0) throw new Unverified('WRONG_KEY', `Everybody can write ${path}; chmod o-w it.`);
    return readFileSync(path, 'utf8');
  }
}

const rootBytesMax = 512_000;

type Attempt<Value> = { readonly value: Value | null; readonly fault: Unverified | Unanswered | null };

async function attempt<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await work(), fault: null };
  } catch (fault) {
    if (fault instanceof Unverified || fault instanceof Unanswered) return { value: null, fault };
    throw new Unverified('UNKNOWN_MEDIA_TYPE', `The update metadata cannot be understood: ${reasonOf(fault)}.`);
  }
}

function signaturesIn(target: Target | null): readonly ArtifactSignature[] {
  const said = target?.custom['signatures'];
  const list: readonly unknown[] = Array.isArray(said) ? said.slice(0, 16) : [];
  return list.flatMap((each) => {
    const { payload, signature } = (each ?? {}) as Readonly<Record<string, unknown>>;
    return typeof payload === 'string' && typeof signature === 'string' ? [{ payload, signature }] : [];
  });
}
