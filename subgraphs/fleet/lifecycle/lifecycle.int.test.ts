import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renewalText } from '../claim/renewal.ts';
import { requestedKey } from '../certificate/signing-request.ts';
import { person, stranger, TestDevice, TestFleet } from '../testing/fleet.ts';
import { beat, createDomain, enroll, fingerprintOf, heartbeatDocument, heartbeatInput } from '../testing/journeys.ts';

const deviceDocument = `query ($id: ID!) { device(id: $id) { trust phase state stateReason reasons { code }
  decommission { reason steps { name state detail } } retention { retentionClass retiredAt retainUntil evidence }
  timeline(first: 40) { edges { node { type summary } } } } }`;
const does = (name: string, input: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { trust phase state decommission { steps { name state } } } }`;
const quarantine = does('quarantineDevice', 'QuarantineDeviceInput');
const release = does('releaseDevice', 'ReleaseDeviceInput');
const rotate = does('rotateCredentials', 'RotateCredentialsInput');
const start = does('startDecommission', 'StartDecommissionInput');
const retire = does('retireDevice', 'RetireDeviceInput');
const renew = `mutation ($input: RenewIdentityInput!) { renewIdentity(input: $input) { trust certificatePem nonce } }`;

describe('the life of a device', () => {
  let fleet: TestFleet;
  let operator: ReturnType<typeof person>;
  let domainId: string;
  let device: TestDevice;

  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());
  beforeEach(async () => {
    operator = person(randomUUID());
    domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
  });

  const show = async () => (await fleet.run(operator, deviceDocument, { id: device.id })).device;
  const input = (more: Record<string, unknown> = {}) => ({ input: { deviceId: device.id, reason: 'odd', ...more } });

  test('a quarantined device is heard and told so, and takes part again once it is released', async () => {
    expect((await fleet.run(operator, quarantine, input())).quarantineDevice).toMatchObject({
      trust: 'QUARANTINED',
      state: 'QUARANTINED_LIVE',
    });
    expect(await beat(fleet, device)).toMatchObject({ trust: 'QUARANTINED', inventoryWanted: false });
    expect(await fleet.refusal(operator, quarantine, input())).toMatchObject({
      code: 'CONFLICT',
      details: { state: 'QUARANTINED', allowed: ['TRUSTED', 'REVOKED'] },
    });
    expect((await fleet.run(operator, release, input())).releaseDevice).toMatchObject({
      trust: 'TRUSTED',
      phase: 'ACTIVE',
    });
    expect(await fleet.refusal(operator, release, input())).toMatchObject({ code: 'CONFLICT' });
    expect(await beat(fleet, device)).toMatchObject({ trust: 'TRUSTED', inventoryWanted: true });
  });

  test('a rotated certificate is refused on the very next call, and a new key proved by the old one renews it', async () => {
    await fleet.run(operator, rotate, input());
    const beatInput = { input: heartbeatInput };
    expect(await fleet.refusal(device.viewer(), heartbeatDocument, beatInput)).toMatchObject({
      code: 'UNAUTHENTICATED',
      details: { certificate: 'ROTATED' },
    });
    const successor = await TestDevice.create();
    successor.id = device.id;
    successor.tenantId = device.tenantId;
    const newKey = await requestedKey(successor.csrPem);
    const ask = (nonce: string, old: TestDevice = device) => {
      const text = renewalText(device.id, nonce, newKey);
      const { csrPem } = successor;
      const signatures = { oldKeySignature: old.sign(text), newKeySignature: successor.sign(text) };
      return { input: { deviceId: device.id, csrPem, nonce, ...signatures } };
    };
    const stale = await fleet.refusal(stranger, renew, ask('stale.nonce'));
    expect(stale).toMatchObject({ code: 'CONFLICT' });
    const nonce = String(stale.details['nonce']);
    const impostor = await TestDevice.create();
    expect((await fleet.refusal(stranger, renew, ask(nonce, impostor))).code).toBe('FORBIDDEN');
    const { renewIdentity } = await fleet.run(stranger, renew, ask(nonce));
    successor.fingerprint = fingerprintOf(renewIdentity.certificatePem);
    expect(await beat(fleet, successor)).toMatchObject({ trust: 'TRUSTED' });
    expect((await fleet.run(stranger, renew, ask(nonce))).renewIdentity.certificatePem).toBe(
      renewIdentity.certificatePem,
    );
    expect(await fleet.refusal(device.viewer(), heartbeatDocument, beatInput)).toMatchObject({
      details: { certificate: 'SUPERSEDED' },
    });
  });

  test('a device that is out is in no quarantine any more, however it went', async () => {
    const inQuarantine = async () => {
      const document = 'query ($id: ID!) { device(id: $id) { trust quarantine { reason } } }';
      return (await fleet.run(operator, document, { id: device.id })).device;
    };
    await fleet.run(operator, quarantine, input());
    expect((await inQuarantine()).quarantine).toEqual({ reason: 'odd' });
    await fleet.run(operator, does('revokeDevice', 'RevokeDeviceInput'), input());
    expect(await inQuarantine()).toEqual({ trust: 'REVOKED', quarantine: null });
    device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    await fleet.run(operator, quarantine, input());
    await fleet.run(operator, start, input());
    await fleet.run(operator, retire, input());
    expect(await inQuarantine()).toEqual({ trust: 'REVOKED', quarantine: null });
  });

  test('a decommission reports its steps, and the retired device keeps its evidence and leaves the lists', async () => {
    const { startDecommission } = await fleet.run(operator, start, input());
    expect(startDecommission.decommission.steps).toEqual([
      { name: 'COMMANDS_CANCELLED', state: 'DONE' },
      { name: 'CREDENTIALS_ENDED', state: 'DONE' },
      { name: 'AGENT_CLEARED', state: 'PENDING' },
      { name: 'EVIDENCE_ARCHIVED', state: 'PENDING' },
    ]);
    expect((await fleet.refusal(device.viewer(), heartbeatDocument, { input: heartbeatInput })).details).toEqual({
      trust: 'REVOKED',
    });
    await fleet.run(operator, retire, input({ retentionClass: 'EVIDENCE' }));
    const shown = await show();
    expect(shown).toMatchObject({ phase: 'RETIRED', trust: 'REVOKED', state: 'RETIRED' });
    expect(shown.decommission.steps.map(({ state }: { state: string }) => state)).toEqual([
      'DONE',
      'DONE',
      'DONE',
      'DONE',
    ]);
    expect(shown.retention).toMatchObject({ retentionClass: 'EVIDENCE', evidence: { name: 'kiosk', domainId } });
    expect(shown.timeline.edges[0].node.type).toBe('DeviceRetired');
    expect(await fleet.refusal(operator, retire, input())).toMatchObject({
      code: 'CONFLICT',
      details: { state: 'RETIRED' },
    });
  });

  test('a retired device is only in the lists that ask for it', async () => {
    const list = 'query ($q: String) { devices(q: $q, first: 10) { totalCount edges { node { id } } } }';
    const listed = async (q: string | null) => {
      const { devices } = await fleet.run(operator, list, { q });
      return [devices.totalCount, devices.edges.length];
    };
    expect(await listed(null)).toEqual([1, 1]);
    await fleet.run(operator, start, input());
    await fleet.run(operator, retire, input());
    expect(await listed(null)).toEqual([0, 0]);
    expect(await listed('kiosk')).toEqual([0, 0]);
    expect(await listed('trust:REVOKED')).toEqual([0, 0]);
    expect(await listed('phase:RETIRED')).toEqual([1, 1]);
    expect(await listed('phase:RETIRED trust:REVOKED')).toEqual([1, 1]);
    expect(await listed(`id:${device.id}`)).toEqual([1, 1]);
  });

  test('is no business of who may only read, nor of another tenant', async () => {
    const viewer = person(String(operator.tenantId), 'VIEWER');
    const foreigner = person(randomUUID());
    for (const document of [quarantine, release, rotate, start, retire]) {
      expect((await fleet.refusal(viewer, document, input())).code).toBe('FORBIDDEN');
      expect((await fleet.refusal(foreigner, document, input())).code).toBe('NOT_FOUND');
    }
  });
});
