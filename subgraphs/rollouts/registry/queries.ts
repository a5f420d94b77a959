/** Every read of the artifacts that rollouts know. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '@flotilla/kernel/context';
import type { EntityManager } from '@flotilla/kernel/database';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { ask } from '@flotilla/kernel/transaction';
import { ofTenant } from '../of-tenant.ts';
import {
  artifactsFollower,
  assertUsable,
  type ArtifactReference,
  type ArtifactState,
  type RegisteredArtifact,
} from './registered.ts';

const columns = `a.digest, a.size::float8 as size, a.media_type as "mediaType", a.name, a.version, a.mirrors, a.state, a.reason,
  a.channels`;

/** Whoever reads the rows of one tenant: a request, or a delivery. */
export type Reading = Pick<Context, 'read'>;

/** Finds the artifact that is meant. Refuses with NOT_FOUND where the tenant has none. */
export async function findArtifact(
  em: EntityManager,
  reference: ArtifactReference,
  element: string,
): Promise<RegisteredArtifact> {
  const [name, version] = reference.digest === null ? [reference.name, reference.version] : [null, null];
  const [row] = await ask<RegisteredArtifact>(
    em,
    `select ${columns} from artifacts a where ${ofTenant('a')}
       and (a.digest = $1 or ($2::text is not null and a.name = $2 and a.version = $3))`,
    [reference.digest, name, version],
  );
  if (row) return row;
  const what = name === null ? `the digest ${reference.digest}` : `the name ${name} and version ${version}`;
  const words = `No artifact of this tenant has ${what}. Push it with \`flotilla artifact push\`, or correct it.`;
  throw new Refusal('NOT_FOUND', words, { element });
}

/** The same, and refused with the remedy unless it may be rolled out. What was recorded just before the call counts. */
export async function findUsable(
  context: Reading,
  reference: ArtifactReference,
  element: string,
): Promise<RegisteredArtifact> {
  return afterFacts(context, async (em) => {
    const found = await findArtifact(em, reference, element);
    assertUsable(found, element);
    return found;
  });
}

/** How things are with the artifact of a rollout, held as it is until the transaction ends. Null: it is not known. */
export async function lockArtifact(
  em: EntityManager,
  digest: string,
): Promise<{ readonly state: ArtifactState; readonly channels: readonly string[] } | null> {
  const [row] = await ask<{ state: ArtifactState; channels: string[] }>(
    em,
    `select a.state, a.channels from artifacts a where ${ofTenant('a')} and a.digest = $1 for share`,
    [digest],
  );
  return row ?? null;
}

const patienceMs = 1_500;
const lookEveryMs = 50;

/** Reads; what is refused is read again once everything that was in the log before has come here. */
export async function afterFacts<T>(context: Reading, read: (em: EntityManager) => Promise<T>): Promise<T> {
  try {
    return await context.read(read);
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    const head = await context.read((em) => headOf(em));
    const until = performance.now() + patienceMs;
    while (performance.now() < until && !(await context.read((em) => hasSeen(em, head)))) await delay(lookEveryMs);
    return context.read(read);
  }
}

async function headOf(em: EntityManager): Promise<string> {
  const [row] = await ask<{ position: string }>(
    em,
    `select h.position::text as position from log.heads h join log.tenants t using (shard) where ${ofTenant('t')}`,
    [],
  );
  return row?.position ?? '0';
}

async function hasSeen(em: EntityManager, position: string): Promise<boolean> {
  const [row] = await ask<{ hasSeen: boolean }>(
    em,
    `select c.position >= $2::text::bigint as "hasSeen" from log.checkpoints c join log.tenants t using (shard)
     where ${ofTenant('t')} and c.projection = $1`,
    [artifactsFollower, position],
  );
  return row?.hasSeen ?? true;
}
