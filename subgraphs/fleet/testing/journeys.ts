/** What happens to devices in almost every integration test, in one call each. */
import { X509Certificate } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import { stranger, TestDevice, type TestFleet } from './fleet.ts';

/** Creates a domain and answers its id. */
export async function createDomain(fleet: TestFleet, viewer: Viewer, input: Record<string, unknown>): Promise<string> {
  const document = 'mutation ($input: CreateDomainInput!) { createDomain(input: $input) { id } }';
  return (await fleet.run(viewer, document, { input }))['createDomain'].id;
}

/** Creates an enrollment token and answers its text. */
export async function createToken(fleet: TestFleet, viewer: Viewer, input: Record<string, unknown>): Promise<string> {
  const document = 'mutation ($input: CreateEnrollmentTokenInput!) { createEnrollmentToken(input: $input) { token } }';
  return (await fleet.run(viewer, document, { input }))['createEnrollmentToken'].token;
}

/** The document of a claim. */
export const claimDocument = `mutation ($input: ClaimDeviceInput!) {
  claimDevice(input: $input) { deviceId trust nonce certificatePem caPem retryAfterMs }
}`;

/** The input of a claim. */
export function claimInput(device: TestDevice, token: string, name = 'kiosk'): Record<string, unknown> {
  return { token, csrPem: device.csrPem, name, kind: 'EDGE', bootId: 'boot-1', agentVersion: '1.0.0' };
}

/** Lets a new device claim. It is pending unless a rule approves it. */
export async function claim(fleet: TestFleet, viewer: Viewer, options: { token: string; name?: string }) {
  const device = await TestDevice.create();
  const input = claimInput(device, options.token, options.name);
  const answer = (await fleet.run(stranger, claimDocument, { input }))['claimDevice'];
  device.id = answer.deviceId;
  device.tenantId = viewer.tenantId ?? '';
  if (answer.certificatePem) device.fingerprint = fingerprintOf(answer.certificatePem);
  return { device, answer };
}

/** Approves a device as a person and takes its certificate over. */
export async function approve(fleet: TestFleet, viewer: Viewer, device: TestDevice): Promise<void> {
  const document = 'mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { certificate { fingerprint } } }';
  const data = await fleet.run(viewer, document, { id: device.id });
  device.fingerprint = data['approveDevice'].certificate.fingerprint;
}

/** A device that claimed with a token of the domain and was approved. */
export async function enroll(
  fleet: TestFleet,
  viewer: Viewer,
  options: { domainId: string; name?: string; labels?: { key: string; value: string }[] },
): Promise<TestDevice> {
  const { domainId, labels = [], name = 'kiosk' } = options;
  const token = await createToken(fleet, viewer, { domainId, labels });
  const { device } = await claim(fleet, viewer, { token, name });
  await approve(fleet, viewer, device);
  return device;
}

/** A device of kind RELAY that was approved and registered. */
export async function enrollRelay(
  fleet: TestFleet,
  viewer: Viewer,
  { domainId, name = 'relay' }: { domainId: string; name?: string },
): Promise<TestDevice> {
  const device = await TestDevice.create();
  const input = { ...claimInput(device, await createToken(fleet, viewer, { domainId }), name), kind: 'RELAY' };
  device.id = (await fleet.run(stranger, claimDocument, { input }))['claimDevice'].deviceId;
  device.tenantId = viewer.tenantId ?? '';
  await approve(fleet, viewer, device);
  const document = 'mutation ($id: ID!) { registerRelay(input: { deviceId: $id }) { id } }';
  await fleet.run(viewer, document, { id: device.id });
  return device;
}

/** The document of a heartbeat. */
export const heartbeatDocument = `mutation ($input: HeartbeatInput!) {
  heartbeat(input: $input) { intervalMs trust phase inventoryWanted serverTime }
}`;

/** The input of a heartbeat. */
export const heartbeatInput = { bootId: 'boot-1', epoch: 1, seq: 1, agentVersion: '1.0.0', health: 'OK' };

/** Sends one heartbeat and answers the reply. */
export async function beat(fleet: TestFleet, device: TestDevice, fields: Record<string, unknown> = {}) {
  const input = { ...heartbeatInput, ...fields };
  return (await fleet.run(device.viewer(), heartbeatDocument, { input }))['heartbeat'];
}

/** SHA-256 of a certificate as the agents' door computes it. */
export function fingerprintOf(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}
