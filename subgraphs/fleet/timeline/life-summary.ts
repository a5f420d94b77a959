/** Each fact about the life of a device that is in, and about its identity, as a sentence for people. */
import type { CloneEvent } from '../clone/events.ts';
import type { DeviceEvent } from '../device/events.ts';
import { updateWords } from '../lifecycle/update-words.ts';

/** The facts this file may know. */
export type LifeFact = DeviceEvent | CloneEvent;

/** The sentence for one fact; undefined for facts of other kinds. */
export function lifeSummaryOf(fact: LifeFact): string | undefined {
  switch (fact.type) {
    case 'DeviceQuarantined':
      return `Quarantined (${fact.data.cause.toLowerCase()}): ${fact.data.reason}`;
    case 'DeviceReleased':
      return `Released from quarantine: ${fact.data.reason}`;
    case 'QuarantineAttempted':
      return `Tried to send ${fact.data.kind.toLowerCase()} ${fact.data.count} times while quarantined.`;
    case 'CloneSuspected':
      return `Two agents seem to use this identity: ${fact.data.instances.map(({ bootId }) => bootId).join(', ')}.`;
    case 'CloneResolved':
      return `Decided that ${fact.data.keptBootId} is the device.`;
    case 'QuarantinedItemsReleased':
      return `${fact.data.items} quarantined things released.`;
    case 'QuarantinedItemsDiscarded':
      return `${fact.data.items} quarantined things discarded.`;
    case 'DeviceDegraded':
      return `Degraded: ${fact.data.reasons.map(({ detail }) => detail).join('; ')}.`;
    case 'DeviceRecovered':
      return 'Recovered: no reason for concern is left.';
    case 'DeviceUpdateStarted':
      return 'Began an update.';
    case 'DeviceUpdateEnded':
      return `Update ended: ${updateWords[fact.data.outcome]}.`;
    case 'DeviceDecommissionStarted':
      return `Decommission started: ${fact.data.reason}`;
    case 'DeviceDecommissionAdvanced':
      return `Decommission: ${fact.data.step.toLowerCase().replace('_', ' ')} (${fact.data.detail}).`;
    case 'DeviceRetired':
      return `Retired, kept as ${fact.data.retentionClass.toLowerCase()}: ${fact.data.reason}`;
    case 'DeviceCredentialsRotated':
      return `Credentials rotated: ${fact.data.reason}`;
    default:
      return undefined;
  }
}
