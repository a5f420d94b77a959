import { randomBytes, randomUUID } from 'node:crypto';
import type { Event } from '@flotilla/kernel/event';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bill, newKey, sbom, simpleSigning } from '../testing/signing.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';

let chain: TestSupplyChain;
const tenantId = randomUUID();
const [operator, admin] = [person(tenantId), person(tenantId, 'TENANT_ADMIN')];
const key = newKey('ED25519');
const devices = [randomUUID(), randomUUID(), randomUUID()].toSorted();

/** An artifact that the key vouches for. */
async function made(name: string, version: string): Promise<{ id: string; digest: string }> {
  const bytes = randomBytes(100);
  const { id, digest } = await chain.register(operator, bytes, { name, version });
  await chain.upload(operator, digest, bytes);
  await chain.attach(operator, id, simpleSigning(key, digest));
  return { id, digest };
}

const updated = (deviceId: string, artifact: object): Event => ({
  type: 'DeviceUpdated',
  data: { deviceId, rolloutId: randomUUID(), generation: 1, artifact },
});

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  await chain.trust(admin, key);
});
afterAll(() => chain.close());

describe('the reach', () => {
  test('of an artifact is the devices that run it now, page by page; of its key the same and its artifacts', async () => {
    const [one, two] = [await made('till', '1'), await made('till', '2')];
    const asTill = (version: string, { digest }: { digest: string }) => ({ name: 'till', version, digest });
    await chain.record(tenantId, ...devices.map((deviceId) => updated(deviceId, asTill('1', one))));
    await chain.record(tenantId, updated(devices[2] ?? '', asTill('2', two)));
    const document = `query ($id: ID!, $after: String) { artifact(id: $id) { deviceCount registeredByUser { id }
      runningOn(first: 1, after: $after) { edges { node { device { id } } } pageInfo { hasNextPage endCursor } } } }`;
    const first = (await chain.run(operator, document, { id: one.id })).artifact;
    expect(first).toMatchObject({ deviceCount: 2, registeredByUser: { id: operator.subject } });
    const after = first.runningOn.pageInfo.endCursor;
    const second = (await chain.run(operator, document, { id: one.id, after })).artifact.runningOn;
    const pages = [...first.runningOn.edges, ...second.edges];
    expect(pages.map(({ node }: { node: { device: { id: string } } }) => node.device.id)).toEqual(devices.slice(0, 2));
    expect(second.pageInfo.hasNextPage).toBe(false);
    const keys = '{ signingKeys { artifactCount deviceCount addedByUser { id } } }';
    const { signingKeys } = await chain.run(operator, keys);
    expect(signingKeys).toEqual([{ artifactCount: 2, deviceCount: 3, addedByUser: { id: admin.subject } }]);
    const foreigner = person(randomUUID());
    expect((await chain.run(foreigner, document, { id: one.id })).artifact).toBe(null);
  });
});

describe('what is looked for', () => {
  test('is found by a part of the name: artifacts in the list, components in their bill', async () => {
    const { id } = await made('edge/camera', '1');
    const { digest } = await chain.artifact(operator, id);
    const part = { type: 'library', name: 'LibPNG', version: '1.6.1', purl: 'pkg:generic/libpng@1.6.1' };
    await chain.attach(operator, id, sbom(bill(digest, [part, { type: 'file', name: 'motd' }])));
    const document = `query ($list: String, $bill: String, $id: ID!) { artifacts(containing: $list) { edges { node { name } } }
      artifact(id: $id) { components(containing: $bill) { edges { node { name } } } } }`;
    const named = async (list: string, billed: string) => {
      const { artifacts, artifact } = await chain.run(operator, document, { list, bill: billed, id });
      const names = ({ edges }: { edges: { node: { name: string } }[] }) => edges.map(({ node }) => node.name);
      return [names(artifacts), names(artifact.components)];
    };
    expect(await named('camera', 'libpng')).toEqual([['edge/camera'], ['LibPNG']]);
    expect(await named('dge/', 'pkg:GENERIC')).toEqual([['edge/camera'], ['LibPNG']]);
    expect(await named('%', '_')).toEqual([[], []]);
  });
});
