/** Keeps what each device is to run and what it runs, in the transaction that records the fact. */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { tell } from '@flotilla/kernel/transaction';
import type { IntentEvent } from './events.ts';

/** Writes one fact of a device's intents. */
export async function projectIntent(em: EntityManager, fact: Fact<IntentEvent>): Promise<void> {
  const { tenantId, data, at } = fact;
  if (fact.type === 'DeviceUpdateIntended') {
    const { generation, intentId, rolloutId, direction, digest, document, artifact, expiresAt } = fact.data;
    tell(
      em,
      `insert into intents (tenant_id, device_id, generation, intent_id, rollout_id, direction, digest, document, artifact,
         expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10)
       on conflict (tenant_id, device_id) do update set generation = excluded.generation,
         intent_id = excluded.intent_id, rollout_id = excluded.rollout_id, direction = excluded.direction,
         digest = excluded.digest, document = excluded.document, artifact = excluded.artifact,
         expires_at = excluded.expires_at`,
      [
        tenantId,
        data.deviceId,
        generation,
        intentId,
        rolloutId,
        direction,
        digest,
        document,
        JSON.stringify(artifact),
        expiresAt,
      ],
    );
    tell(
      em,
      `insert into intent_history (tenant_id, device_id, generation, intent_id, rollout_id, direction, artifact, intended_at)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
      [tenantId, data.deviceId, generation, intentId, rolloutId, direction, JSON.stringify(artifact), at],
    );
    return;
  }
  if (fact.type === 'DeviceUpdateRefused') {
    const { generation, code, detail, leaseId } = fact.data;
    tell(em, 'update intents set refused_at = $4 where tenant_id = $1 and device_id = $2 and generation = $3', [
      tenantId,
      data.deviceId,
      generation,
      at,
    ]);
    tell(
      em,
      `update intent_history set refused_at = $4, refused_code = $5, refused_detail = $6, refused_lease_id = $7
       where tenant_id = $1 and device_id = $2 and generation = $3`,
      [tenantId, data.deviceId, generation, at, code, detail, leaseId],
    );
    return;
  }
  const { artifact, previous } = fact.data;
  tell(
    em,
    `insert into installed (tenant_id, device_id, name, digest, artifact, previous)
     values ($1, $2, $3, $4, $5::jsonb, $6::jsonb)
     on conflict (tenant_id, device_id, name) do update set digest = excluded.digest, artifact = excluded.artifact,
       previous = excluded.previous`,
    [
      tenantId,
      data.deviceId,
      artifact.name,
      artifact.digest,
      JSON.stringify(artifact),
      previous && JSON.stringify(previous),
    ],
  );
}

/** The rows of intents, for rebuilding. */
export const intentsProjection: InlineProjection = {
  name: 'rollouts.intents',
  mode: 'inline',
  tables: ['intents', 'intent_history', 'installed'],
  handles: ['DeviceUpdateIntended', 'DeviceUpdated', 'DeviceUpdateRefused'] satisfies IntentEvent['type'][],
  project: (em, fact) => projectIntent(em, fact as Fact<IntentEvent>),
};
