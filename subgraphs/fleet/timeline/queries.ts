/** The history of one device, straight from the log. */
import { connectionOf, type ConnectionOf, type Page } from '@flotilla/kernel/connection';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { readHistory } from '@flotilla/kernel/log/read';
import { authority } from '../authority/authority.ts';
import { clone } from '../clone/clone.ts';
import { command } from '../command/command.ts';
import { commandIdsOf } from '../command/queries.ts';
import { connectivity } from '../connectivity/connectivity.ts';
import { device } from '../device/device.ts';
import { userIn } from '@flotilla/kernel/user-reference';
import type { TimelineEntry } from './graphql.ts';
import { summaryOf, type TimelineFact } from './summary.ts';

/** A page of what happened to a device, to its connection and to what it was ordered, newest first. */
export async function readTimeline(
  em: EntityManager,
  deviceId: string,
  page: Page,
): Promise<ConnectionOf<TimelineEntry>> {
  const [before] = page.after ?? [];
  const commandIds = await commandIdsOf(em, deviceId);
  const facts = await readHistory(em, {
    streams: [
      ...[
        `${authority.category}-device`,
        device.category,
        connectivity.category,
        clone.category,
        'telemetry_quarantine',
        'replay',
      ].map((category) => streamOf(category, deviceId)),
      ...commandIds.map((id) => streamOf(command.category, id)),
    ],
    ...(before !== undefined && { before }),
    limit: page.first + 1,
  });
  const entries = facts.map((fact): TimelineEntry => ({
    id: fact.id,
    type: fact.type,
    summary: summaryOf(fact as unknown as TimelineFact),
    at: new Date(fact.at),
    actor: fact.metadata.actor,
    actorUser: userIn(fact.metadata.actor),
    position: fact.position,
    data: fact.data,
  }));
  return connectionOf(entries, page, { cursor: (entry) => [entry.position] });
}
