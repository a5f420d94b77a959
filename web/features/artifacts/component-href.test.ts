import { expect, test } from 'vitest';
import { componentHref, withoutVersion } from './component-href.ts';

test('a package URL loses its version, its qualifiers and its subpath, and keeps the scope of its name', () => {
  expect(withoutVersion('pkg:npm/left-pad@1.3.0')).toBe('pkg:npm/left-pad');
  expect(withoutVersion('pkg:npm/%40scope/name@1.0.0?arch=x#lib')).toBe('pkg:npm/%40scope/name');
  expect(withoutVersion('pkg:npm/@scope/name@1.0.0')).toBe('pkg:npm/@scope/name');
  expect(withoutVersion('pkg:npm/@scope/name')).toBe('pkg:npm/@scope/name');
  expect(withoutVersion('pkg:maven/org.apache/log4x')).toBe('pkg:maven/org.apache/log4x');
});

test('a component without a package URL is looked for by its name', () => {
  expect(componentHref({ purl: null, name: 'motd' })).toBe('/artifacts/components?name=motd');
  expect(componentHref({ purl: 'pkg:npm/ws@8.0.0', name: 'ws' })).toBe('/artifacts/components?purl=pkg%3Anpm%2Fws');
});
