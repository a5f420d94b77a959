/** An item as the schema shows it, made from its row: entities become references that other subgraphs resolve. */
import type { AttentionItem } from '../attention/graphql.ts';
import type { ItemRow } from '../attention/queries.ts';

/** A shown item that still knows its row, for the fields that ask further. */
export type ShownItem = AttentionItem & { readonly row: ItemRow };

/** Makes it. Its age is counted to now, or to the end of its cause. */
export function shownItem(row: ItemRow): ShownItem {
  const { domainId, deviceId, locationId, ownerId, sinceMs, endedMs, snoozedUntilMs } = row;
  return {
    row,
    id: row.id,
    key: row.key,
    occurrence: row.occurrence,
    kind: row.kind,
    title: row.title,
    score: row.score,
    terms: row.terms,
    severity: row.severity,
    scope: {
      domainId,
      deviceId,
      locationId,
      domain: domainId === null ? null : { id: domainId },
      device: deviceId === null ? null : { id: deviceId },
    },
    devices: row.devices,
    since: new Date(sinceMs),
    ageS: Math.max(0, Math.floor(((endedMs ?? Date.now()) - sinceMs) / 1_000)),
    updatedAt: new Date(row.updatedMs),
    endedAt: endedMs === null ? null : new Date(endedMs),
    evidence: row.evidence.map((each) => ({ ...each, at: each.kind === 'TIMELINE' ? new Date(sinceMs) : null })),
    nextAction: row.nextAction,
    state: row.state,
    owner: ownerId === null ? null : { id: ownerId },
    snoozedUntil: snoozedUntilMs === null ? null : new Date(snoozedUntilMs),
    mergedIntoId: row.mergedIntoId,
    reason: row.reason,
  };
}
