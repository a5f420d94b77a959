/** The history of one device, straight from the log. */
import { connectionOf, type ConnectionOf, type Page } from '@flotilla/kernel/connection';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { EntityManager } from '@flotilla/kernel/database';
import { readHistory } from '@flotilla/kernel/log/read';
import { authority } from '../authority/authority.ts';
import type { AuthorityEvent } from '../authority/events.ts';
import { clone } from '../clone/clone.ts';
import type { CloneEvent } from '../clone/events.ts';
import { connectivity } from '../connectivity/connectivity.ts';
import type { ConnectivityEvent } from '../connectivity/events.ts';
import { device } from '../device/device.ts';
import type { DeviceEvent } from '../device/events.ts';
import type { ReplayEvent } from '../replay/events.ts';
import { userIn } from '../user-reference.ts';
import type { TimelineEntry } from './graphql.ts';
import { summaryOf } from './summary.ts';

/** A page of what happened to a device and its connection, newest first. */
export async function readTimeline(
  em: EntityManager,
  deviceId: string,
  page: Page,
): Promise<ConnectionOf<TimelineEntry>> {
  const [before] = page.after ?? [];
  const facts = await readHistory(em, {
    streams: [
      `${authority.category}-device`,
      device.category,
      connectivity.category,
      clone.category,
      'telemetry_quarantine',
      'replay',
    ].map((category) => streamOf(category, deviceId)),
    ...(before !== undefined && { before }),
    limit: page.first + 1,
  });
  const entries = facts.map((fact): TimelineEntry => ({
    id: fact.id,
    type: fact.type,
    summary: summaryOf(fact as unknown as DeviceEvent | ConnectivityEvent | CloneEvent | ReplayEvent | AuthorityEvent),
    at: new Date(fact.at),
    actor: fact.metadata.actor,
    actorUser: userIn(fact.metadata.actor),
    position: fact.position,
    data: fact.data,
  }));
  return connectionOf(entries, page, { cursor: (entry) => [entry.position] });
}
