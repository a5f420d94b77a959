import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database, everyTenant } from './database.ts';
import { openTestDatabase, type TestDatabase } from './testing/postgres.ts';
import { inIncomingTrace, inSpan, isTracingWanted, outgoingTraceHeaders, startTracing } from './tracing.ts';

type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string };

let collector: Server;
let test: TestDatabase;
const spans: Span[] = [];

beforeAll(async () => {
  test = await openTestDatabase();
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
      };
      for (const { scopeSpans } of body.resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await new Promise((resolve) => collector.close(resolve));
  await test.drop();
});

describe('tracing', () => {
  it('is off without the standard variables, and when they switch it off', () => {
    expect(isTracingWanted({})).toBe(false);
    expect(isTracingWanted({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })).toBe(true);
    const off = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_SDK_DISABLED: 'true' };
    expect(isTracingWanted(off)).toBe(false);
  });

  it('carries one trace from an incoming request through to the database, and out again', async () => {
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
    const stop = await startTracing('test', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const database = await Database.open({ url: test.url, searchPath: ['public'], entities: [] });
    let outgoing: Record<string, string> = {};
    await inIncomingTrace(headers, () =>
      inSpan('subgraph fleet', {}, async () => {
        outgoing = outgoingTraceHeaders();
        await database.inTenant(everyTenant, (em) => em.execute('select 1'));
      }),
    );
    await database.close();
    await stop();
    vi.unstubAllEnvs();
    const request = spans.find((span) => span.name === 'subgraph fleet');
    const transaction = spans.find((span) => span.name === 'transaction');
    expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
    expect(transaction).toMatchObject({ traceId, parentSpanId: request?.spanId });
    expect(outgoing['traceparent']).toContain(traceId);
  });
});
