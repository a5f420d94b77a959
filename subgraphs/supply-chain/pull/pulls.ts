/** Who gets which bytes, and tokens by which somebody gets one artifact for some minutes without being anybody. */
import { randomUUID } from 'node:crypto';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Viewer } from '@flotilla/kernel/viewer';
import { artifactAggregate } from '../aggregates.ts';
import type { Doer } from '../artifact/desk/desk.ts';
import type { ArtifactRow } from '../artifact/queries.ts';
import { databaseNow } from '../clock.ts';
import type { Download } from '../transfer/download.ts';
import { assertTrusted } from './device-trust.ts';
import { findKept, findUsable, keepToken, tenantOfToken } from './queries.ts';
import { hashOfToken, newPullToken, pullTokenIn } from './token-text.ts';

/** A token as it is shown once. */
export type IssuedToken = { readonly token: string; readonly expiresAt: Date };

/** Decides on pulls. */
export class Pulls {
  readonly #database: Database;
  readonly #tail: Pick<LogTail, 'committed'>;

  constructor(parts: { readonly database: Database; readonly tail: Pick<LogTail, 'committed'> }) {
    this.#database = parts.database;
    this.#tail = parts.tail;
  }

  /** Makes a token for one artifact. Refuses where the artifact cannot be used, or the time is too long. */
  async issue(
    { viewer, tenantId }: Doer,
    { id: artifactId, digest }: ArtifactRow,
    ttlMinutes: number,
  ): Promise<IssuedToken> {
    const [tokenId, token] = [randomUUID(), newPullToken()];
    const expiresAt = await this.#database.inTenant(tenantId, async (em) => {
      if (!(await findUsable(em, digest))) throw notUsable(digest, 'CONFLICT');
      const now = await databaseNow(em);
      const command = { type: 'IssuePullToken', artifactId, tokenId, ttlMinutes, now } as const;
      const { events } = await handleWithin(em, artifactAggregate, { id: artifactId, command, viewer, tenantId });
      const end = new Date(Date.parse(now) + ttlMinutes * 60_000);
      if (events.length > 0) {
        const tokenHash = hashOfToken(token);
        keepToken(em, { tenantId, id: tokenId, tokenHash, digest, expiresAt: end.toISOString() });
      }
      return end;
    });
    this.#tail.committed();
    return { token, expiresAt };
  }

  /** What a device or the holder of a token gets. Refuses with UNAUTHENTICATED, FORBIDDEN or NOT_FOUND. */
  async permitted(viewer: Viewer, authorization: string | undefined, digest: string): Promise<Download> {
    const tenantId = viewer.kind === 'device' ? viewer.tenantId : await this.#tenantOf(authorization, digest);
    if (tenantId === null) {
      const words =
        'Bytes are given for a client certificate, a session, a bearer token or a pull token that is not over.';
      throw new Refusal('UNAUTHENTICATED', words);
    }
    const usable = await this.#database.inTenant(tenantId, async (em) => {
      if (viewer.kind === 'device') await assertTrusted(em, viewer);
      return findUsable(em, digest);
    });
    if (!usable) throw notUsable(digest, 'NOT_FOUND');
    return usable;
  }

  /** The tenant of a device that may take part. Refuses with FORBIDDEN. */
  async trustedTenant(viewer: Viewer): Promise<string> {
    const { tenantId } = viewer;
    if (tenantId === null) throw new Refusal('FORBIDDEN', 'This device belongs to no tenant.');
    await this.#database.inTenant(tenantId, (em) => assertTrusted(em, viewer));
    return tenantId;
  }

  /** What people and service accounts of a tenant get. Refuses with NOT_FOUND. */
  async readable(tenantId: string, digest: string): Promise<Download> {
    const kept = await this.#database.inTenant(tenantId, (em) => findKept(em, digest));
    if (!kept) throw new Refusal('NOT_FOUND', 'This tenant has no such bytes.', { digest });
    return kept;
  }

  async #tenantOf(authorization: string | undefined, digest: string): Promise<string | null> {
    const token = pullTokenIn(authorization);
    if (token === null) return null;
    return this.#database.inTenant(everyTenant, (em) => tenantOfToken(em, hashOfToken(token), digest));
  }
}

function notUsable(digest: string, code: 'CONFLICT' | 'NOT_FOUND'): Refusal {
  const words = 'No artifact with these bytes is verified, promoted and vouched for by keys that stand.';
  return new Refusal(code, words, { digest });
}
