/** A unit is stopped, switched and started through systemctl alone; here a small program stands in for systemd's own. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { intentIn } from '../believing/intent.ts';
import { SigningDesk } from '../testing/signing-desk.ts';
import { SystemdExecutor } from './systemd.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-systemd-'));
afterAll(() => rmSync(root, { recursive: true }));

const bytes = Buffer.from('#!/bin/sh\n');
const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function intent(name: string) {
  const artifact = { digest, size: bytes.length };
  return intentIn(new SigningDesk().offer({ artifact, executor: { kind: 'systemd', name } }).intent);
}

/** A systemctl that knows one unit, keeps whether it is active, and notes what it was told. */
function host() {
  const directory = mkdtempSync(join(root, 'host-'));
  const systemctl = join(directory, 'systemctl');
  writeFileSync(
    systemctl,
    `#!/bin/sh
cd ${directory}
echo "$@" >> told
[ "$6" = kiosk.service ] || { echo "No files found for $6." >&2; exit 1; }
case "$4" in
  start) touch active ;;
  stop) rm -f active ;;
  is-active) [ -e active ] ;;
esac
`,
  );
  chmodSync(systemctl, 0o755);
  return { directory, host: { bootedPath: directory, systemctl } };
}

function staged() {
  const path = join(mkdtempSync(join(root, 'artifact-')), 'bytes');
  writeFileSync(path, bytes);
  return { digest, version: '2', path, mediaType: 'application/octet-stream', size: bytes.length };
}

describe('a unit', () => {
  test('is stopped, switched and started, by its plain name', async () => {
    const { directory, host: found } = host();
    const units = join(root, 'units');
    mkdirSync(units);
    const executor = new SystemdExecutor(units, intent('kiosk.service'), found);
    const hash = await executor.prepare(staged());
    expect(await executor.preparedHash({ digest, version: '2' })).toBe(hash);
    await executor.stop();
    await executor.switchTo({ digest, version: '2' });
    expect(await executor.isRunning({ digest, version: '2' })).toBe(false);
    await executor.start();
    expect(await executor.isRunning({ digest, version: '2' })).toBe(true);
    expect(await executor.isRunning({ digest: 'sha256:other', version: '1' })).toBe(false);
    expect(readlinkSync(join(units, 'kiosk.service', 'current'))).toBe(`versions/${digest.slice(7)}`);
    expect(readFileSync(join(directory, 'told'), 'utf8')).toContain('--quiet stop -- kiosk.service\n');
  });

  test('that systemd does not know is refused before anything is done', async () => {
    const executor = new SystemdExecutor(root, intent('other.service'), host().host);
    await expect(executor.prepare(staged())).rejects.toThrow('its owner has to install it first');
  });

  test('is refused where systemd does not run', async () => {
    const absent = { bootedPath: join(root, 'absent'), systemctl: '/nowhere/systemctl' };
    const executor = new SystemdExecutor(root, intent('kiosk.service'), absent);
    await expect(executor.prepare(staged())).rejects.toThrow('systemd does not run on this device');
  });
});
