import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handedIn, newDevice, reportOf, type TestDevice } from '../testing/device-words.ts';
import { bill, newKey, sbom, simpleSigning, type TestKey } from '../testing/signing.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';

let chain: TestSupplyChain;
const tenantId = randomUUID();
const operator = person(tenantId);
const admin = person(tenantId, 'TENANT_ADMIN');
const key = newKey('ED25519');
const shipped = 'the agent that is given out';
const shippedSha = createHash('sha256').update(shipped).digest('hex');

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  writeFileSync(join(chain.directory, 'agent.mjs'), shipped);
  await chain.trust(admin, key);
});
afterAll(() => chain.close());

const reporting = 'mutation ($input: ReportInstalledInput!) { reportInstalled(input: $input) }';
const fields = `verdict reasons { code isViolation subject } hardware { serial model parts { kind } } firmware { name version }
  software { name digest trace hasProvenance hasSbom artifact { name version signers { keyId role } } }
  attestation { sequence agentVersion binarySha256 expectedSha256 configSha256 verdict certificateFingerprint }`;

async function newTrusted(): Promise<TestDevice> {
  const device = await newDevice(tenantId);
  await chain.sayOfDevice(device.viewer, 'DeviceApproved', 'TRUSTED');
  return device;
}

const own = { version: '0.1.0', binarySha256: shippedSha, runtimeSha256: null, configSha256: 'c'.repeat(64) };

async function say(device: TestDevice, over: Parameters<typeof reportOf>[1] = {}) {
  const report = reportOf(device.viewer.subject, { agent: own, ...over });
  await chain.run(device.viewer, reporting, { input: handedIn(device, report) });
  await chain.record(tenantId);
}

