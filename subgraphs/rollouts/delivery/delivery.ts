/**
 * `POST /hooks/rollouts/<tenant>`: a pipeline that has pushed and promoted an artifact asks for a rollout of it. What is
 * signed makes a draft as a template has it, and nothing more: a person looks at it and starts it.
 */
import { randomUUID } from 'node:crypto';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { readBody } from '@flotilla/kernel/server/graphql-http';
import type { StreamRoute } from '@flotilla/kernel/server/subgraph';
import { ask } from '@flotilla/kernel/transaction';
import { systemViewer } from '@flotilla/kernel/viewer';
import { z } from 'zod';
import { rolloutAggregate } from '../aggregates.ts';
import { isUuid, ofTenant } from '../of-tenant.ts';
import { usableArtifacts } from '../plan/planned-artifacts.ts';
import { templatedPlan } from '../plan/templated-plan.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import { findTemplate } from '../template/queries.ts';
import type { HookKey, HookKeys } from './hook-keys.ts';
import { freshnessS, isFresh, isSigned, signatureHeader, timestampHeader } from './signature.ts';

/** What deliveries work with. */
export type DeliveryParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly keys: HookKeys;
};

/** A delivery as it came through the door. */
export type Delivery = {
  readonly tenantId: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Buffer;
};

const bodyMaxBytes = 64 * 1_024;
const reference = z.union([
  z.strictObject({ digest: z.string() }),
  z.strictObject({ name: z.string(), version: z.string() }),
]);
const wordsShape = z.strictObject({
  template: z.string().min(1).max(80),
  artifact: reference,
  previous: reference.optional(),
  name: z.string().optional(),
});

/** Takes deliveries of every tenant. */
export class Deliveries {
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** The route. */
  readonly route: StreamRoute = async ({ request, response, rest: tenantId }) => {
    if (request.method !== 'POST') throw new Refusal('INVALID_INPUT', 'A delivery is posted.');
    const headerOf = (name: string): string => String(request.headers[name] ?? '');
    const [timestamp, signature] = [headerOf(timestampHeader), headerOf(signatureHeader)];
    const body = Buffer.from(await readBody(request, bodyMaxBytes));
    const rolloutId = await this.take({ tenantId, timestamp, signature, body });
    const answer = JSON.stringify({ rolloutId, state: 'DRAFT' });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  };

  /** Makes the draft; answers its id. Refuses what is not signed, not fresh, not new, or not possible, in this order. */
  async take(delivery: Delivery): Promise<string> {
    const { tenantId, timestamp } = delivery;
    const key = await this.#signerOf(delivery);
    if (!isFresh(timestamp, Date.now())) {
      const words = `${timestampHeader} is more than ${freshnessS} seconds away from now. Sign it again, by a right clock.`;
      throw new Refusal('UNAUTHENTICATED', words, { element: timestampHeader });
    }
    await this.#parts.database.inTenant(tenantId, (em) => assertNew(em, delivery));
    const plan = await this.#planOf(tenantId, wordsOf(delivery.body));
    const rolloutId = randomUUID();
    await this.#parts.database.inTenant(tenantId, async (em) => {
      await note(em, delivery, rolloutId);
      const viewer = { ...systemViewer(tenantId), kind: 'service', subject: key.id } as const;
      const command = { type: 'CreateRollout', rolloutId, plan } as const;
      await handleWithin(em, rolloutAggregate, { id: rolloutId, command, viewer });
    });
    this.#parts.tail.committed();
    return rolloutId;
  }

  /** Whoever signed it. A tenant that does not exist is answered like a wrong signature. */
  async #signerOf({ tenantId, ...words }: Delivery): Promise<HookKey> {
    const keys = isUuid(tenantId) ? await this.#parts.keys.of(tenantId) : [];
    const signers = keys.filter(({ secret }) => isSigned(secret, words));
    if (signers[0]) return signers[0];
    const why = `${signatureHeader} is not sha256=<HMAC of "<timestamp>.<body>"> by a secret of this tenant.`;
    throw new Refusal('UNAUTHENTICATED', why, { element: signatureHeader });
  }

  async #planOf(tenantId: string, words: z.infer<typeof wordsShape>): Promise<RolloutPlan> {
    const reading = {
      read: <T>(work: (em: EntityManager) => Promise<T>) => this.#parts.database.inTenant(tenantId, work),
    };
    const { plan } = await reading.read((em) => findTemplate(em, words.template, 'template'));
    const { artifact, previous = null, name = null } = words;
    return templatedPlan(plan, await usableArtifacts(reading, { artifact, previous }), { name });
  }
}

function wordsOf(body: Buffer): z.infer<typeof wordsShape> {
  let said: unknown;
  try {
    said = JSON.parse(body.toString());
  } catch {
    throw new Refusal('INVALID_INPUT', 'The body is no JSON.', { element: 'body' });
  }
  const read = wordsShape.safeParse(said);
  if (read.success) return read.data;
  const words =
    'The body is { template, artifact: { name, version } or { digest } }, and previous and name where they are wanted.';
  throw new Refusal('INVALID_INPUT', words, { element: read.error.issues[0]?.path.join('.') || 'body' });
}

async function assertNew(em: EntityManager, { signature }: Delivery): Promise<void> {
  const [known] = await ask<{ rolloutId: string }>(
    em,
    `select d.rollout_id as "rolloutId" from hook_deliveries d where ${ofTenant('d')} and d.signature = $1`,
    [signature],
  );
  if (known) throw replayed(known.rolloutId);
}

/** Two at once: the second waits for the first, and is refused. What is too old to be taken needs no note any more. */
async function note(em: EntityManager, { tenantId, signature }: Delivery, rolloutId: string): Promise<void> {
  const seconds = 3 * freshnessS;
  await ask(
    em,
    `delete from hook_deliveries d where ${ofTenant('d')} and d.received_at < now() - make_interval(secs => $1)`,
    [seconds],
  );
  const [row] = await ask<{ id: string }>(
    em,
    `insert into hook_deliveries (tenant_id, signature, rollout_id) values ($1, $2, $3) on conflict do nothing
     returning rollout_id as id`,
    [tenantId, signature, rolloutId],
  );
  if (!row) throw replayed(null);
}

function replayed(rolloutId: string | null): Refusal {
  const words = 'This delivery was taken before. A new one is signed at another moment.';
  return new Refusal('CONFLICT', words, { rolloutId });
}
