/** What of a tenant's attention some events touch: found in the events themselves, before anything is read. */
import type { Recorded } from '@flotilla/kernel/event';

/** Ids and keys by which the working set is read. */
export type Needs = {
  readonly deviceIds: ReadonlySet<string>;
  readonly domainIds: ReadonlySet<string>;
  readonly locationIds: ReadonlySet<string>;
  readonly tokenIds: ReadonlySet<string>;
  /** Items that an event names by their key. */
  readonly itemKeys: ReadonlySet<string>;
};

/** The needs of some events of one tenant. Reads ids by their names, so a new fact needs no new line here. */
export function needsOf(events: readonly Recorded[]): Needs {
  const needs = {
    deviceIds: new Set<string>(),
    domainIds: new Set<string>(),
    locationIds: new Set<string>(),
    tokenIds: new Set<string>(),
    itemKeys: new Set<string>(),
  };
  for (const { type, data } of events) {
    const facts = data as Readonly<Record<string, unknown>>;
    take(needs.deviceIds, facts['deviceId'], facts['relayId']);
    take(needs.domainIds, facts['domainId'], facts['parentId']);
    take(needs.locationIds, facts['locationId']);
    take(needs.tokenIds, facts['tokenId']);
    if (type === 'AttentionDeadlinePassed') take(needs.itemKeys, ...(facts['keys'] as string[]));
    if (type.startsWith('AuthorityConflict')) {
      take(facts['subject'] === 'DEVICE' ? needs.deviceIds : needs.domainIds, facts['id']);
      take(needs.itemKeys, `conflict:${String(facts['conflictId'])}`);
    }
    if (typeof facts['batchId'] === 'string') needs.itemKeys.add(`batch:${facts['batchId']}`);
    if (typeof facts['tokenId'] === 'string') needs.itemKeys.add(`token:${facts['tokenId']}`);
  }
  return needs;
}

function take(into: Set<string>, ...values: readonly unknown[]): void {
  for (const value of values) if (typeof value === 'string') into.add(value);
}
