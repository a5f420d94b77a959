/** Caps per domain and what is told of refusals, on real databases. */
import { randomUUID } from 'node:crypto';
import { append } from '@flotilla/kernel/log/append';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, samplesFrom, TelemetryStack } from '../testing/stack.ts';

let stack: TelemetryStack;
const tenantId = randomUUID();
const [parentId, childId, otherId] = [randomUUID(), randomUUID(), randomUUID()];
const firstMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
const reader: Viewer = { ...systemViewer(tenantId), kind: 'user', subject: randomUUID(), roles: ['VIEWER'] };
const document = `query ($domainId: ID) { ingestHealth(domainId: $domainId) {
  name value unit state explanation since trend { at value } } }`;

beforeAll(async () => {
  stack = await TelemetryStack.start({ FLOTILLA_INGEST_DOMAIN_SAMPLES_PER_S: '1' });
  const domains = [
    [parentId, 'retail'],
    [childId, 'retail/shop'],
    [otherId, 'mining'],
  ] as const;
  await stack.log.inTenant(tenantId, (em) =>
    append(em, {
      tenantId,
      metadata: { actor: 'test' },
      writes: domains.map(([domainId, path]) => ({
        stream: `domain-${domainId}`,
        expectedVersion: null,
        events: [{ type: 'DomainCreated', data: { domainId, name: path, slug: path, parentId: null, path } }],
      })),
    }),
  );
});
afterAll(() => stack.close());

const health = async (domainId: string | null, viewer = reader) =>
  ((await stack.ask(viewer, document, { domainId })).data?.['ingestHealth'] ?? null) as unknown as Record<
    string,
    unknown
  >;

test('a domain that sends too fast is told to wait, others are not, and the share is shown where it belongs', async () => {
  const [one, two] = [await stack.enroll(tenantId, childId), await stack.enroll(tenantId, childId)];
  const elsewhere = await stack.enroll(tenantId, otherId);
  // The projection of places follows at once, and what is not known yet is asked again after a few seconds.
  await eventually(async () => {
    const [places] = await stack.log.inTenant('*', (em) =>
      em.execute<{ n: number }[]>('select count(*)::integer as n from telemetry.device_places'),
    );
    expect(places?.n).toBe(3);
  });
  expect((await stack.push(one, samplesFrom(1, 15, firstMs))).errors).toBeUndefined();
  const [refused] = (await stack.push(two, samplesFrom(1, 15, firstMs))).errors ?? [];
  expect(refused?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { scope: 'domain' } });
  expect(Number(refused?.extensions['retryAfterMs'])).toBeGreaterThan(0);
  expect((await stack.push(elsewhere, samplesFrom(1, 15, firstMs))).errors).toBeUndefined();
  await eventually(async () => expect((await health(childId))['value']).toBe(50), 15_000);
  expect(await health(childId)).toMatchObject({ name: 'ingest_rejections', unit: '%', state: 'BAD' });
  expect((await health(parentId))['value']).toBe(50);
  expect(await health(otherId)).toMatchObject({ value: 0, state: 'OK' });
  expect((await health(null))['value']).toBeCloseTo(33.3, 1);
});

test('nothing of it is told to another tenant', async () => {
  const stranger: Viewer = { ...reader, tenantId: randomUUID() };
  expect(await health(null, stranger)).toMatchObject({ value: null, state: 'UNKNOWN', trend: [] });
  const [error] = (await stack.ask(stranger, document, { domainId: parentId })).errors ?? [];
  expect(error?.extensions['code']).toBe('NOT_FOUND');
});
