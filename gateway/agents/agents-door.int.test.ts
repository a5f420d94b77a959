import { randomUUID } from 'node:crypto';
import { Agent, request, type RequestOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestAuthority, type Issued } from '../testing/test-authority.ts';
import { pushes } from '../testing/test-graph.ts';
import { hashOf } from '../testing/test-contract.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const documents = {
  claimDevice: 'mutation Claim($token: String!) { claimDevice(token: $token) }',
  heartbeat: 'mutation Heartbeat { heartbeat }',
  pushTelemetry: 'mutation Push($samples: [Float!]!) { pushTelemetry(samples: $samples) }',
  bug: 'query Bug { device(id: "bug") { name } }',
};
const tenantId = '7c0f5f3e-0000-4000-8000-000000000001';
let test: TestGateway;
let device: Issued;
const deviceId = randomUUID();

beforeAll(async () => {
  test = await startTestGateway({
    agentDocuments: Object.entries(documents).map(([operation, document]) => {
      return { operation, document, subgraph: operation === 'pushTelemetry' ? 'telemetry' : 'fleet' };
    }),
  });
  device = await test.authority.issueDevice({ tenantId, deviceId });
});
afterAll(() => test.close());

type Reply = {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly json: {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
  readonly isReused: boolean;
};

/** One request at the agents' door, as an agent makes it. */
function call(
  body: Buffer | string,
  as: Issued | null,
  options: Omit<RequestOptions, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${test.agentsUrl}/graphql`,
      {
        method: 'POST',
        ca: test.authority.caPem,
        ...(as && { cert: as.certificatePem, key: as.privateKeyPem }),
        ...options,
        headers: { 'content-type': 'application/json', ...options.headers },
      },
      (incoming) => {
        const isReused = (incoming.socket as TLSSocket).isSessionReused();
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const json = JSON.parse(Buffer.concat(chunks).toString()) as Reply['json'];
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, json, isReused });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function bodyFor(operation: keyof typeof documents, variables: object = {}): string {
  const persistedQuery = { version: 1, sha256Hash: hashOf(documents[operation]) };
  return JSON.stringify({ extensions: { persistedQuery }, variables });
}

const codeOf = (reply: Reply) => reply.json.errors?.[0]?.extensions['code'];

describe('the agents door', () => {
  it('knows a device by its certificate and nothing else', async () => {
    const { json } = await call(bodyFor('heartbeat', { deviceId: 'somebody-else' }), device);
    const [kind, tenant, id, fingerprint] = String(json.data?.['heartbeat']).split(' ');
    expect([kind, tenant, id]).toEqual(['device', tenantId, deviceId]);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sends each operation to the subgraph that owns it, packed bodies too', async () => {
    const samples = Array.from({ length: 500 }, (_, at) => at);
    const packed = gzipSync(bodyFor('pushTelemetry', { samples }));
    const { json } = await call(packed, device, { headers: { 'content-encoding': 'gzip' } });
    expect(json).toEqual({ data: { pushTelemetry: 500 } });
    expect(pushes.at(-1)).toEqual({ deviceId, samples: 500 });
  });

  it('lets a caller without a certificate claim, and do nothing else', async () => {
    const claim = await call(bodyFor('claimDevice', { token: 't1' }), null);
    expect(claim.json).toEqual({ data: { claimDevice: 'claimant t1' } });
    const other = await call(bodyFor('heartbeat'), null);
    expect([other.status, codeOf(other)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('runs documents by hash only', async () => {
    const own = await call(JSON.stringify({ query: documents.heartbeat }), device);
    expect([own.status, codeOf(own)]).toEqual([400, 'INVALID_INPUT']);
    const smuggled = { ...(JSON.parse(bodyFor('heartbeat')) as object), query: '{ publicCount }' };
    expect(codeOf(await call(JSON.stringify(smuggled), device))).toBe('INVALID_INPUT');
    const persistedQuery = { version: 1, sha256Hash: hashOf('{ publicCount }') };
    const unknown = await call(JSON.stringify({ extensions: { persistedQuery } }), device);
    expect(unknown.json.errors?.[0]?.extensions['details']).toEqual({ reason: 'PERSISTED_QUERY_NOT_FOUND' });
  });

  it('refuses certificates of another authority, of no device, of two names and expired ones', async () => {
    const foreign = await (await TestAuthority.create()).issueDevice({ tenantId, deviceId });
    const nameless = await test.authority.issueDevice({ tenantId: 'x', deviceId: 'y' });
    const twoNames = await test.authority.issueDevice({ tenantId, deviceId, commonName: randomUUID() });
    const expired = await test.authority.issueDevice({ tenantId, deviceId, notAfter: new Date(Date.now() - 60_000) });
    for (const certificate of [foreign, nameless, twoNames, expired]) {
      const reply = await call(bodyFor('claimDevice', { token: 't' }), certificate);
      expect([reply.status, codeOf(reply)]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('ends with a certificate that expires while its connection lives', async () => {
    // Long enough for a first call on a busy machine, and no longer.
    const notAfter = new Date(Math.ceil(Date.now() / 1000) * 1000 + 4000);
    const brief = await test.authority.issueDevice({ tenantId, deviceId, notAfter });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await call(bodyFor('heartbeat'), brief, { agent })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, notAfter.getTime() + 100 - Date.now()));
    expect((await call(bodyFor('heartbeat'), brief, { agent })).status).toBe(401);
    agent.destroy();
  });

  it('knows a device again when its TLS session is resumed', async () => {
    const agent = new Agent({ keepAlive: false, maxCachedSessions: 10 });
    expect((await call(bodyFor('heartbeat'), device, { agent })).isReused).toBe(false);
    const again = await call(bodyFor('heartbeat'), device, { agent });
    expect(again.isReused).toBe(true);
    expect(String(again.json.data?.['heartbeat'])).toContain(deviceId);
  });

  it('says when to come back, in the body and as a header', async () => {
    const reply = await call(bodyFor('claimDevice', { token: 'full' }), null);
    expect(reply.json.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', retryAfterMs: 2500 });
    expect(reply.headers['retry-after']).toBe('3');
  });

  it('passes faults on without their inside', async () => {
    const reply = await call(bodyFor('bug'), device);
    expect(JSON.stringify(reply.json)).not.toContain('secret');
  });

  it('shows a certificate whose chain ends at the authority agents pin', async () => {
    const fingerprints: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(`${test.agentsUrl}/graphql`, { rejectUnauthorized: false }, (incoming) => {
        const leaf = (incoming.socket as TLSSocket).getPeerCertificate(true);
        fingerprints.push(leaf.issuerCertificate.fingerprint256);
        incoming.resume().once('end', resolve);
      });
      outgoing.once('error', reject);
      outgoing.end();
    });
    const { X509Certificate } = await import('node:crypto');
    expect(fingerprints).toEqual([new X509Certificate(test.authority.caPem).fingerprint256]);
  });
});

describe('an attack on the agents door', () => {
  it('cannot unpack a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 32));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    for (const as of [device, null]) {
      const reply = await call(bomb, as, { headers: { 'content-encoding': 'gzip' } });
      expect([reply.status, codeOf(reply)]).toEqual([429, 'LIMIT_EXCEEDED']);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('cannot send what is not gzip, not JSON, not an object, or too much', async () => {
    const cases: [Buffer | string, Record<string, string>, number][] = [
      ['not gzip', { 'content-encoding': 'gzip' }, 400],
      ['{}', { 'content-encoding': 'br' }, 400],
      ['{ "not', {}, 400],
      ['[]', {}, 400],
      ['null', {}, 400],
      ['{}', { 'content-type': 'text/plain' }, 400],
      [Buffer.alloc(1024 * 1024 + 1, 32), {}, 429],
    ];
    for (const [body, headers, status] of cases) expect((await call(body, device, { headers })).status).toBe(status);
  });

  it('cannot crowd the door without a certificate', async () => {
    const crowd = Array.from({ length: 200 }, () => call(bodyFor('claimDevice', { token: 't' }), null));
    const heartbeat = call(bodyFor('heartbeat'), device);
    const replies = await Promise.all(crowd);
    expect((await heartbeat).status).toBe(200);
    for (const reply of replies.filter((each) => each.status !== 200)) {
      expect([reply.status, codeOf(reply)]).toEqual([503, 'LIMIT_EXCEEDED']);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    }
  });
});
