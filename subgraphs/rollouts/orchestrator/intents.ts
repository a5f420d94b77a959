/**
 * What a device is told to run: one canonical text, which is hashed, signed and never changed. A lease that expired before
 * it began leaves its intent as it was; whatever was begun is over, and the next try is a new intent.
 */
import { randomUUID } from 'node:crypto';
import { intentAggregate } from '../aggregates.ts';
import type { IntentEvent } from '../intent/events.ts';
import { canonicalJson, digestOf } from '@flotilla/kernel/canonical-json';
import type { UpdateDirection } from '../lease/events.ts';
import { later } from '../lease/lease.ts';
import type { ArtifactFacts, RolloutPlan } from '../rollout/events.ts';

/** The newest intent of a device, if it is of the same rollout and was not begun. */
export type KnownIntent = { readonly digest: string; readonly generation: number; readonly expiresAt: string };

/** What an intent follows from. */
export type IntentWish = {
  readonly tenantId: string;
  readonly rolloutId: string;
  readonly deviceId: string;
  readonly direction: UpdateDirection;
  readonly plan: RolloutPlan;
  readonly now: string;
  /** The newest generation of the device; 0 before its first intent. */
  readonly generation: number;
  readonly known: KnownIntent | null;
  /** What it runs of this name, and what it ran before, as far as is known. */
  readonly installed: ArtifactFacts | null;
  readonly before: ArtifactFacts | null;
};

/** How long a device may believe an intent, in seconds. */
const intentTtlS = 7 * 86_400;

/** The intent a lease is for, and the fact of it where it is new. Null where there is nothing to go back to. */
export function nextIntent(wish: IntentWish): {
  readonly intent: Pick<KnownIntent, 'digest' | 'generation'> | null;
  readonly events: readonly IntentEvent[];
} {
  const { plan, now, known, direction } = wish;
  const mayStay = known !== null && Date.parse(known.expiresAt) > Date.parse(later(now, plan.beginWithinS));
  if (mayStay) return { intent: known, events: [] };
  const artifact = direction === 'FORWARD' ? plan.artifact : goal(wish);
  if (!artifact) return { intent: null, events: [] };
  const generation = wish.generation + 1;
  const intentId = randomUUID();
  const expiresAt = later(now, intentTtlS);
  const { deviceId, rolloutId, installed } = wish;
  const document = canonicalJson({
    v: 1,
    intentId,
    tenantId: wish.tenantId,
    deviceId,
    generation,
    rolloutId,
    artifact,
    previous: installed && { digest: installed.digest, version: installed.version },
    executor: plan.executor,
    health: plan.health,
    mirrors: plan.mirrors,
    issuedAt: now,
    expiresAt,
  });
  const digest = digestOf(document);
  const data = { deviceId, generation, intentId, rolloutId, direction, artifact, document, digest, expiresAt };
  const events = intentAggregate.decide({ type: 'IntendUpdate', ...data }, { generation: wish.generation, held: null });
  return { intent: { digest, generation }, events };
}

/** What a device goes back to: what it ran before this rollout, else what the rollout says. */
export function goal({
  plan,
  installed,
  before,
}: Pick<IntentWish, 'plan' | 'installed' | 'before'>): ArtifactFacts | null {
  const isChanged = installed?.digest === plan.artifact.digest;
  return (isChanged ? before : installed) ?? plan.previous;
}
