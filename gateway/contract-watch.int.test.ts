/** A contract that changes under a running gateway: what is served, what is refused, and what is not disturbed. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createLogger } from '@flotilla/kernel/logger';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { hashOf } from './testing/test-contract.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { measurements } from './testing/test-graph.ts';

const tenant = '7c0f5f3e-0000-4000-8000-000000000001';
const board = 'query Board { publicCount }';
const newBoard = 'query NewBoard { again: publicCount }';
const claim = 'mutation Claim($token: String!) { claimDevice(token: $token) }';
const newClaim = 'mutation NewClaim($token: String!) { again: claimDevice(token: $token) }';
const joined = 'subscription Joined { measured(deviceId: "d1") { value device { name } } }';
const logger = createLogger({ name: 'test', level: 'silent' });
const complained = vi.spyOn(logger, 'error');
const supergraph = 'supergraph.graphql';
const lookEveryMs = 100;
let test: TestGateway;
let whole: string;
let client: Client;

beforeAll(async () => {
  test = await startTestGateway({
    consoleDocuments: [board],
    agentDocuments: [{ operation: 'claimDevice', subgraph: 'fleet', document: claim }],
    logger,
    env: { FLOTILLA_CONTRACT_LOOK_MS: String(lookEveryMs) },
  });
  whole = readFileSync(join(test.schemaDir, supergraph), 'utf8');
  const person = { kind: 'user' as const, sub: 'u1', tenant, roles: ['OPERATOR'], scopes: [], sid: 'sid' };
  test.principals.set('s1', person);
  class Socket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { cookie: 'flotilla_session=s1' } });
    }
  }
  const url = `${test.url.replace('http', 'ws')}/graphql`;
  client = createClient({ url, webSocketImpl: Socket, retryAttempts: 0 });
});
afterAll(async () => {
  await client?.dispose();
  await test?.close();
});
beforeEach(() => complained.mockClear());

/** Puts a file in place as a deployment does: whole, at once. */
function write(name: string, text: string): void {
  writeFileSync(join(test.schemaDir, `${name}.new`), text);
  renameSync(join(test.schemaDir, `${name}.new`), join(test.schemaDir, name));
}

const trust = (...documents: string[]) =>
  write('console-documents.json', JSON.stringify(Object.fromEntries(documents.map((text) => [hashOf(text), text]))));

/** What the operators' door answers to an own document, or to a hash. */
async function ask(body: object): Promise<unknown> {
  const response = await fetch(`${test.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'flotilla_session=s1' },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  return data ?? errors?.[0]?.message;
}

const byHash = (document: string) =>
  ask({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } } });

function askAgentsDoor(document: string): Promise<string> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(document) } };
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(
      `${test.agentsUrl}/graphql`,
      { method: 'POST', ca: test.authority.caPem, headers },
      (reply) => {
        let text = '';
        reply.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
      },
    );
    sent.once('error', reject).end(JSON.stringify({ extensions, variables: { token: 't' } }));
  });
}

describe('a contract that changes under a running gateway', () => {
  it('is served without a restart, while a live socket keeps its subscription, joins included', async () => {
    const received: unknown[] = [];
    let isDone = false;
    const leave = client.subscribe(
      { query: joined },
      { next: ({ data }) => received.push(data), error: () => (isDone = true), complete: () => (isDone = true) },
    );
    await expect.poll(() => measurements.listeners).toBe(1);
    expect(await ask({ query: '{ measurementCount }' })).toEqual({ measurementCount: 7 });
    write(supergraph, whole.replace(/"""\s+How many measurements[^"]+"""\s+measurementCount.*\n/, ''));
    trust(newBoard);
    await expect.poll(() => byHash(newBoard)).toEqual({ again: 3 });
    expect(await byHash(board)).toContain('No trusted document has this hash');
    expect(await ask({ query: '{ measurementCount }' })).toContain('Cannot query field "measurementCount"');
    measurements.publish({ tenantId: tenant, deviceId: 'd1', value: 5 });
    await expect.poll(() => received).toEqual([{ measured: { value: 5, device: { name: 'device d1' } } }]);
    expect([isDone, measurements.listeners]).toEqual([false, 1]);
    leave();
    await expect.poll(() => measurements.listeners).toBe(0);
    expect(await byHash(newBoard)).toEqual({ again: 3 });
  });

  it('also for agents', async () => {
    const documents = { [hashOf(newClaim)]: { operation: 'claimDevice', subgraph: 'fleet', document: newClaim } };
    write('agent-documents.json', JSON.stringify(documents));
    await expect.poll(() => askAgentsDoor(newClaim)).toContain('"again":"claimant t"');
    expect(await askAgentsDoor(claim)).toContain('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each<[string, string, () => void]>([
    ['half a supergraph', 'Syntax Error', () => write(supergraph, whole.slice(0, whole.length / 2))],
    ['something else', 'Syntax Error', () => write(supergraph, 'not a schema at all')],
    ['documents that are no JSON', 'is not JSON', () => write('console-documents.json', '{')],
    ['a document under a wrong hash', 'is damaged', () => write('console-documents.json', '{"0":"{ publicCount }"}')],
    ['a document that does not fit the schema', 'does not fit the schema', () => trust('{ nothing }')],
    [
      'an agents’ document for nobody',
      'is damaged',
      () => {
        const entry = { operation: 'x', subgraph: 'nobody', document: claim };
        write('agent-documents.json', JSON.stringify({ [hashOf(claim)]: entry }));
      },
    ],
  ])('stays as it was when what comes is %s, and says so once', async (_, reason, spoil) => {
    const agents = readFileSync(join(test.schemaDir, 'agent-documents.json'), 'utf8');
    spoil();
    await expect.poll(() => complained.mock.calls.length).toBe(1);
    const [facts, words] = complained.mock.calls[0] as unknown as [{ err: Error }, string];
    expect(words).toBe('the contract has changed but cannot be served; the old one stays');
    expect(facts.err.message).toContain(reason);
    // A look more, and another: what was found bad once is not read again.
    await new Promise((resolve) => setTimeout(resolve, 5 * lookEveryMs));
    expect(complained).toHaveBeenCalledTimes(1);
    expect(await byHash(newBoard)).toEqual({ again: 3 });
    expect(await askAgentsDoor(newClaim)).toContain('"again":"claimant t"');
    write(supergraph, whole);
    trust(newBoard);
    write('agent-documents.json', agents);
    await expect.poll(() => ask({ query: '{ measurementCount }' })).toEqual({ measurementCount: 7 });
  });
});
