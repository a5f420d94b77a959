import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localPath } from './return-to.ts';

describe('the path to return to after sign-in', () => {
  test.each(['/', '/devices', '/d/retail-eu/devices?q=conn:LIVE%20a&peek=n-42', '/devices#top'])('may be %s', (path) =>
    expect(localPath(path)).toBe(path),
  );

  test.each([
    null,
    '',
    'devices',
    'https://evil.test/',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    '\\\\evil.test',
    'javascript:alert(1)',
    '/a\r\nset-cookie: x=y',
    '/a\\..\\b',
    `/${'x'.repeat(2000)}`,
  ])('is the start page instead of %j', (path) => expect(localPath(path)).toBe('/'));

  test('never leads away from the console, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `/${text}`),
        ),
        (wanted) => {
          const location = new URL(`http://localhost:3000${localPath(wanted)}`);
          expect(location.origin).toBe('http://localhost:3000');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
