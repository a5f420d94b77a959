/** Each fact of a device's history as a sentence for people. Facts this file does not know yet show their name. */
import type { Recorded } from '@flotilla/kernel/event';
import { reasonOf } from '../connectivity/projection.ts';
import type { AuthorityEvent } from '../authority/events.ts';
import type { CloneEvent } from '../clone/events.ts';
import type { CommandEvent } from '../command/events.ts';
import type { ConnectivityEvent } from '../connectivity/events.ts';
import type { DeviceEvent } from '../device/events.ts';
import { commandSummaryOf } from './command-summary.ts';
import { lifeSummaryOf, type LifeFact } from './life-summary.ts';
import type { ReplayConcluded, ReplayEvent } from '../replay/events.ts';

/** Every fact that is in the history of a device. */
export type TimelineFact = DeviceEvent | ConnectivityEvent | CloneEvent | ReplayEvent | AuthorityEvent | CommandEvent;

/** The sentence for one fact. */
export function summaryOf(fact: TimelineFact): string {
  switch (fact.type) {
    case 'DeviceClaimed':
      return `Claimed as "${fact.data.name}" with an enrollment token; waits for approval.`;
    case 'DeviceApproved':
      return fact.data.ruleName === null
        ? // Who it was is the entry's actor, and a name there instead of an id.
          'Approved.'
        : `Approved by the rule "${fact.data.ruleName}".`;
    case 'DeviceDenied':
      return `Denied: ${fact.data.reason}`;
    case 'DeviceRevoked':
      return `Revoked: ${fact.data.reason}`;
    case 'DeviceCertificateIssued':
      return `Certificate ${shortSerial(fact.data.certificate.serial)} issued, valid until ${fact.data.certificate.notAfter}.`;
    case 'DeviceCertificateConfirmed':
      return `Certificate ${shortSerial(fact.data.serial)} is in use; the one before it is refused from now on.`;
    case 'DeviceActivated':
      return 'Heard for the first time; active from now on.';
    case 'DeviceAgentChanged':
      return `Agent changed from ${fact.data.previousVersion} to ${fact.data.agentVersion}.`;
    case 'DeviceRenamed':
      return `Renamed from "${fact.data.previousName}" to "${fact.data.name}".`;
    case 'DeviceRelabelled':
      return fact.data.labels.length === 0
        ? 'All labels removed.'
        : `Labelled ${fact.data.labels.map(({ key, value }) => `${key}=${value}`).join(', ')}.`;
    case 'DeviceMoved':
      return 'Moved to another domain or location.';
    case 'DeviceChannelChanged':
      return `Takes its software from ${fact.data.channel} instead of ${fact.data.previousChannel}.`;
    case 'DeviceInventoryReported':
      return 'Reported a new inventory.';
    case 'ConnectivityChanged':
      return `${fact.data.previousMode} → ${fact.data.mode}: ${reasonOf(fact.data)}.`;
    case 'ReplayOpened':
      return `Came back with journal records up to ${fact.data.lastSeq}, of which ${fact.data.acknowledgedSeq} were here.`;
    case 'ReplayConcluded':
      return conclusionOf(fact.data);
    case 'ReplayAborted':
      return fact.data.reason === 'SILENT'
        ? 'Went silent in the middle of its replay; the lock is released.'
        : 'Said hello again; the replay before is superseded.';
    case 'AuthorityReleaseRequested':
      return `${fact.data.authorityId} was asked to release the authority: ${fact.data.reason}`;
    case 'AuthorityReleased':
      return `${fact.data.authorityId} does not hold the authority any more: ${fact.data.reason}`;
    case 'AuthorityTaken':
      return `${fact.data.authorityId} holds the authority (${fact.data.masterOfRecord}, epoch ${fact.data.epoch}).`;
    case 'AuthorityConflictDetected':
      return `${fact.data.authorityId} at epoch ${fact.data.epoch} did not hold and was refused: ${fact.data.what}.`;
    case 'AuthorityConflictResolved':
      return `Conflict of authority resolved: ${fact.data.reason}`;
    default:
      return lifeSummaryOf(fact as LifeFact) ?? commandSummaryOf(fact as CommandEvent) ?? (fact as Recorded).type;
  }
}

function conclusionOf({ outcome, accepted, dropped, conflicts, unauthorised }: ReplayConcluded['data']): string {
  const counts = `${accepted} records accepted, ${dropped} declared as dropped, ${conflicts} conflicts`;
  return outcome === 'LIVE' ? `Replay done: ${counts}.` : `Replay done: ${counts}, ${unauthorised} not authorised.`;
}

function shortSerial(serial: string): string {
  return `${serial.slice(0, 8)}…`;
}
