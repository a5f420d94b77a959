import { expect, test } from 'vitest';
import { emptyKey, keyInputOf, whyNotKey } from './key-draft.ts';

const pem = '-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n';

test('a key is sent once it has a name and the public half of a pair', () => {
  expect(whyNotKey(emptyKey)).toMatch('name');
  expect(whyNotKey({ ...emptyKey, name: 'release' })).toMatch('BEGIN PUBLIC KEY');
  expect(whyNotKey({ ...emptyKey, name: 'Release', publicKeyPem: pem })).toMatch('name');
  expect(whyNotKey({ ...emptyKey, name: 'release', publicKeyPem: pem })).toBeUndefined();
});

test('a private key is recognised before it leaves the browser', () => {
  const secret = '-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----';
  expect(whyNotKey({ ...emptyKey, name: 'release', publicKeyPem: secret })).toMatch('private key');
});

test('the last day is good to its end, and none is none', () => {
  const draft = { name: ' release ', publicKeyPem: pem, validUntil: '2027-03-01' };
  expect(keyInputOf(draft)).toMatchObject({ name: 'release', validUntil: '2027-03-01T23:59:59.000Z' });
  expect(keyInputOf({ ...draft, validUntil: '' }).validUntil).toBeNull();
});
