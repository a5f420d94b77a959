/**
 * Everything that is done to artifacts, whether over GraphQL or beside it: commands, the store, and a verdict after each
 * change that could matter for one. Whoever calls has authorised the viewer.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handle } from '@flotilla/kernel/handle';
import type { Viewer } from '@flotilla/kernel/viewer';
import { artifactAggregate } from '../../aggregates.ts';
import { refusingDuplicates } from '../../refusing-duplicates.ts';
import { refusingUnverifiable } from '../../refusing-unverifiable.ts';
import { findSigningKeys, findThresholds } from '../../signing-key/queries.ts';
import { defaultThresholds } from '../../signing-key/signing-key.ts';
import { evidenceKindOf } from '../../verification/media-types.ts';
import { Unverifiable } from '../../verification/reason.ts';
import { sbomMaxBytes } from '../../verification/sbom.ts';
import { digestOfBytes } from '../../verification/subject.ts';
import type { ArtifactCommand } from '../artifact.ts';
import type { ArtifactRegistered, Channel } from '../events.ts';
import {
  artifactsById,
  artifactsSignedBy,
  evidenceByArtifact,
  findByDigest,
  signersByArtifact,
  type ArtifactRow,
} from '../queries.ts';
import { artifactIdOf } from './artifact-id.ts';
import { recount, type Counted } from './recount.ts';
import { Verifier, type VerifierParts } from './verifier.ts';

/** Bytes of a signature or statement at most; bills of material may be larger. */
const evidenceMaxBytes = 1024 * 1024;

/** What is registered. */
export type NewArtifact = Omit<ArtifactRegistered['data'], 'artifactId'>;

/** Somebody who does something, in a tenant. */
export type Doer = { readonly viewer: Viewer; readonly tenantId: string };

/** Does things to artifacts. */
export class ArtifactDesk {
  readonly #parts: VerifierParts & { readonly sizeMax: number };
  readonly #verifier: Verifier;

  constructor(parts: VerifierParts & { readonly sizeMax: number }) {
    this.#parts = parts;
    this.#verifier = new Verifier(parts);
  }

  /** Registers bytes that may be here already or still have to come. Answers the artifact's id. */
  async register(doer: Doer, data: NewArtifact): Promise<string> {
    const artifactId = artifactIdOf(doer.tenantId, data.digest);
    const { sizeMax } = this.#parts;
    await refusingDuplicates(() => this.#handle(doer, { type: 'RegisterArtifact', artifactId, sizeMax, ...data }));
    return artifactId;
  }

  /** Takes note that all bytes are in the store, and judges them. */
  async uploaded(doer: Doer, artifactId: string): Promise<void> {
    await this.#handle(doer, { type: 'RecordUpload', artifactId });
    await this.#verifier.verify(doer.viewer, doer.tenantId, artifactId);
  }

  /** Keeps something that is said about an artifact, and judges it if its bytes are here. */
  async attach(
    doer: Doer,
    artifactId: string,
    { mediaType, content }: { readonly mediaType: string; readonly content: Uint8Array },
  ): Promise<void> {
    const row = await this.require(doer.tenantId, artifactId);
    const kind = await refusingUnverifiable(() => evidenceKindOf(mediaType));
    const maxBytes = kind === 'SBOM' ? sbomMaxBytes : evidenceMaxBytes;
    await refusingUnverifiable(() => assertFits(content, maxBytes));
    const digest = digestOfBytes(content);
    const key = { tenantId: doer.tenantId, digest };
    const size = content.length;
    const { received, isComplete } = await this.#parts.store.progress(key);
    const rest = content.subarray(received);
    if (!isComplete) await this.#parts.store.append(key, { offset: received, size, source: onePiece(rest) });
    const data = { artifactId, evidenceId: randomUUID(), mediaType, kind, digest, size };
    await this.#handle(doer, { type: 'AttachEvidence', ...data });
    if (row.uploadedAt !== null) await this.verify(doer, artifactId);
  }

  /** Judges an artifact anew: keys or thresholds may have changed. */
  async verify({ viewer, tenantId }: Doer, artifactId: string): Promise<void> {
    await this.#verifier.verify(viewer, tenantId, artifactId);
  }

  /** Lets an artifact be used in the next channel, if it is still what it was verified to be. */
  async promote(doer: Doer, artifactId: string, channel: Channel): Promise<void> {
    await this.verify(doer, artifactId);
    const { stage, reason, faults } = await this.require(doer.tenantId, artifactId);
    if (stage === 'REJECTED') {
      const words = `This artifact is REJECTED: ${faults[0]?.words ?? reason}`;
      throw new Refusal('CONFLICT', words, { artifactId, state: stage, reason });
    }
    await this.#handle(doer, { type: 'PromoteArtifact', artifactId, channel });
  }

  /** Lets nobody begin to use an artifact any more. */
  async withdraw(doer: Doer, artifactId: string, reason: string): Promise<void> {
    await this.#handle(doer, { type: 'WithdrawArtifact', artifactId, reason });
  }

  /** Counts anew whatever a key vouched for that is believed no more. What it said of a build is judged from the bytes. */
  async keyRevoked(doer: Doer, keyId: string): Promise<void> {
    const ids = await this.#parts.database.inTenant(doer.tenantId, (em) => artifactsSignedBy(em, keyId));
    for (const id of ids) {
      const counted = await this.#parts.database.inTenant(doer.tenantId, (em) => readCounted(em, id));
      if (counted?.row.stage !== 'VERIFIED') continue;
      const isBuild = counted.signers.some((each) => each.keyId === keyId && each.role === 'BUILD');
      if (isBuild) await this.verify(doer, id);
      else await this.#handle(doer, recount(counted));
    }
  }

  /** The artifact; refuses with NOT_FOUND where the tenant has none. */
  async require(tenantId: string, artifactId: string): Promise<ArtifactRow> {
    const found = await this.#parts.database.inTenant(tenantId, (em) => artifactsById.load(em, [artifactId]));
    const row = found.get(artifactId);
    if (row) return row;
    throw new Refusal('NOT_FOUND', 'There is no such artifact in this tenant.', { artifactId });
  }

  /** The artifact with these bytes; null where the tenant has none. */
  async ofDigest(tenantId: string, digest: string): Promise<ArtifactRow | null> {
    return this.#parts.database.inTenant(tenantId, (em) => findByDigest(em, digest));
  }

  async #handle({ viewer, tenantId }: Doer, command: ArtifactCommand): Promise<void> {
    const instruction = { id: command.artifactId, command, viewer, tenantId };
    const { events } = await handle(this.#parts.database, artifactAggregate, instruction);
    if (events.length > 0) this.#parts.tail.committed();
  }
}

async function readCounted(em: EntityManager, id: string): Promise<Counted | null> {
  const row = (await artifactsById.load(em, [id])).get(id);
  if (!row) return null;
  return {
    row,
    evidence: (await evidenceByArtifact.load(em, [id])).get(id) ?? [],
    signers: (await signersByArtifact.load(em, [id])).get(id) ?? [],
    keys: await findSigningKeys(em),
    thresholds: await findThresholds(em, defaultThresholds),
  };
}

function assertFits(content: Uint8Array, maxBytes: number): void {
  if (content.length > maxBytes) throw new Unverifiable('OVERSIZE', `This evidence has at most ${maxBytes} bytes.`);
  if (content.length === 0) throw new Unverifiable('TRUNCATED', 'The evidence is empty.');
}

async function* onePiece(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}
