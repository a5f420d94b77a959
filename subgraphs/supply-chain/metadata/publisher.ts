/**
 * Publishes a tenant's update metadata when somebody asks for it and it is not what it should be: artifacts were promoted
 * or taken back, a key was replaced, or a word is half over. Versions only rise, and everything that changes does so in one
 * transaction. A root that people have to sign is theirs to renew.
 */
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { KeyStore } from '@flotilla/kernel/key-store';
import type { BlobStore } from '../blob/blob-store.ts';
import { databaseNow } from '../clock.ts';
import { findOpenRoot } from '../metadata-root/queries.ts';
import {
  expiryOf,
  isStale,
  says,
  snapshotOf,
  targetsOf,
  timestampOf,
  type Ground,
  type Installable,
  type Published,
} from './documents.ts';
import { holdKeys, keysThatCount, type MetadataRole, type RoleKey, type RoleKeys } from './keys/role-keys.ts';
import { findInstallable, findNewest, findVersion, keepVersion } from './queries.ts';
import { firstRoot, isSignedBy, renewedRoot, type DelegatedRole } from './roots.ts';
import { SignedTexts } from './signed-texts.ts';

/** Publishes and gives out metadata. */
export class MetadataPublisher {
  readonly #database: Database;
  readonly #keyStore: KeyStore;
  readonly #texts: SignedTexts;

  constructor(parts: { readonly database: Database; readonly keyStore: KeyStore; readonly store: BlobStore }) {
    this.#database = parts.database;
    this.#keyStore = parts.keyStore;
    this.#texts = new SignedTexts(parts.store);
  }

  /** The newest word of a role, renewed if need be. */
  async newest(tenantId: string, role: MetadataRole): Promise<Published | null> {
    // Read once before, so that nobody waits for the store while the keys are held.
    await this.#texts.of(tenantId, await this.#database.inTenant(tenantId, findInstallable));
    const published = await this.#database.inTenant(tenantId, async (em) => {
      const held = await holdKeys(em, { tenantId, keyStore: this.#keyStore });
      const installable = await this.#texts.of(tenantId, await findInstallable(em));
      return new Round(em, { tenantId, now: await databaseNow(em) }).publish(held, installable);
    });
    return published.get(role) ?? null;
  }

  /** A certain version as it was published; null where there is none. */
  async version(tenantId: string, role: MetadataRole, version: number): Promise<Published | null> {
    return this.#database.inTenant(tenantId, (em) => findVersion(em, role, version));
  }
}

type About = { readonly tenantId: string; readonly now: string };

/** One look at everything that is published, in one transaction. */
class Round {
  readonly #em: EntityManager;
  readonly #about: About;
  #newest = new Map<MetadataRole, Published>();

  constructor(em: EntityManager, about: About) {
    this.#em = em;
    this.#about = about;
  }

  async publish(
    held: readonly RoleKey[],
    installable: readonly Installable[],
  ): Promise<ReadonlyMap<MetadataRole, Published>> {
    this.#newest = await findNewest(this.#em);
    const keys = keysThatCount(held, (await this.#root(held)).content);
    const ground = { keys, expiresAt: expiryOf('targets', this.#about.now) };
    const targets = this.#renew('targets', keys, {
      isRight: (known) => says(known, installable, ground),
      make: (of) => targetsOf(of, installable),
    });
    const snapshot = this.#renew('snapshot', keys, {
      isRight: (known) => names(known, targets),
      make: (of) => snapshotOf(of, targets),
    });
    this.#renew('timestamp', keys, {
      isRight: (known) => names(known, snapshot),
      make: (of) => timestampOf(of, snapshot),
    });
    return this.#newest;
  }

  /** The root that counts: the first one is made here, and renewed here as long as it takes nobody else. */
  async #root(held: readonly RoleKey[]): Promise<Published> {
    const known = this.#newest.get('root');
    const { now } = this.#about;
    if (!known) {
      const { root, ...others } = keysThatCount(held, null);
      invariant(root, 'there is a key for the first root');
      return this.#keep(firstRoot({ root, ...others }, now));
    }
    // A root that waits for signatures has the next version.
    if (!isStale(known, now) || (await findOpenRoot(this.#em))) return known;
    const renewed = renewedRoot(known, keysThatCount(held, known.content), now);
    return renewed ? this.#keep(renewed) : known;
  }

  /** The role's word as it is, where it is right, has time left and is signed by the key that counts; else the next. */
  #renew(
    role: DelegatedRole,
    keys: RoleKeys,
    { isRight, make }: { isRight: (known: Published) => boolean; make: (ground: Ground) => Published },
  ): Published {
    const { now } = this.#about;
    const known = this.#newest.get(role);
    if (known && !isStale(known, now) && isSignedBy(known, keys[role]) && isRight(known)) return known;
    return this.#keep(make({ keys, version: (known?.version ?? 0) + 1, expiresAt: expiryOf(role, now) }));
  }

  #keep(made: Published): Published {
    keepVersion(this.#em, this.#about.tenantId, made);
    this.#newest.set(made.role, made);
    return made;
  }
}

/** Whether a snapshot or timestamp names this version of what it is about. */
function names({ content }: Published, { role, version }: Published): boolean {
  const { signed } = JSON.parse(content) as { signed: { meta: Record<string, { version: number }> } };
  return signed.meta[`${role}.json`]?.version === version;
}
