/**
 * Keeps the rows of devices, in the transaction that records the fact. What comes by the hundred, connectivity and
 * inventory, is written set by set; what people cause is written one by one.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import type { Fact } from '@flotilla/kernel/event';
import type { InlineProjection } from '@flotilla/kernel/projection/projection';
import { projectConnectivity } from '../connectivity/projection.ts';
import type { ConnectivityEvent } from '../connectivity/events.ts';
import { projectLife } from '../lifecycle/projection.ts';
import { updateWords } from '../lifecycle/update-words.ts';
import {
  changeDevice,
  confirmCertificate,
  insertCertificate,
  insertDevice,
  replaceLabels,
  writeInventories,
} from './rows/statements.ts';
import type { DeviceEvent, DeviceInventoryReported } from './events.ts';

/** The facts about the life of a device that is in. */
type LifeEvent = Extract<
  DeviceEvent,
  {
    type:
      | 'DeviceQuarantined'
      | 'DeviceReleased'
      | 'DeviceDegraded'
      | 'DeviceRecovered'
      | 'DeviceUpdateStarted'
      | 'DeviceUpdateEnded'
      | 'DeviceDecommissionStarted'
      | 'DeviceDecommissionAdvanced'
      | 'DeviceRetired'
      | 'DeviceCredentialsRotated';
  }
>;

/** Writes one fact of a device to its rows. */
export async function projectDevice(em: EntityManager, fact: Fact<DeviceEvent>): Promise<void> {
  switch (fact.type) {
    case 'DeviceClaimed':
      return insertDevice(em, fact);
    case 'DeviceApproved': {
      const { approvedBy } = fact.data;
      const columns = { trust: 'TRUSTED', phase: 'ENROLLED', approved_at: fact.at, approved_by: approvedBy };
      return changeDevice(em, fact, { ...columns, state_since: fact.at, state_reason: `approved by ${approvedBy}` });
    }
    case 'DeviceDenied':
    case 'DeviceRevoked': {
      await projectLife(em, fact);
      const ended = { trust: 'REVOKED', current_fingerprint: null, next_fingerprint: null };
      return changeDevice(em, fact, { ...ended, state_since: fact.at, state_reason: fact.data.reason });
    }
    case 'DeviceCertificateIssued':
      return insertCertificate(em, fact, fact.data.certificate);
    case 'DeviceCertificateConfirmed':
      return confirmCertificate(em, fact);
    case 'DeviceActivated':
      return changeDevice(em, fact, { phase: 'ACTIVE', state_since: fact.at, state_reason: 'first heartbeat' });
    case 'DeviceAgentChanged':
      return changeDevice(em, fact, { agent_version: fact.data.agentVersion });
    case 'DeviceRenamed':
      return changeDevice(em, fact, { name: fact.data.name });
    case 'DeviceRelabelled':
      changeDevice(em, fact, { labels: JSON.stringify(fact.data.labels) });
      return replaceLabels(em, fact, fact.data.labels);
    case 'DeviceMoved': {
      const { domainId, locationId, authorityEpochBase: base } = fact.data;
      const rebased = base === undefined ? {} : { authority_epoch_base: base.toString() };
      return changeDevice(em, fact, { domain_id: domainId, location_id: locationId, ...rebased });
    }
    case 'DeviceChannelChanged':
      return changeDevice(em, fact, { channel: fact.data.channel });
    case 'DeviceInventoryReported':
      return projectInventories(em, [fact]);
    case 'QuarantineAttempted':
    case 'QuarantinedItemsReleased':
    case 'QuarantinedItemsDiscarded':
      return;
    default:
      await projectLife(em, fact);
      return changeStanding(em, fact);
  }
}

/** What a fact about the life of a device changes in the row that lists it. */
async function changeStanding(em: EntityManager, fact: Fact<LifeEvent>): Promise<void> {
  const since = (reason: string) => ({ state_since: fact.at, state_reason: reason });
  switch (fact.type) {
    case 'DeviceQuarantined':
      return changeDevice(em, fact, { trust: 'QUARANTINED', phase: fact.data.phase, ...since(fact.data.reason) });
    case 'DeviceReleased': {
      const { reason, phase } = fact.data;
      return changeDevice(em, fact, { trust: 'TRUSTED', phase, ...since(`released: ${reason}`) });
    }
    case 'DeviceDegraded': {
      const words = fact.data.reasons.map(({ code, detail }) => `${code}: ${detail}`).join('; ');
      return changeDevice(em, fact, { phase: 'DEGRADED', ...since(words) });
    }
    case 'DeviceRecovered':
      return changeDevice(em, fact, { phase: 'ACTIVE', ...since('recovered') });
    case 'DeviceUpdateStarted':
      return changeDevice(em, fact, { phase: 'UPDATING', ...since('began an update') });
    case 'DeviceUpdateEnded': {
      const { phase, outcome } = fact.data;
      return changeDevice(em, fact, { phase, ...since(updateWords[outcome]) });
    }
    case 'DeviceDecommissionStarted':
      return changeDevice(em, fact, { phase: 'DECOMMISSIONING', ...since(fact.data.reason) });
    case 'DeviceDecommissionAdvanced':
      return;
    case 'DeviceRetired': {
      const ended = { trust: 'REVOKED', current_fingerprint: null, next_fingerprint: null };
      return changeDevice(em, fact, { ...ended, phase: 'RETIRED', ...since(fact.data.reason) });
    }
    case 'DeviceCredentialsRotated':
      await em.execute('delete from device_certificates where tenant_id = ? and device_id = ?', [
        fact.tenantId,
        fact.data.deviceId,
      ]);
      return changeDevice(em, fact, { current_fingerprint: null, next_fingerprint: null });
  }
}

/** Writes inventories of any number of devices, set by set. */
export async function projectInventories(
  em: EntityManager,
  facts: readonly Fact<DeviceInventoryReported>[],
): Promise<void> {
  writeInventories(em, facts);
}

/** The rows of devices, for rebuilding. What heartbeats wrote is no fact and is not rebuilt. */
export const devicesProjection: InlineProjection = {
  name: 'fleet.devices',
  mode: 'inline',
  tables: ['devices', 'device_labels', 'device_certificates', 'device_inventories', 'device_lives'],
  handles: [
    'DeviceClaimed',
    'DeviceApproved',
    'DeviceDenied',
    'DeviceRevoked',
    'DeviceCertificateIssued',
    'DeviceCertificateConfirmed',
    'DeviceActivated',
    'DeviceAgentChanged',
    'DeviceRenamed',
    'DeviceRelabelled',
    'DeviceMoved',
    'DeviceChannelChanged',
    'DeviceInventoryReported',
    'DeviceQuarantined',
    'DeviceReleased',
    'DeviceDegraded',
    'DeviceRecovered',
    'DeviceUpdateStarted',
    'DeviceUpdateEnded',
    'DeviceDecommissionStarted',
    'DeviceDecommissionAdvanced',
    'DeviceRetired',
    'DeviceCredentialsRotated',
    'ConnectivityChanged',
  ] satisfies (DeviceEvent | ConnectivityEvent)['type'][],
  project: (em, fact) =>
    fact.type === 'ConnectivityChanged'
      ? projectConnectivity(em, [fact as Fact<ConnectivityEvent>])
      : projectDevice(em, fact as Fact<DeviceEvent>),
};
