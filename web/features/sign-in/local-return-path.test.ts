import { expect, it } from 'vitest';
import { localReturnPath } from './local-return-path.ts';

it('leads only to pages of this console', () => {
  expect(localReturnPath('/d/retail-eu/devices?q=conn:LIVE')).toBe('/d/retail-eu/devices?q=conn:LIVE');
  for (const foreign of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/sign-in']) {
    expect(localReturnPath(foreign)).toBe('/');
  }
});
