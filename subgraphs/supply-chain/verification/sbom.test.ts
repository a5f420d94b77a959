import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bill, subjectOf } from '../testing/signing.ts';
import { readSbom, sbomMaxBytes, sbomVersions } from './sbom.ts';

const { digest } = subjectOf(randomBytes(10));
const read = (content: object) => readSbom(Buffer.from(JSON.stringify(content)), { digest });
const library = (name: string, more: object = {}) => ({ type: 'library', name, version: '1.0.0', ...more });

describe('a bill of materials', () => {
  test.each(sbomVersions)('of CycloneDX %s is read with its components, nested ones too', async (specVersion) => {
    const inner = library('inner', { purl: 'pkg:npm/inner@1.0.0' });
    const content = bill(digest, [library('outer', { components: [inner] })], specVersion);
    expect(await read(content)).toEqual({
      specVersion,
      serialNumber: null,
      components: [
        { name: 'outer', version: '1.0.0', purl: null, type: 'library' },
        { name: 'inner', version: '1.0.0', purl: 'pkg:npm/inner@1.0.0', type: 'library' },
      ],
    });
  });

  test.each([
    ['of another version', bill(digest, [], '1.3')],
    ['of another format', { ...bill(digest), bomFormat: 'SPDX' }],
    ['with a component without a name', bill(digest, [{ type: 'library' }])],
    ['with a field the specification does not know', { ...bill(digest), mood: 'good' }],
    ['whose components are no list', { ...bill(digest), components: {} }],
  ])('%s is SBOM_INVALID', async (_, content) => {
    await expect(read(content)).rejects.toMatchObject({ reason: 'SBOM_INVALID' });
  });

  test('that is no JSON, or not even text, is SBOM_INVALID', async () => {
    for (const content of [Buffer.from('<bom/>'), Buffer.from([0xff, 0xfe]), Buffer.alloc(0)]) {
      await expect(readSbom(content, { digest })).rejects.toMatchObject({ reason: 'SBOM_INVALID' });
    }
  });

  test('that describes another artifact is SUBJECT_MISMATCH; one that names no digest is taken at its word', async () => {
    const other = bill(subjectOf(randomBytes(10)).digest);
    await expect(read(other)).rejects.toMatchObject({ reason: 'SUBJECT_MISMATCH' });
    expect(await read({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })).toMatchObject({ components: [] });
  });

  test('that is larger than any honest one is not even parsed', async () => {
    await expect(readSbom(Buffer.alloc(sbomMaxBytes + 1), { digest })).rejects.toMatchObject({ reason: 'OVERSIZE' });
  });
});
