import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { TestAuthority } from '../testing/test-authority.ts';
import { serverFault } from './server-proof.ts';

const hour = 3_600_000;
const decades = 54 * 365 * 24 * hour;
let authority: TestAuthority;
let leaf: X509Certificate;

beforeAll(async () => {
  authority = await TestAuthority.create();
  leaf = new X509Certificate((await authority.server()).chainPem);
});

function faultAt(nowMs: number, by = authority, host = 'localhost'): string | null {
  return serverFault({ leaf, authority: new X509Certificate(by.pem), host, nowMs });
}

describe('a server', () => {
  test('that the pinned authority vouches for is believed, also by a clock that is far behind', () => {
    expect(faultAt(Date.now())).toBeNull();
    expect(faultAt(Date.now() - decades)).toBeNull();
    expect(faultAt(0)).toBeNull();
  });

  test('with an expired certificate is not believed', () => {
    expect(faultAt(Date.now() + 2 * hour)).toMatch(/expired/);
  });

  test('of a foreign root is not believed, whatever the clock says and however alike it looks', async () => {
    const foreign = await TestAuthority.create();
    for (const nowMs of [0, Date.now() - decades, Date.now()]) {
      expect(faultAt(nowMs, foreign)).toMatch(/not signed by the pinned authority/);
    }
  });

  test('with the certificate of another host, or of a device, is not believed', async () => {
    expect(faultAt(Date.now(), authority, 'elsewhere.test')).toMatch(/not for elsewhere.test/);
    expect(faultAt(Date.now(), authority, '127.0.0.9')).toMatch(/not for 127.0.0.9/);
    const self = new X509Certificate(authority.pem);
    const byItself = { leaf: self, authority: self, host: 'localhost', nowMs: Date.now() };
    expect(serverFault(byItself)).toMatch(/certificate of an authority/);
  });
});
