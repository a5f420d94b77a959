import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, newDeviceKey, samplesFrom, signedDrop, TelemetryStack } from '../testing/stack.ts';

const firstMs = Math.floor(Date.now() / 1000) * 1000 - 600_000;
const range = { fromSeq: 1, toSeq: 40, fromMs: firstMs };
const refusal = { code: 'FORBIDDEN', details: { reason: 'DECLARATION_NOT_SIGNED', argument: 'input.dropped' } };
let stack: TelemetryStack;

beforeAll(async () => {
  stack = await TelemetryStack.start();
});
afterAll(() => stack?.close());

/** Ten samples behind forty numbers that were given up. */
const batchWith = (drop: object, epoch = 1) => ({ ...samplesFrom(41, 10, firstMs + 60_000), epoch, dropped: [drop] });

describe('a declaration of loss that the device did not sign', () => {
  test('is refused with its whole batch, which is stored once when it is signed after all', async () => {
    const device = await stack.enroll();
    const genuine = signedDrop(device, range);
    const { errors } = await stack.push(device, batchWith({ ...genuine, signature: 'c2lnbmVk' }));
    expect(errors?.[0]?.extensions).toMatchObject(refusal);
    expect(errors?.[0]?.message).toContain('SAMPLES 1 to 40 were dropped is not signed by a key of this device');
    const { data } = await stack.push(device, batchWith(genuine));
    expect(data?.['pushTelemetry']).toMatchObject({ acknowledgedSeq: 50, duplicate: false, stored: 10 });
    await stack.settled(device, { table: 'device_losses_raw_v1', rows: 1 });
    await stack.settled(device, { table: 'device_samples_raw_v1', rows: 10 });
  });

  test('cannot be made from a genuine one by stretching it, or by repeating it in another epoch', async () => {
    const device = await stack.enroll();
    const genuine = signedDrop(device, { ...range, toSeq: 39 });
    const stretched = await stack.push(device, batchWith({ ...genuine, toSeq: 40, count: 40 }));
    expect(stretched.errors?.[0]?.extensions).toMatchObject(refusal);
    const repeated = await stack.push(device, batchWith(signedDrop(device, range), 2));
    expect(repeated.errors?.[0]?.extensions).toMatchObject(refusal);
  });

  test('is not made good by the key of another device of the same tenant', async () => {
    const device = await stack.enroll();
    const other = await stack.enroll(device.tenantId);
    const { errors } = await stack.push(device, batchWith(signedDrop({ ...device, key: other.key }, range)));
    expect(errors?.[0]?.extensions).toMatchObject(refusal);
  });

  test('does not hide that the device is revoked', async () => {
    const device = await stack.enroll();
    await stack.record(device, 'DeviceRevoked', 'REVOKED');
    await eventually(async () => {
      const { errors } = await stack.push(device, batchWith({ ...signedDrop(device, range), signature: '' }));
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', details: { trust: 'REVOKED' } });
    });
  });
});

describe('the keys of a device', () => {
  test('are those of its certificates, old and new: what was signed before a new key is still believed', async () => {
    const device = await stack.enroll();
    const { privateKey, publicKey } = newDeviceKey();
    await stack.record(device, 'DeviceCertificateIssued', 'TRUSTED', { certificate: { publicKey } });
    const renewed = { ...device, key: privateKey };
    await eventually(async () => {
      const { data } = await stack.push(device, batchWith(signedDrop(renewed, range)));
      expect(data?.['pushTelemetry']).toMatchObject({ acknowledgedSeq: 50 });
    });
    const { data } = await stack.push(device, batchWith(signedDrop(device, { ...range, epoch: 2 }), 2));
    expect(data?.['pushTelemetry']).toMatchObject({ acknowledgedSeq: 50 });
  });

  test('are learned from the log by an installation whose rows have none yet, and nothing is refused meanwhile', async () => {
    const device = await stack.enroll();
    const before = await stack.push(device, { ...samplesFrom(1, 1, firstMs), epoch: 3 });
    expect(before.errors).toBeUndefined();
    await stack.stopProcess();
    await stack.forgetKeys();
    await stack.startProcess();
    const answers: unknown[] = [];
    await eventually(async () => {
      const { data, errors } = await stack.push(device, batchWith(signedDrop(device, range)));
      answers.push(errors?.[0]?.extensions?.['code']);
      expect(data?.['pushTelemetry']).toMatchObject({ acknowledgedSeq: 50 });
    });
    expect(answers).not.toContain('FORBIDDEN');
  });
});
