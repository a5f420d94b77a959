/**
 * Publishes a tenant's update metadata when somebody asks for it and it is not what it should be: artifacts were promoted
 * or taken back, or a word is half over. Versions only rise, and everything that changes does so in one transaction.
 */
import type { Database, EntityManager } from '@flotilla/kernel/database';
import type { KeyStore } from '@flotilla/kernel/key-store';
import type { BlobStore } from '../blob/blob-store.ts';
import { databaseNow } from '../clock.ts';
import {
  expiryOf,
  isStale,
  rootOf,
  says,
  snapshotOf,
  targetsOf,
  timestampOf,
  type Ground,
  type Installable,
  type Published,
} from './documents.ts';
import { holdRoleKeys, type MetadataRole, type RoleKeys } from './keys/role-keys.ts';
import { findInstallable, findNewest, findVersion, keepVersion } from './queries.ts';
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
      const keys = await holdRoleKeys(em, tenantId, this.#keyStore);
      const installable = await this.#texts.of(tenantId, await findInstallable(em));
      return new Round(em, { tenantId, keys, now: await databaseNow(em) }).publish(installable);
    });
    return published.get(role) ?? null;
  }

  /** A certain version as it was published; null where there is none. */
  async version(tenantId: string, role: MetadataRole, version: number): Promise<Published | null> {
    return this.#database.inTenant(tenantId, (em) => findVersion(em, role, version));
  }
}

type About = { readonly tenantId: string; readonly keys: RoleKeys; readonly now: string };

/** One look at everything that is published, in one transaction. */
class Round {
  readonly #em: EntityManager;
  readonly #about: About;
  #newest = new Map<MetadataRole, Published>();

  constructor(em: EntityManager, about: About) {
    this.#em = em;
    this.#about = about;
  }

  async publish(installable: readonly Installable[]): Promise<ReadonlyMap<MetadataRole, Published>> {
    this.#newest = await findNewest(this.#em);
    const { keys, now } = this.#about;
    this.#renew('root', () => true, rootOf);
    const ground = { keys, expiresAt: expiryOf('targets', now) };
    const targets = this.#renew(
      'targets',
      (known) => says(known, installable, ground),
      (of) => targetsOf(of, installable),
    );
    const snapshot = this.#renew(
      'snapshot',
      (known) => names(known, targets),
      (of) => snapshotOf(of, targets),
    );
    this.#renew(
      'timestamp',
      (known) => names(known, snapshot),
      (of) => timestampOf(of, snapshot),
    );
    return this.#newest;
  }

  /** The role's word as it is, where it is right and has time left; the next version otherwise. */
  #renew(role: MetadataRole, isRight: (known: Published) => boolean, make: (ground: Ground) => Published): Published {
    const { tenantId, keys, now } = this.#about;
    const known = this.#newest.get(role);
    if (known && !isStale(known, now) && isRight(known)) return known;
    const made = make({ keys, version: (known?.version ?? 0) + 1, expiresAt: expiryOf(role, now) });
    keepVersion(this.#em, tenantId, made);
    this.#newest.set(role, made);
    return made;
  }
}

/** Whether a snapshot or timestamp names this version of what it is about. */
function names({ content }: Published, { role, version }: Published): boolean {
  const { signed } = JSON.parse(content) as { signed: { meta: Record<string, { version: number }> } };
  return signed.meta[`${role}.json`]?.version === version;
}
