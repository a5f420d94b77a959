import { randomBytes, randomUUID } from 'node:crypto';
import { createLogger } from '@flotilla/kernel/logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DirectoryBlobStore } from '../blob/directory-store.ts';
import { person, TestSupplyChain } from '../testing/supply-chain.ts';
import { RetentionSweeper } from './sweeper.ts';

let chain: TestSupplyChain;
let sweeper: RetentionSweeper;
const tenantId = randomUUID();
const operator = person(tenantId);

beforeAll(async () => {
  chain = await TestSupplyChain.open();
  const store = new DirectoryBlobStore(chain.directory);
  const logger = createLogger({ name: 'test', level: 'silent' });
  sweeper = new RetentionSweeper({ database: chain.subgraph.database, tail: chain.tail, store, logger });
});
afterAll(() => chain.close());

async function withdrawn(retentionDays: number | null) {
  const bytes = randomBytes(100);
  const { id, digest } = await chain.register(operator, bytes, { retentionDays });
  await chain.upload(operator, digest, bytes);
  const withdraw = 'mutation ($input: WithdrawArtifactInput!) { withdrawArtifact(input: $input) { state } }';
  await chain.run(operator, withdraw, { input: { artifactId: id, reason: 'it is over' } });
  return { id, digest, bytes };
}

const statusOf = async (digest: string) => (await chain.fetch(operator, `/artifacts/${digest}`)).status;

test('bytes of withdrawn artifacts go when their time is over, once; what is in use or kept for ever stays', async () => {
  const [gone, later, never] = [await withdrawn(0), await withdrawn(1), await withdrawn(null)];
  const inUse = await chain.register(operator, randomBytes(10), { retentionDays: 0 });
  expect(await sweeper.sweep()).toBe(1);
  expect(await sweeper.sweep()).toBe(0);
  expect([await statusOf(gone.digest), await statusOf(later.digest), await statusOf(never.digest)]).toEqual([
    503, 200, 200,
  ]);
  const document = 'query ($id: ID!) { artifact(id: $id) { state bytesRemovedAt } }';
  expect((await chain.run(operator, document, { id: gone.id })).artifact).toEqual({
    state: 'WITHDRAWN',
    bytesRemovedAt: expect.any(Date),
  });
  expect((await chain.run(operator, document, { id: inUse.id })).artifact).toMatchObject({ bytesRemovedAt: null });
  // What was thrown away for good does not come back by the door either.
  expect((await chain.upload(operator, gone.digest, gone.bytes)).status).toBe(409);
  expect(await statusOf(gone.digest)).toBe(503);
});
