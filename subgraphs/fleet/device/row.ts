/** The row of a device as it is shown and listed: the view over what the log tells and what the device last said. */
import { defineEntity, p } from '@mikro-orm/core';
import type { ConnectivityMode } from '../connectivity/events.ts';
import type { LifecyclePhase } from '../lifecycle/phase.ts';
import type { LabelPair } from '../naming/labels.ts';
import type { DeviceKind, InventoryReport, TrustState } from './events.ts';

const DeviceSchema = defineEntity({
  name: 'DeviceRow',
  tableName: 'device_overview',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    nameKey: p.text(),
    kind: p.text().$type<DeviceKind>(),
    labels: p.json().$type<LabelPair[]>(),
    channel: p.text(),
    domainId: p.uuid(),
    locationId: p.uuid().nullable(),
    trust: p.text().$type<TrustState>(),
    phase: p.text().$type<LifecyclePhase>(),
    mode: p.text().$type<ConnectivityMode>(),
    modeSince: p.datetime(),
    displayState: p.text(),
    stateSince: p.datetime(),
    stateReason: p.text().nullable(),
    enrolledAt: p.datetime(),
    approvedAt: p.datetime().nullable(),
    approvedBy: p.text().nullable(),
    authorityChangedAt: p.datetime(),
    currentFingerprint: p.text().nullable(),
    nextFingerprint: p.text().nullable(),
    lastSeenAt: p.datetime().nullable(),
    intervalMs: p.integer(),
    agentVersion: p.text(),
    health: p.text().$type<'OK' | 'DEGRADED' | 'FAILED' | 'UNKNOWN'>(),
    uptimeS: p.bigint('number').nullable(),
    rttMs: p.float().nullable(),
    lossPct: p.float().nullable(),
    bandwidthKbps: p.float().nullable(),
    secondsBehind: p.bigint('number'),
    backlogMessages: p.bigint('number'),
    inventoryReportedAt: p.datetime().nullable(),
    clockSkewS: p.float().nullable(),
  },
});

/** One device. */
export class DeviceRow extends DeviceSchema.class {}
DeviceSchema.setClass(DeviceRow);

const DeviceCertificateSchema = defineEntity({
  name: 'DeviceCertificateRow',
  tableName: 'device_certificates',
  properties: {
    tenantId: p.uuid().primary(),
    fingerprint: p.text().primary(),
    deviceId: p.uuid(),
    serial: p.text(),
    notBefore: p.datetime(),
    notAfter: p.datetime(),
    pem: p.text(),
    publicKey: p.text(),
  },
});

/** One certificate of a device. */
export class DeviceCertificateRow extends DeviceCertificateSchema.class {}
DeviceCertificateSchema.setClass(DeviceCertificateRow);

const DeviceInventorySchema = defineEntity({
  name: 'DeviceInventoryRow',
  tableName: 'device_inventories',
  properties: {
    tenantId: p.uuid().primary(),
    deviceId: p.uuid().primary(),
    inventory: p.json().$type<InventoryReport>(),
    changedAt: p.datetime(),
  },
});

/** What one device is made of. */
export class DeviceInventoryRow extends DeviceInventorySchema.class {}
DeviceInventorySchema.setClass(DeviceInventoryRow);
