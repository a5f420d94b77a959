/** A subscription's trace, as a collector receives it: from the browser through the gateway into the subgraphs. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTracing } from '@flotilla/kernel/tracing';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { measurements } from '../testing/test-graph.ts';

type Span = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status?: { readonly code?: number; readonly message?: string };
};
type Export = { readonly resourceSpans: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[] };

const tenant = '7c0f5f3e-0000-4000-8000-000000000001';
const document = 'subscription Joined { measured(deviceId: "d1") { value device { name } } }';
const spans: Span[] = [];
let collector: Server;
let test: TestGateway;
let client: Client;
let stopTracing: () => Promise<void>;

beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(text) as Export;
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '100');
  stopTracing = await startTracing('test', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  test = await startTestGateway();
  const roles = ['OPERATOR'];
  test.principals.set('s1', { kind: 'user', sub: 'u1', tenant, roles, scopes: [], sid: 'sid' });
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
  await stopTracing?.();
  vi.unstubAllEnvs();
  await new Promise((resolve) => collector.close(resolve));
});

/** Subscribes as part of a trace. */
function subscribe(query: string, traceId: string): { received: unknown[]; leave: () => void } {
  const received: unknown[] = [];
  const extensions = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const leave = client.subscribe(
    { query, extensions },
    { next: ({ data }) => received.push(data), error: () => undefined, complete: () => undefined },
  );
  return { received, leave };
}

const inTrace = (traceId: string, name: string) =>
  spans.filter((span) => span.traceId === traceId && span.name === name);

async function only(traceId: string, name: string): Promise<Span> {
  await expect.poll(() => inTrace(traceId, name).length).toBe(1);
  return inTrace(traceId, name)[0] as Span;
}

describe('a subscription', () => {
  it('is one trace, from who asked through both doors to every event and what is joined to it', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const { received, leave } = subscribe(document, traceId);
    await expect.poll(() => measurements.listeners).toBe(1);
    for (const value of [1, 2]) measurements.publish({ tenantId: tenant, deviceId: 'd1', value });
    await expect.poll(() => received.length).toBe(2);
    leave();
    const gateway = await only(traceId, 'gateway subscription');
    expect(gateway.parentSpanId).toBe('b7ad6b7169203331');
    const upstream = await only(traceId, 'telemetry subscription');
    expect(upstream.parentSpanId).toBe(gateway.spanId);
    const served = await only(traceId, 'subgraph telemetry subscription');
    expect(served.parentSpanId).toBe(upstream.spanId);
    const events = inTrace(traceId, 'subgraph telemetry event');
    expect(events.map((span) => span.parentSpanId)).toEqual([served.spanId, served.spanId]);
    const joins = inTrace(traceId, 'fleet query');
    expect(joins).toHaveLength(2);
    const joined = inTrace(traceId, 'subgraph fleet').map((span) => span.parentSpanId);
    expect(new Set(joined)).toEqual(new Set(joins.map((span) => span.spanId)));
    for (const span of [gateway, upstream, served]) expect(span.status?.code ?? 0).not.toBe(2);
  });

  it('that shares what another has opened has a span of its own, and ends it by itself', async () => {
    const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
    const one = subscribe(document, first);
    await expect.poll(() => measurements.listeners).toBe(1);
    const two = subscribe(document, second);
    await expect
      .poll(() => {
        measurements.publish({ tenantId: tenant, deviceId: 'd1', value: 3 });
        return two.received.length;
      })
      .toBeGreaterThan(0);
    two.leave();
    await only(second, 'gateway subscription');
    expect(inTrace(first, 'gateway subscription')).toEqual([]);
    one.leave();
    await only(first, 'gateway subscription');
    expect(inTrace(second, 'telemetry subscription')).toEqual([]);
  });

  it('that its subgraph refuses shows so in the trace', async () => {
    const traceId = '3'.repeat(32);
    test.principals.set('s1', { kind: 'user', sub: 'u1', tenant, roles: [], scopes: [], sid: 'sid' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const own = createClient({
      url: `${test.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols, { headers: { cookie: 'flotilla_session=s1' } });
        }
      },
      retryAttempts: 0,
    });
    const extensions = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const failure = new Promise((resolve) =>
      own.subscribe(
        { query: document, extensions },
        { next: () => undefined, error: resolve, complete: () => resolve(null) },
      ),
    );
    expect(await failure).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await only(traceId, 'gateway subscription')).status?.code).toBe(2);
    expect((await only(traceId, 'telemetry subscription')).status?.code).toBe(2);
    await own.dispose();
  });
});
