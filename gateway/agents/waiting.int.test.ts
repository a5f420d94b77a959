import { randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { beforeAll, expect, it } from 'vitest';
import { hashOf } from '../testing/test-contract.ts';
import type { Issued } from '../testing/test-authority.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const documents = {
  awaitCommands: 'mutation Await($waitMs: Int!) { awaitCommands(waitMs: $waitMs) }',
  heartbeat: 'mutation Heartbeat { heartbeat }',
};
let test: TestGateway;
let device: Issued;

beforeAll(async () => {
  test = await startTestGateway({
    agentDocuments: Object.entries(documents).map(([operation, document]) => ({
      operation,
      document,
      subgraph: 'fleet',
    })),
    env: { FLOTILLA_OPERATION_TIMEOUT_MS: '1500', FLOTILLA_AGENTS_IN_FLIGHT_MAX: '2' },
  });
  device = await test.authority.issueDevice({ tenantId: randomUUID(), deviceId: randomUUID() });
});

type Reply = { readonly data?: Record<string, unknown>; readonly errors?: { extensions: Record<string, unknown> }[] };

function call(operation: keyof typeof documents, variables: object = {}): Promise<Reply> {
  const persistedQuery = { version: 1, sha256Hash: hashOf(documents[operation]) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${test.agentsUrl}/graphql`,
      {
        method: 'POST',
        agent: false,
        ca: test.authority.caPem,
        cert: device.certificatePem,
        key: device.privateKeyPem,
        headers: { 'content-type': 'application/json' },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as Reply));
      },
    );
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify({ extensions: { persistedQuery }, variables }));
  });
}

it('a call that waits may take longer than others, and takes no place from them', async () => {
  const waiting = Array.from({ length: 20 }, () => call('awaitCommands', { waitMs: 3_000 }));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await call('heartbeat')).data?.['heartbeat']).toContain('device');
  const replies = await Promise.all(waiting);
  expect(replies.map(({ data }) => data?.['awaitCommands'])).toEqual(replies.map(() => 3_000));
});

it('a call that waits while its lane is renewed has its answer', async () => {
  await call('heartbeat');
  expect((await call('awaitCommands', { waitMs: 24_000 })).data?.['awaitCommands']).toBe(24_000);
}, 40_000);

it('calls that wait are sent away when the door closes', async () => {
  const waiting = call('awaitCommands', { waitMs: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const startedAt = performance.now();
  const closed = test.close();
  expect((await waiting).errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE' });
  // Long before what it waited for, and before the door would cut it off.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  await closed;
});
