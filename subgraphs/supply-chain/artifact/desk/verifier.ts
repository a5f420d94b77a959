/**
 * Looks at an artifact with everything that is known now and records what it finds. Bytes are read from the store each
 * time, never believed to be what they were; a verdict counts only for the evidence it has seen.
 */
import { buffer } from 'node:stream/consumers';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import { VersionConflict } from '@flotilla/kernel/log/append';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Viewer } from '@flotilla/kernel/viewer';
import { artifactAggregate } from '../../aggregates.ts';
import type { BlobKey, BlobStore } from '../../blob/blob-store.ts';
import { databaseNow } from '../../clock.ts';
import { indexComponents } from '../../component/indexing.ts';
import { findSigningKeys, findThresholds, trustedKeyOf } from '../../signing-key/queries.ts';
import { defaultThresholds } from '../../signing-key/signing-key.ts';
import { judge, leadingReason, type Case, type Judgement } from '../../verification/judge.ts';
import { sbomMaxBytes } from '../../verification/sbom.ts';
import type { RecordVerdict } from '../artifact.ts';
import { artifactsById, evidenceByArtifact, type ArtifactRow, type EvidenceRow } from '../queries.ts';

const attemptsMax = 3;

/** What verifying needs of the process. */
export type VerifierParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly store: BlobStore;
};

type Ground = Pick<Case, 'keys' | 'thresholds' | 'now'> & {
  readonly row: ArtifactRow;
  readonly evidence: readonly EvidenceRow[];
};

/** Verifies artifacts. */
export class Verifier {
  readonly #parts: VerifierParts;

  constructor(parts: VerifierParts) {
    this.#parts = parts;
  }

  /** Judges an artifact in a viewer's name and records the verdict. Refuses where its bytes are not here yet. */
  async verify(viewer: Viewer, tenantId: string, artifactId: string): Promise<Judgement> {
    const attempt = async () => {
      const { judgement, ground } = await this.#judge(tenantId, artifactId);
      const command = verdictOf(artifactId, judgement, ground.evidence);
      await this.#parts.database.inTenant(tenantId, async (em) => {
        await handleWithin(em, artifactAggregate, { id: artifactId, command, viewer, tenantId });
        await indexComponents(em, { tenantId, artifactId }, judgement.sboms);
      });
      this.#parts.tail.committed();
      return judgement;
    };
    for (let left = attemptsMax; ; left -= 1) {
      try {
        return await attempt();
      } catch (thrown) {
        // Somebody attached something, or judged it as well: look once more, at that too.
        if (left <= 1 || !isOvertaken(thrown)) throw overtaken(thrown, artifactId);
      }
    }
  }

  async #judge(tenantId: string, artifactId: string): Promise<{ judgement: Judgement; ground: Ground }> {
    const { database, store } = this.#parts;
    const ground = await database.inTenant(tenantId, (em) => readGround(em, artifactId));
    const { row, keys, thresholds, now } = ground;
    const evidence: Case['evidence'][number][] = [];
    for (const { evidenceId, mediaType, digest } of ground.evidence) {
      evidence.push({ evidenceId, mediaType, digest, content: await contentOf(store, { tenantId, digest }) });
    }
    const bytes = () => bytesOf(store, { tenantId, digest: row.digest });
    const subject = { digest: row.digest, size: row.size, bytes };
    return { judgement: await judge({ subject, evidence, keys, thresholds, now }), ground };
  }
}

function isOvertaken(thrown: unknown): boolean {
  if (thrown instanceof VersionConflict) return true;
  return isRefusal(thrown) && thrown.code === 'CONFLICT' && thrown.details['state'] === undefined;
}

function overtaken(thrown: unknown, artifactId: string): unknown {
  if (!(thrown instanceof VersionConflict)) return thrown;
  const words = 'The artifact changed at the same moment. Look at it again, then retry.';
  return new Refusal('CONFLICT', words, { artifactId }, { cause: thrown });
}

async function readGround(em: EntityManager, artifactId: string): Promise<Ground> {
  const row = (await artifactsById.load(em, [artifactId])).get(artifactId);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such artifact in this tenant.', { artifactId });
  if (row.uploadedAt === null) {
    const words = 'The bytes of this artifact are not here yet. Upload them first.';
    throw new Refusal('CONFLICT', words, { artifactId, state: row.stage });
  }
  return {
    row,
    evidence: (await evidenceByArtifact.load(em, [artifactId])).get(artifactId) ?? [],
    keys: (await findSigningKeys(em)).map(trustedKeyOf),
    thresholds: await findThresholds(em, defaultThresholds),
    now: await databaseNow(em),
  };
}

/** The bytes as they are stored now; none where they are gone, which no digest fits. */
async function* bytesOf(store: BlobStore, key: BlobKey): AsyncIterable<Uint8Array> {
  const found = await store.read(key);
  if (found) yield* found.stream as AsyncIterable<Uint8Array>;
}

async function contentOf(store: BlobStore, key: BlobKey): Promise<Uint8Array> {
  const found = await store.read(key, { start: 0, end: sbomMaxBytes });
  return found ? buffer(found.stream) : new Uint8Array();
}

function verdictOf(artifactId: string, judgement: Judgement, evidence: readonly EvidenceRow[]): RecordVerdict {
  const judged = evidence.map(({ evidenceId }) => evidenceId);
  const { faults, signers, provenance, sboms } = judgement;
  const reason = leadingReason(judgement);
  if (reason !== null) {
    return { type: 'RecordVerdict', artifactId, judged, verdict: { is: 'REJECTED', reason, faults } };
  }
  const counted = sboms.map(({ evidenceId, specVersion, components }) => ({
    evidenceId,
    specVersion,
    components: components.length,
  }));
  const verdict = { is: 'VERIFIED', signers, faults, provenance, sboms: counted } as const;
  return { type: 'RecordVerdict', artifactId, judged, verdict };
}
