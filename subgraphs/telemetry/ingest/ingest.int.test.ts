/** What ingest promises, on real databases: once and durable, never from whom is not trusted, bounded, and declared. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, samplesFrom, signedDrop, TelemetryStack, type CallingDevice } from '../testing/stack.ts';

let stack: TelemetryStack;
const firstMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;

beforeAll(async () => {
  stack = await TelemetryStack.start();
});

afterAll(async () => {
  await stack.close();
});

const codeOf = async (device: CallingDevice, input: Record<string, unknown>) =>
  (await stack.push(device, input)).errors?.[0]?.extensions;

describe('a push', () => {
  test('is acknowledged once durable, and stored in samples and rollups', async () => {
    const device = await stack.enroll();
    const { data } = await stack.push(device, samplesFrom(1, 10, firstMs));
    expect(data?.['pushTelemetry']).toEqual({
      acknowledgedSeq: 10,
      duplicate: false,
      stored: 10,
      rejected: [],
      retryAfterMs: null,
    });
    await eventually(async () => expect(await stack.countSamples(device)).toEqual([10, 10, 10]));
  });

  test('that is sent again, also many times at once, is stored once', async () => {
    const device = await stack.enroll();
    const pushes = await Promise.all(Array.from({ length: 20 }, () => stack.push(device, samplesFrom(1, 10, firstMs))));
    const receipts = pushes.map(
      ({ data }) => data?.['pushTelemetry'] as unknown as { duplicate: boolean; acknowledgedSeq: number },
    );
    expect(receipts.filter((receipt) => !receipt.duplicate)).toHaveLength(1);
    expect(receipts.every((receipt) => receipt.acknowledgedSeq === 10)).toBe(true);
    await eventually(async () => expect(await stack.countSamples(device)).toEqual([10, 10, 10]));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await stack.countSamples(device)).toEqual([10, 10, 10]);
  });

  test('that overlaps or leaves a hole is refused with the number to continue from', async () => {
    const device = await stack.enroll();
    await stack.push(device, samplesFrom(1, 10, firstMs));
    const details = { acknowledgedSeq: 10, expectedFromSeq: 11 };
    expect(await codeOf(device, samplesFrom(6, 10, firstMs))).toMatchObject({ code: 'CONFLICT', details });
    expect(await codeOf(device, samplesFrom(12, 10, firstMs))).toMatchObject({ code: 'CONFLICT', details });
  });

  test('may skip what it declares dropped, and the declaration is stored with its signature', async () => {
    const device = await stack.enroll();
    const dropped = [signedDrop(device, { fromSeq: 1, toSeq: 40, fromMs: firstMs })];
    const { data } = await stack.push(device, { ...samplesFrom(41, 10, firstMs + 60_000), dropped });
    expect(data?.['pushTelemetry']).toMatchObject({ acknowledgedSeq: 50, stored: 10 });
    await eventually(async () => expect(await stack.countRows('device_losses_raw_v1', device)).toBe(1));
  });

  test('of kernel events is stored', async () => {
    const device = await stack.enroll();
    const kernelEvents = { timesMs: [firstMs], types: ['OOM_KILL'], pids: [7], comms: ['db'], details: ['{"rss":1}'] };
    await stack.push(device, { epoch: 1, runKey: 'r', fromSeq: 1, toSeq: 1, kernelEvents });
    await eventually(async () => expect(await stack.countRows('device_kernel_events_raw_v1', device)).toBe(1));
  });
});

describe('a crash', () => {
  test('of the metrics database around an insert loses nothing and stores nothing twice', async () => {
    const device = await stack.enroll();
    let sent = 0;
    for (let round = 0; round < 5; round += 1) {
      for (let batch = 0; batch < 5; batch += 1) {
        const input = samplesFrom(sent + 1, 10, firstMs + sent * 100);
        expect((await stack.push(device, input)).errors).toBeUndefined();
        sent += 10;
      }
      await new Promise((resolve) => setTimeout(resolve, 430 + round * 40));
      await stack.server.kill();
      await stack.server.start();
    }
    await eventually(async () => expect(await stack.countSamples(device)).toEqual([sent, sent, sent]), 30_000);
  }, 90_000);

  test('of the writer leaves its entries to the next one, which stores them once', async () => {
    const device = await stack.enroll();
    await stack.server.kill();
    expect((await stack.push(device, samplesFrom(1, 10, firstMs))).errors).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await stack.stopProcess();
    await stack.server.start();
    await stack.startProcess();
    await eventually(async () => expect(await stack.countSamples(device)).toEqual([10, 10, 10]), 30_000);
    expect((await stack.push(device, samplesFrom(1, 10, firstMs))).data?.['pushTelemetry']).toMatchObject({
      duplicate: true,
    });
  }, 60_000);
});

describe('trust', () => {
  test('of a device that is unknown, pending or revoked admits nothing', async () => {
    const unknown = { tenantId: randomUUID(), id: randomUUID(), fingerprint: 'f' };
    expect(await codeOf(unknown, samplesFrom(1, 1, firstMs))).toMatchObject({ code: 'FORBIDDEN' });
    const pending = { tenantId: randomUUID(), id: randomUUID(), fingerprint: 'f' };
    await stack.record(pending, 'DeviceClaimed', 'PENDING', { domainId: randomUUID() });
    expect(await codeOf(pending, samplesFrom(1, 1, firstMs))).toMatchObject({ details: { trust: 'PENDING' } });
    const revoked = await stack.enroll();
    await stack.push(revoked, samplesFrom(1, 1, firstMs));
    await stack.record(revoked, 'DeviceRevoked', 'REVOKED');
    expect(await codeOf(revoked, samplesFrom(2, 1, firstMs))).toMatchObject({
      code: 'FORBIDDEN',
      details: { trust: 'REVOKED' },
    });
    await eventually(async () => expect(await stack.countRows('device_samples_raw_v1', revoked)).toBe(1));
  });

  test('does not extend to another certificate', async () => {
    const device = await stack.enroll();
    const stolen = { ...device, fingerprint: 'other' };
    expect(await codeOf(stolen, samplesFrom(1, 1, firstMs))).toMatchObject({
      code: 'FORBIDDEN',
      details: { certificate: 'NOT_ACCEPTED' },
    });
  });

  test('that ends while eight loops push lets nothing in after it has ended', async () => {
    const device = await stack.enroll();
    let isRevoked = false;
    const late: unknown[] = [];
    const loops = Array.from({ length: 8 }, async (_, epoch) => {
      for (let seq = 1; ; seq += 1) {
        const startedAfter = isRevoked;
        const answer = await stack.push(device, { ...samplesFrom(seq, 1, firstMs), epoch: epoch + 1 });
        if (answer.errors) return;
        if (startedAfter) late.push(answer);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stack.record(device, 'DeviceRevoked', 'REVOKED');
    isRevoked = true;
    await Promise.all(loops);
    expect(late).toEqual([]);
  });
});

describe('limits', () => {
  test('answer LIMIT_EXCEEDED with the time to wait when a device is too fast', async () => {
    const device = await stack.enroll();
    let refusal: Record<string, unknown> | undefined;
    for (let batch = 0; batch < 6 && !refusal; batch += 1) {
      refusal = await codeOf(device, samplesFrom(1 + batch * 1000, 1000, firstMs));
    }
    expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { scope: 'device' } });
    expect(refusal?.['retryAfterMs']).toBeGreaterThan(0);
  });

  test('answer LIMIT_EXCEEDED to a push that is too large', async () => {
    const device = await stack.enroll();
    expect(await codeOf(device, samplesFrom(1, 1001, firstMs))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { limit: 'samplesPerPush', max: 1000, actual: 1001 },
    });
  });

  test('of cardinality reject series by name, store the rest and declare the loss', async () => {
    const device = await stack.enroll();
    const series = ['cpu_usage_pct', ...Array.from({ length: 40 }, (_, index) => `own_${index}`)];
    const samples = { timesMs: [firstMs], series, values: series.map(() => [1]) };
    const { data } = await stack.push(device, { epoch: 1, runKey: 'r', fromSeq: 1, toSeq: 1, samples });
    const receipt = data?.['pushTelemetry'] as unknown as { stored: number; rejected: { name: string }[] };
    expect(receipt.stored).toBe(1);
    expect(receipt.rejected).toHaveLength(8);
    await eventually(async () => expect(await stack.countRows('device_losses_raw_v1', device)).toBe(8));
  });

  test('of time keep nonsense out and declare it', async () => {
    const device = await stack.enroll();
    const { data } = await stack.push(device, samplesFrom(1, 10, 0));
    expect(data?.['pushTelemetry']).toMatchObject({ stored: 0, acknowledgedSeq: 10 });
    await eventually(async () => expect(await stack.countRows('device_losses_raw_v1', device)).toBe(1));
  });
});
