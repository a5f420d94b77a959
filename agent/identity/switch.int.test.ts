/** A change of keys that is killed between any two writes: whoever opens the directory next finds one key and its certificate. */
import { mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Journal } from '../journal.ts';
import { TestAuthority } from '../testing/test-authority.ts';
import { certificateFault } from './certificate.ts';
import type { DeviceKey } from './key.ts';
import { signingRequest } from './signing-request.ts';

let authority: TestAuthority;
beforeAll(async () => {
  authority = await TestAuthority.create();
});

async function certificateOf(key: DeviceKey): Promise<string> {
  return authority.device('device', signingRequest(key, 'device'));
}

async function stateWithIdentity(): Promise<{ path: string; oldKey: DeviceKey }> {
  const path = join(mkdtempSync(join(tmpdir(), 'flotilla-switch-')), 'state');
  const journal = Journal.open(path);
  const oldKey = journal.keyOrNew();
  journal.pinAuthority(authority.pem);
  journal.storeCertificate(await certificateOf(oldKey));
  return { path, oldKey };
}

function opened(path: string): { key: string; fault: string | null; leftovers: string[] } {
  const journal = Journal.open(path);
  const [key, certificate] = [journal.key(), journal.certificate()];
  if (!key || !certificate) throw new Error('the identity is gone');
  const leftovers = readdirSync(path).filter((name) => name.includes('.next.'));
  return { key: key.pem, fault: certificateFault(certificate, key, authority.pem), leftovers };
}

describe('a change of keys', () => {
  test('that got as far as the new key goes on with the old identity, and asks with the same new key again', async () => {
    const { path, oldKey } = await stateWithIdentity();
    const newKey = Journal.open(path).nextKeyOrNew();
    expect(opened(path)).toEqual({ key: oldKey.pem, fault: null, leftovers: ['device-key.next.pem'] });
    expect(Journal.open(path).nextKeyOrNew().pem).toBe(newKey.pem);
  });

  test('that got as far as the new certificate is finished', async () => {
    const { path } = await stateWithIdentity();
    const newKey = Journal.open(path).nextKeyOrNew();
    writeFileSync(join(path, 'certificate.next.pem'), await certificateOf(newKey));
    expect(opened(path)).toEqual({ key: newKey.pem, fault: null, leftovers: [] });
  });

  test('that was killed between key and certificate is finished', async () => {
    const { path } = await stateWithIdentity();
    const newKey = Journal.open(path).nextKeyOrNew();
    writeFileSync(join(path, 'certificate.next.pem'), await certificateOf(newKey));
    renameSync(join(path, 'device-key.next.pem'), join(path, 'device-key.pem'));
    expect(opened(path)).toEqual({ key: newKey.pem, fault: null, leftovers: [] });
  });

  test('that nobody killed leaves one identity', async () => {
    const { path } = await stateWithIdentity();
    const journal = Journal.open(path);
    const newKey = journal.nextKeyOrNew();
    journal.switchIdentity(await certificateOf(newKey));
    expect(opened(path)).toEqual({ key: newKey.pem, fault: null, leftovers: [] });
  });
});
