import { randomBytes, randomUUID } from 'node:crypto';
import type { Event } from '@flotilla/kernel/event';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bill, newKey, sbom, simpleSigning } from '../testing/signing.ts';
import { reportOf } from '../testing/device-words.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';

let chain: TestSupplyChain;
const tenantId = randomUUID();
const [operator, admin] = [person(tenantId), person(tenantId, 'TENANT_ADMIN')];
const key = newKey('ED25519');
const library = (name: string, version: string) => ({
  type: 'library',
  name,
  version,
  purl: `pkg:npm/${name}@${version}?download=1`,
});
const uses = `query ($purl: String, $name: String, $versions: String, $first: Int! = 50, $after: String) {
  componentUses(purl: $purl, name: $name, versions: $versions, first: $first, after: $after) {
    edges { node { name version artifact { id version state } } } pageInfo { hasNextPage endCursor } } }`;

/** An artifact of a version, made of these. */
async function made(version: string, parts: readonly object[]): Promise<string> {
  const bytes = randomBytes(100);
  const { id, digest } = await chain.register(operator, bytes, { version });
  await chain.upload(operator, digest, bytes);
  await chain.attach(operator, id, simpleSigning(key, digest));
  await chain.attach(operator, id, sbom(bill(digest, parts)));
  return id;
}

async function artifactsWith(variables: object, viewer = operator): Promise<string[]> {
  const { edges } = (await chain.run(viewer, uses, { ...variables })).componentUses;
  return edges.map(({ node }: { node: { artifact: { version: string } } }) => node.artifact.version).toSorted();
}

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  await chain.trust(admin, key);
  await made('1', [library('log4x', '2.14.1'), library('left-pad', '1.3.0'), { type: 'file', name: 'motd' }]);
  await made('2', [library('log4x', '2.17.0')]);
  await made('3', [{ ...library('shell', '1.0.0'), components: [library('log4x', '2.9.0')] }]);
});
afterAll(() => chain.close());

