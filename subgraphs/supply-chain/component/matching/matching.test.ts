import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPackageUrl } from './package-url.ts';
import { compareVersions, isInRange, readVersionRange } from './version-range.ts';

describe('a package URL', () => {
  test.each([
    ['pkg:npm/left-pad@1.3.0', 'pkg:npm/left-pad', '1.3.0'],
    ['pkg:npm/%40angular/core@12.3.1', 'pkg:npm/@angular/core', '12.3.1'],
    ['pkg:npm/@angular/core', 'pkg:npm/@angular/core', null],
    ['pkg:npm/@scoped', 'pkg:npm/@scoped', null],
    ['pkg:deb/debian/OpenSSL@3.0.11-1~deb12u2?arch=arm64#x', 'pkg:deb/debian/openssl', '3.0.11-1~deb12u2'],
    ['pkg:PyPI/Some_Package@1.0', 'pkg:pypi/some-package', '1.0'],
    ['pkg:golang/github.com/Some/Thing@v1.2.3', 'pkg:golang/github.com/Some/Thing', 'v1.2.3'],
  ])('%s is %s at %s', (text, base, version) => expect(readPackageUrl(text)).toEqual({ base, version }));

  test.each(['left-pad', 'pkg:npm', 'pkg:npm/', 'pkg:/x', 'pkg:npm/%zz', 'http://npm/x'])('%s is none', (text) =>
    expect(readPackageUrl(text)).toBeNull(),
  );
});

describe('versions', () => {
  test.each([
    ['1.2.3', '1.10.0'],
    ['1.0.0-rc.1', '1.0.0'],
    ['1.0.0-alpha', '1.0.0-beta'],
    ['1.0.0-rc.2', '1.0.0-rc.10'],
    ['3.0.2', '3.0.11-1'],
    ['2.9', '1:0.1'],
    ['99999999999999999999', '100000000000000000000'],
  ])('%s comes before %s', (earlier, later) => {
    expect(compareVersions(earlier, later)).toBeLessThan(0);
    expect(compareVersions(later, earlier)).toBeGreaterThan(0);
  });

  test.each([
    ['1', '1.0.0'],
    ['v1.2.3', '1.2.3'],
    ['1.2.3+build.7', '1.2.3'],
  ])('%s is the same as %s', (one, other) => expect(compareVersions(one, other)).toBe(0));

  test('are in one order, whatever they look like', () => {
    const version = fc.stringMatching(/^[0-9a-c.~-]{1,8}$/);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a range of versions', () => {
  const isIn = (version: string, text: string) => {
    const range = readVersionRange(text);
    return range && isInRange(version, range);
  };

  test.each([
    ['1.3.0', '1.3.0', true],
    ['1.3.0', '>=1.2 <2', true],
    ['2.0.0', '>= 1.2 < 2', false],
    ['2.0.0-rc1', '>=1.2 <2', true],
    ['3.1', '<1.0 || >=3', true],
    ['2.1', '<1.0 || >=3', false],
  ])('%s in %s: %s', (version, range, expected) => expect(isIn(version, range)).toBe(expected));

  test.each(['', '>=', '^1.2', '1.x || ', '>=1 ; drop table', 'x'.repeat(201)])('%s is none', (text) =>
    expect(readVersionRange(text)).toBeNull(),
  );
});
