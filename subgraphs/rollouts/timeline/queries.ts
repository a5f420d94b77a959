/** The history of one rollout, straight from the log. */
import { streamOf } from '@flotilla/kernel/aggregate';
import { connectionOf, type ConnectionOf, type Page } from '@flotilla/kernel/connection';
import type { EntityManager } from '@flotilla/kernel/database';
import { readHistory } from '@flotilla/kernel/log/read';
import { userIn } from '@flotilla/kernel/user-reference';
import type { RolloutEvent } from '../rollout/events.ts';
import { rollout } from '../rollout/rollout.ts';
import type { RolloutTimelineEntry } from './graphql.ts';
import { summaryOf } from './summary.ts';

/** A page of what happened to a rollout, newest first. What its devices did is in their journals. */
export async function readTimeline(
  em: EntityManager,
  rolloutId: string,
  page: Page,
): Promise<ConnectionOf<RolloutTimelineEntry>> {
  const [before] = page.after ?? [];
  const facts = await readHistory(em, {
    streams: [streamOf(rollout.category, rolloutId)],
    ...(before !== undefined && { before }),
    limit: page.first + 1,
  });
  const entries = facts.map((fact) => ({
    id: fact.id,
    type: fact.type,
    summary: summaryOf(fact as unknown as RolloutEvent),
    wave: waveIn(fact.data),
    at: new Date(fact.at),
    actor: fact.metadata.actor,
    actorUser: userIn(fact.metadata.actor),
    position: fact.position,
  }));
  return connectionOf(entries, page, { cursor: ({ position }) => [position] });
}

function waveIn(data: unknown): number | null {
  const wave = (data as { wave?: unknown }).wave;
  return typeof wave === 'number' ? wave : null;
}
