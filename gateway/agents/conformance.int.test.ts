import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:https';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../testing/test-contract.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

/** Every document the audits send, trusted for this test: the door runs no other. */
const audited = [
  '{ __typename }',
  'query Query { __typename }',
  '{ __type(name: "Run🏃Swim🏊") { name } }',
  'query Type($name: String!) { __type(name: $name) { name } }',
  'query CoerceFailure($id: ID!){ __typename }',
  '{ 8f31403dfe404bccbb0e835f2629c6a7 }',
  '{',
];

/** The door answers no GET, as the specification allows; these audits are about GETs that are answered. */
const aboutGet = new Set(['5A70', 'D6D5', '6A70']);

let test: TestGateway;
let agent: Agent;

beforeAll(async () => {
  const agentDocuments = audited.map((document) => ({ operation: 'audited', subgraph: 'fleet', document }));
  test = await startTestGateway({ agentDocuments });
  const tenantId = randomUUID();
  const { certificatePem, privateKeyPem } = await test.authority.issueDevice({ tenantId, deviceId: randomUUID() });
  agent = new Agent({ ca: test.authority.caPem, cert: certificatePem, key: privateKeyPem });
});
afterAll(async () => {
  agent.destroy();
  await test.close();
});

/**
 * The audits' requests over TLS as a device. A request that carries a trusted document as text carries its hash
 * instead; malformed requests go out exactly as they are.
 */
function asDevice(url: string, init: RequestInit = {}): Promise<Response> {
  const body = typeof init.body === 'string' ? byHash(init.body) : '';
  const headers = init.headers as Record<string, string>;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: init.method ?? 'GET', headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const type = String(incoming.headers['content-type']);
        const options = { status: incoming.statusCode ?? 0, headers: { 'content-type': type } };
        resolve(new Response(Buffer.concat(chunks), options));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function byHash(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  const { query, extensions, ...rest } = parsed as { query?: unknown; extensions?: unknown };
  const isMalformed = extensions !== undefined && (typeof extensions !== 'object' || Array.isArray(extensions));
  if (typeof query !== 'string' || isMalformed) return body;
  const persistedQuery = { version: 1, sha256Hash: hashOf(query) };
  return JSON.stringify({ ...rest, extensions: { ...extensions, persistedQuery } });
}

describe('GraphQL over HTTP at the agents door', () => {
  for (const audit of serverAudits({ url: () => `${test.agentsUrl}/graphql`, fetchFn: asDevice })) {
    it(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      if (aboutGet.has(audit.id)) expect(result.status).toBe('notice');
      else expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
    });
  }
});
