import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dropped } from '../ingest/batch.ts';
import { declarationText, findForged } from './declaration.ts';

const deviceId = '5f0c9d1e-0000-4000-8000-000000000001';
const pair = (kind: 'ec' | 'ed25519') => {
  const keys = kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    publicKey,
    sign: (text: string) => sign(kind === 'ec' ? 'sha256' : null, Buffer.from(text), keys.privateKey),
  };
};
const own = pair('ec');
const number = fc.nat({ max: 2 ** 40 });
const drops: fc.Arbitrary<Omit<Dropped, 'signature'>> = fc.record({
  class: fc.constantFrom('SAMPLES', 'KERNEL_EVENTS'),
  fromSeq: number,
  toSeq: number,
  count: number,
  fromMs: number,
  toMs: number,
  reason: fc.string({ unit: 'grapheme', maxLength: 40 }),
});

/** A batch with one declaration, signed by the key. */
function declared(drop: Omit<Dropped, 'signature'>, epoch: number, key = own) {
  const signature = key.sign(declarationText({ deviceId, epoch }, drop)).toString('base64');
  return { deviceId, epoch, dropped: [{ ...drop, signature }] };
}

describe('a declaration of loss', () => {
  test('is the text the agent documents', () => {
    const drop = {
      class: 'SAMPLES',
      fromSeq: 1,
      toSeq: 9,
      count: 8,
      fromMs: 10,
      toMs: 20,
      reason: 'QUEUE_FULL',
    } as const;
    expect(declarationText({ deviceId, epoch: 7 }, drop)).toBe(
      `flotilla dropped ${deviceId} 7 SAMPLES 1 9 8 10 20 QUEUE_FULL`,
    );
  });

  test.each(['ec', 'ed25519'] as const)('signed by a key of the device is genuine (%s)', (kind) => {
    const key = pair(kind);
    const holds = (drop: Omit<Dropped, 'signature'>, epoch: number) =>
      findForged(declared(drop, epoch, key), [own.publicKey, key.publicKey]) === undefined;
    fc.assert(fc.property(drops, number, holds), { numRuns: 30 });
  });

  test('is forged as soon as anything in it is another than what was signed', () => {
    const isNoticed = (drop: Omit<Dropped, 'signature'>, other: Omit<Dropped, 'signature'>, epoch: number) => {
      const batch = declared(drop, epoch);
      const [signed] = batch.dropped;
      const fields = (Object.keys(drop) as (keyof typeof drop)[]).filter((field) => drop[field] !== other[field]);
      const changed = fields.map((field) => ({ ...batch, dropped: [{ ...signed, ...drop, [field]: other[field] }] }));
      const others = [
        { ...batch, epoch: epoch + 1 },
        { ...batch, deviceId: deviceId.replace('1', '2') },
      ];
      return [...changed, ...others].every((each) => findForged(each as typeof batch, [own.publicKey]) !== undefined);
    };
    fc.assert(fc.property(drops, drops, number, isNoticed), { numRuns: 50 });
  });

  test('is forged by whatever is no signature, and by another device', () => {
    const batch = declared({ class: 'SAMPLES', fromSeq: 1, toSeq: 1, count: 1, fromMs: 1, toMs: 1, reason: 'r' }, 1);
    const noise = fc.property(fc.string(), (signature) => {
      const dropped = batch.dropped.map((drop) => ({ ...drop, signature }));
      return findForged({ ...batch, dropped }, [own.publicKey]) !== undefined;
    });
    fc.assert(noise, { numRuns: 50 });
    expect(findForged(batch, [pair('ec').publicKey])).toBe(batch.dropped[0]);
    expect(findForged(batch, [])).toBe(batch.dropped[0]);
  });
});
