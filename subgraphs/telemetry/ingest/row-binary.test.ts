/** Values byte by byte, as the metrics database reads them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowBinaryWriter, uuidBytes } from './row-binary.ts';

const written = (write: (writer: RowBinaryWriter) => void) => {
  const writer = new RowBinaryWriter(1);
  write(writer);
  return writer.finish();
};

describe('RowBinary', () => {
  test('holds every safe whole number in eight bytes', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(written((writer) => writer.int64(value)).readBigInt64LE()).toBe(BigInt(value));
      }),
    );
  });

  test('marks null, and writes a number after a zero byte', () => {
    expect(written((writer) => writer.nullableFloat32(null))).toEqual(Buffer.from([1]));
    expect(written((writer) => writer.nullableFloat32(1))).toEqual(Buffer.from([0, 0, 0, 0x80, 0x3f]));
  });

  test('writes text with its length in bytes, however long', () => {
    const text = 'ü'.repeat(100);
    const bytes = written((writer) => writer.string(text));
    expect([...bytes.subarray(0, 2)]).toEqual([0xc8, 0x01]);
    expect(bytes.subarray(2).toString()).toBe(text);
  });

  test('has the halves of a UUID reversed', () => {
    expect(uuidBytes('00112233-4455-6677-8899-aabbccddeeff').toString('hex')).toBe('7766554433221100ffeeddccbbaa9988');
  });
});