async function known(device: TestDevice, viewer = operator) {
  const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Device { supplyChain { ${fields} } } } }`;
  const of = [{ __typename: 'Device', id: device.viewer.subject }];
  return (await chain.run(viewer, document, { of }))._entities[0]?.supplyChain;
}

async function released(version: string, keys: readonly TestKey[] = [key]) {
  const bytes = randomBytes(100);
  const { id, digest } = await chain.register(operator, bytes, { version });
  for (const each of keys) await chain.attach(operator, id, simpleSigning(each, digest));
  await chain.attach(operator, id, sbom(bill(digest)));
  await chain.upload(operator, digest, bytes);
  return { id, digest, software: [{ name: 'till', version, digest, source: 'updater' }] };
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (thrown: unknown) => (thrown as { code?: string }).code ?? String(thrown),
  );

/** Waits for the clerk, who hears of what changed from the log. */
async function until(what: () => Promise<unknown>, expected: unknown): Promise<void> {
  for (let left = 100; ; left -= 1) {
    const found = await what();
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    if (left === 0) expect(found).toEqual(expected);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('what a device says of itself', () => {
  test('is shown with every byte traced to who vouches for it', async () => {
    const device = await newTrusted();
    expect(await known(device)).toBeNull();
    const { digest, software } = await released('1.0.0');
    await say(device, { software: [...software, { name: 'linux', version: '6.1', digest: null, source: 'kernel' }] });
    expect(await known(device)).toMatchObject({
      verdict: 'UNKNOWN',
      reasons: [{ code: 'NO_PROVENANCE', isViolation: false, subject: 'till' }],
      hardware: { serial: 'SN-1', model: 'Till 9' },
      firmware: [{ name: 'BIOS', version: '1.2' }],
      software: [
        { name: 'agent', digest: `sha256:${shippedSha}`, trace: 'UNKNOWN' },
        { name: 'till', digest, trace: 'TRACED', hasSbom: true, artifact: { signers: [{ keyId: key.trusted.keyId }] } },
        { name: 'linux', digest: null, trace: 'UNKNOWN', artifact: null },
      ],
      attestation: {
        sequence: 1,
        binarySha256: shippedSha,
        expectedSha256: shippedSha,
        verdict: 'TRUSTED',
        certificateFingerprint: device.viewer.certificateFingerprint,
      },
    });
    expect(await known(device, person(randomUUID()))).toBeNull();
  });

  test('counts only as its own key signed it, as it is sent, in its own name, and once', async () => {
    const [device, other] = [await newTrusted(), await newTrusted()];
    const { subject } = device.viewer;
    const report = reportOf(subject, { agent: own });
    const input = handedIn(device, report);
    const send = (of: object, as = device) => refusal(chain.run(as.viewer, reporting, { input: of }));
    expect(await send({ ...input, signature: handedIn(other, report).signature })).toBe('FORBIDDEN');
    expect(await send({ ...input, certificatePem: other.certificatePem })).toBe('FORBIDDEN');
    expect(await send(handedIn(other, report), other)).toBe('FORBIDDEN');
    const swapped = handedIn(device, report, input.report.replace('SN-1', 'SN-2'));
    expect(await send(swapped)).toBe('FORBIDDEN');
    const spaced = JSON.stringify(report, null, 1);
    expect(await send({ ...input, report: spaced })).toBe('FORBIDDEN');
    expect(await send(handedIn(device, { ...report, more: 1 }))).toBe('INVALID_INPUT');
    expect(await send(input)).toBe('taken');
    expect(await send(input)).toBe('taken');
    expect(await send(handedIn(device, { ...report, at: '2026-11-21T11:00:00.000Z' }))).toBe('CONFLICT');
    expect(await send(handedIn(device, { ...report, sequence: 7 }))).toBe('taken');
    expect(await known(device)).toMatchObject({ attestation: { sequence: 7 } });
    expect(await send(input)).toBe('CONFLICT');
  });

  test('is taken from trusted devices only, from the moment it is recorded', async () => {
    const device = await newDevice(tenantId);
    const input = handedIn(device, reportOf(device.viewer.subject, { agent: own }));
    const send = () => refusal(chain.run(device.viewer, reporting, { input }));
    expect(await send()).toBe('FORBIDDEN');
    await chain.sayOfDevice(device.viewer, 'DeviceApproved', 'TRUSTED');
    expect(await send()).toBe('taken');
    await chain.sayOfDevice(device.viewer, 'DeviceQuarantined', 'QUARANTINED');
    expect(await send()).toBe('FORBIDDEN');
  });
});

describe('the verdict', () => {
  test('follows keys, artifacts, measurements and what somebody accepts, by itself', async () => {
    const lost = newKey('ED25519');
    await chain.trust(admin, lost);
    const device = await newTrusted();
    const { software } = await released('2.0.0', [lost]);
    await say(device, { software });
    const verdict = async () => {
      await chain.record(tenantId);
      const found = await known(device);
      return [found.verdict, found.reasons.map(({ code }: { code: string }) => code)];
    };
    expect(await verdict()).toEqual(['UNKNOWN', ['NO_PROVENANCE']]);
    await chain.subgraph.start?.();
    try {
      const revoke = 'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { state } }';
      await chain.run(admin, revoke, { input: { keyId: lost.trusted.keyId, reason: 'a laptop is gone' } });
      await until(verdict, ['VIOLATION', ['SOFTWARE_REVOKED_KEY']]);
      const { id, software: next } = await released('2.1.0');
      await say(device, { software: next, sequence: 2 });
      expect(await verdict()).toEqual(['UNKNOWN', ['NO_PROVENANCE']]);
      const withdraw = 'mutation ($input: WithdrawArtifactInput!) { withdrawArtifact(input: $input) { state } }';
      await chain.run(operator, withdraw, { input: { artifactId: id, reason: 'it crashes' } });
      await until(verdict, ['VIOLATION', ['SOFTWARE_WITHDRAWN']]);
      const agent = { ...own, binarySha256: 'e'.repeat(64), configSha256: 'd'.repeat(64) };
      await say(device, { agent, sequence: 3 });
      expect(await verdict()).toEqual(['VIOLATION', ['AGENT_CONFIG_CHANGED', 'AGENT_BINARY_UNKNOWN']]);
      const accept = 'mutation ($input: AgentMeasurementInput!) { acceptAgentMeasurement(input: $input) { sha256 } }';
      await chain.run(operator, accept, { input: { sha256: agent.binarySha256, reason: 'of the distribution' } });
      await until(verdict, ['VIOLATION', ['AGENT_CONFIG_CHANGED']]);
      const baseline =
        'mutation ($input: AcceptDeviceBaselineInput!) { acceptDeviceBaseline(input: $input) { verdict } }';
      const input = { deviceId: device.viewer.subject, reason: 'the shop asked for it' };
      expect(await chain.run(operator, baseline, { input })).toEqual({ acceptDeviceBaseline: { verdict: 'TRUSTED' } });
    } finally {
      await chain.subgraph.stop?.();
    }
  });

  test('minds bytes that are not what the last update brought', async () => {
    const device = await newTrusted();
    const [told, other] = [await released('3.0.0'), await released('3.1.0')];
    const artifact = { digest: told.digest, size: 100, mediaType: 'application/gzip', name: 'till', version: '3.0.0' };
    const data = { deviceId: device.viewer.subject, rolloutId: randomUUID(), generation: 1, artifact, previous: null };
    await chain.record(tenantId, { type: 'DeviceUpdated', data: { ...data, digest: told.digest, version: '3.0.0' } });
    await say(device, { software: other.software });
    expect(await known(device)).toMatchObject({ reasons: [{ code: 'DIGEST_DIFFERS', subject: 'till' }, {}] });
    await say(device, { software: told.software, sequence: 2 });
    expect(await known(device)).toMatchObject({ verdict: 'UNKNOWN' });
  });

  test('does not change for devices that run what this installation gave out before it was brought up to date', async () => {
    const device = await newTrusted();
    await say(device);
    expect(await known(device)).toMatchObject({ verdict: 'TRUSTED' });
    writeFileSync(join(chain.directory, 'agent.mjs'), 'the next agent');
    await say(device, { sequence: 2 });
    expect(await known(device)).toMatchObject({ verdict: 'TRUSTED', attestation: { expectedSha256: shippedSha } });
    const other = await newTrusted();
    const binarySha256 = createHash('sha256').update('the next agent').digest('hex');
    await say(other, { agent: { ...own, binarySha256 } });
    expect(await known(other)).toMatchObject({ verdict: 'TRUSTED' });
  });

  test('can be listed by what it is, and is accepted by those who may', async () => {
    const document = '{ supplyChains(verdict: VIOLATION) { edges { node { verdict device { id } } } } }';
    const { edges } = (await chain.run(operator, document)).supplyChains;
    expect(edges.every(({ node }: { node: { verdict: string } }) => node.verdict === 'VIOLATION')).toBe(true);
    const accept = 'mutation ($input: AgentMeasurementInput!) { acceptAgentMeasurement(input: $input) { sha256 } }';
    const input = { sha256: 'f'.repeat(64), reason: 'because' };
    expect(await refusal(chain.run(person(tenantId, 'VIEWER'), accept, { input }))).toBe('FORBIDDEN');
    expect(await refusal(chain.run(operator, accept, { input: { ...input, sha256: 'short' } }))).toBe('INVALID_INPUT');
  });
});

test('all rows are what the log says', async () => {
  for (const name of ['agent_measurements', 'device_supply_chains', 'device_software']) {
    const tables = await chain.rebuilt(name);
    for (const table of tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
    expect(tables.some(({ rows }) => rows > 0)).toBe(true);
  }
});