describe('a component', () => {
  test('is found in every artifact that has it, nested ones too, by package URL and range of versions', async () => {
    expect(await artifactsWith({ purl: 'pkg:npm/log4x' })).toEqual(['1', '2', '3']);
    expect(await artifactsWith({ purl: 'pkg:npm/log4x', versions: '<2.15' })).toEqual(['1', '3']);
    expect(await artifactsWith({ purl: 'pkg:npm/log4x', versions: '>=2.10 <2.17 || >=3' })).toEqual(['1']);
    expect(await artifactsWith({ purl: 'pkg:npm/log4x@2.17.0' })).toEqual(['2']);
    expect(await artifactsWith({ purl: 'pkg:pypi/log4x' })).toEqual([]);
    expect(await artifactsWith({ name: 'motd' })).toEqual(['1']);
  });

  test('is found in artifacts that are withdrawn or rejected, since devices may run them all the same', async () => {
    const id = await made('4', [library('rare', '1.0.0')]);
    const withdraw = 'mutation ($input: WithdrawArtifactInput!) { withdrawArtifact(input: $input) { state } }';
    await chain.run(operator, withdraw, { input: { artifactId: id, reason: 'it is bad' } });
    const { edges } = (await chain.run(operator, uses, { purl: 'pkg:npm/rare' })).componentUses;
    expect(edges).toMatchObject([{ node: { artifact: { id, state: 'WITHDRAWN' } } }]);
  });

  test('is indexed once, however often its artifact is judged', async () => {
    const id = await made('5', [library('once', '1.0.0')]);
    const verify = 'mutation ($id: ID!) { verifyArtifact(artifactId: $id) { id } }';
    await Promise.all([1, 2, 3].map(() => chain.run(operator, verify, { id })));
    expect(await artifactsWith({ purl: 'pkg:npm/once' })).toEqual(['5']);
  });

  test('comes by pages, and of an artifact in the order of its bill', async () => {
    const parts = Array.from({ length: 5 }, (_, at) => library(`part-${at}`, '1.0.0'));
    const id = await made('6', parts);
    const document = `query ($id: ID!, $after: String) { artifact(id: $id) {
      components(first: 3, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } } }`;
    const page = async (after: string | null) =>
      (await chain.run(operator, document, { id, after })).artifact.components;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const names = [...first.edges, ...second.edges].map(({ node }: { node: { name: string } }) => node.name);
    expect(names).toEqual(parts.map(({ name }) => name));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const { pageInfo } = (await chain.run(operator, uses, { purl: 'pkg:npm/log4x', first: 2 })).componentUses;
    expect(await artifactsWith({ purl: 'pkg:npm/log4x', first: 2, after: pageInfo.endCursor })).toHaveLength(1);
  });

  test('is found on the devices that run it, until they run something else or are gone', async () => {
    const id = await made('7', [library('openssl-x', '3.0.2')]);
    const { digest } = await chain.artifact(operator, id);
    const [one, two] = [randomUUID(), randomUUID()];
    const updated = (deviceId: string, to: object): Event => ({
      type: 'DeviceUpdated',
      data: {
        deviceId,
        rolloutId: randomUUID(),
        generation: 1,
        artifact: { name: 'till', version: '7', digest, ...to },
      },
    });
    await chain.record(
      tenantId,
      updated(one, {}),
      updated(two, {}),
      updated(two, { name: 'other', digest: 'sha256:x' }),
    );
    const running = `query ($versions: String) { devicesRunning(purl: "pkg:npm/openssl-x", versions: $versions) {
      edges { node { name version trace device { id software { name trace artifact { id } } } } } } }`;
    const devices = async (versions: string | null = null) => {
      const { edges } = (await chain.run(operator, running, { versions })).devicesRunning;
      return edges.map(({ node }: { node: { device: { id: string } } }) => node.device.id).toSorted();
    };
    expect(await devices('<3.0.7')).toEqual([one, two].toSorted());
    expect(await devices('>=3.0.7')).toEqual([]);
    const { edges } = (await chain.run(operator, running)).devicesRunning;
    const shown = edges.find(({ node }: { node: { device: { id: string } } }) => node.device.id === two).node;
    expect(shown).toMatchObject({
      trace: 'TRACED',
      device: {
        software: [
          { name: 'other', trace: 'UNKNOWN', artifact: null },
          { name: 'till', artifact: { id } },
        ],
      },
    });
    await chain.record(tenantId, updated(one, { version: '8', digest: 'sha256:y' }));
    expect(await devices()).toEqual([two]);
    await chain.record(tenantId, { type: 'DeviceRetired', data: { deviceId: two } });
    expect(await devices()).toEqual([]);
  });

  test('is found on a device that reports it, though no update brought it there, in pages that miss nobody', async () => {
    const id = await made('9', [library('left-pad-x', '1.3.0')]);
    const { digest } = await chain.artifact(operator, id);
    const devices = Array.from({ length: 3 }, () => randomUUID()).toSorted();
    const software = [{ name: 'by-hand', version: '9', digest, source: 'updater' }];
    for (const deviceId of devices) {
      const report = reportOf(deviceId, { software });
      const about = { deviceId, sequence: 1, report, reportSha256: '', signature: '', certificateFingerprint: '' };
      await chain.record(tenantId, { type: 'DeviceSoftwareReported', data: { ...about, reportedAt: report.at } });
    }
    const running = `query ($after: String) { devicesRunning(purl: "pkg:npm/left-pad-x", first: 2, after: $after) {
      edges { node { name device { id } artifact { id } } } pageInfo { endCursor hasNextPage } } }`;
    const first = (await chain.run(operator, running, {})).devicesRunning;
    const second = (await chain.run(operator, running, { after: first.pageInfo.endCursor })).devicesRunning;
    const nodes = [...first.edges, ...second.edges].map(({ node }: { node: object }) => node);
    expect(nodes).toEqual(devices.map((device) => ({ name: 'by-hand', device: { id: device }, artifact: { id } })));
    await chain.record(tenantId, { type: 'DeviceRetired', data: { deviceId: devices[0] } });
    expect((await chain.run(operator, running, {})).devicesRunning.edges).toHaveLength(2);
  });

  test('of another tenant is not found, and what names none is refused', async () => {
    expect(await artifactsWith({ purl: 'pkg:npm/log4x' }, person(randomUUID()))).toEqual([]);
    for (const wrong of [{}, { purl: 'log4x' }, { purl: 'pkg:npm/log4x', versions: '^1' }]) {
      expect(await chain.refusal(operator, uses, wrong)).toMatchObject({ code: 'INVALID_INPUT' });
    }
  });
});
