import { createHash, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { DeviceKey } from '../identity/key.ts';
import { SigningDesk } from '../updater/testing/signing-desk.ts';
import { fileStore } from '../updater/update-book.ts';
import { Attestor } from './attestor.ts';
import { FileDigests } from './file-digest.ts';
import { readFirmware, readHardware } from './hardware.ts';
import { isUpdating, readSoftware } from './software.ts';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A directory with files of these texts. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'flotilla-attestation-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('a PC is what its BIOS says, without the phrases a factory forgot to replace', () => {
  const root = tree({
    'sys/class/dmi/id/sys_vendor': 'Acme\n',
    'sys/class/dmi/id/product_name': 'To Be Filled By O.E.M.\n',
    'sys/class/dmi/id/product_serial': 'SN-4711\n',
    'sys/class/dmi/id/board_vendor': 'Acme\n',
    'sys/class/dmi/id/board_name': 'B-1\n',
    'sys/class/dmi/id/board_serial': 'Default string\n',
    'sys/class/dmi/id/bios_vendor': 'AMI\n',
    'sys/class/dmi/id/bios_version': '2.3\n',
    'sys/firmware/efi/fw_platform_size': '64\n',
    'sys/block/nvme0n1/device/model': 'Disk 9\n',
    'sys/block/nvme0n1/device/serial': 'D-1\n',
    'sys/block/sdb/removable': '1\n',
    'sys/block/sdb/device/model': 'Stick\n',
    'proc/cpuinfo': 'model name\t: Chip 7\n',
  });
  expect(readHardware(root)).toEqual({
    serial: 'SN-4711',
    manufacturer: 'Acme',
    model: null,
    parts: [
      { kind: 'board', name: 'B-1', vendor: 'Acme', serial: null },
      { kind: 'cpu', name: 'Chip 7', vendor: null, serial: null },
      { kind: 'disk', name: 'Disk 9', vendor: null, serial: 'D-1' },
    ],
  });
  expect(readFirmware(root)).toEqual([{ name: 'UEFI', vendor: 'AMI', version: '2.3' }]);
});

test('an ARM board is what its device tree says, and a device that says nothing is made up of nothing', () => {
  const root = tree({
    'proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0',
    'proc/device-tree/serial-number': '10000000abcdef01\0',
    'proc/device-tree/compatible': 'raspberrypi,4-model-b\0brcm,bcm2711\0',
    'proc/device-tree/chosen/u-boot,version': '2024.01\0',
  });
  const pi = { manufacturer: 'raspberrypi', model: 'Raspberry Pi 4 Model B Rev 1.4', serial: '10000000abcdef01' };
  expect(readHardware(root)).toEqual({ ...pi, parts: [] });
  expect(readFirmware(root)).toEqual([{ name: 'U-Boot', vendor: null, version: '2024.01' }]);
  const nothing = { serial: null, manufacturer: null, model: null, parts: [] };
  expect([readHardware('/nowhere'), readFirmware('/nowhere')]).toEqual([nothing, []]);
});

test('software is what the updater brought, and the system by its name', async () => {
  const digest = `sha256:${'1'.repeat(64)}`;
  const hex = '1'.repeat(64);
  const root = tree({
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian"\n',
    'proc/sys/kernel/osrelease': '6.1.0\n',
    'state/updater/services/till/versions/x': '',
    [`state/updater/services/till/versions/${hex}.json`]: JSON.stringify({
      digest,
      version: '2.0.0',
      entry: 'till',
      args: [],
    }),
    'state/updater/services/empty/note': '',
    'state/updater/containers/kiosk.json': JSON.stringify({
      current: digest,
      versions: { [digest]: { version: '3' } },
    }),
  });
  symlinkSync(`versions/${hex}`, join(root, 'state/updater/services/till/current'));
  expect(await readSoftware(join(root, 'state'), new FileDigests(), root)).toEqual([
    { name: 'till', version: '2.0.0', digest, source: 'updater' },
    { name: 'kiosk', version: '3', digest, source: 'updater' },
    { name: 'debian', version: '12', digest: null, source: 'os-release' },
    { name: 'linux', version: '6.1.0', digest: null, source: 'kernel' },
  ]);
});

test('a program that the last update brought is measured where it stands, whoever changed it there', async () => {
  const [brought, changed] = [`sha256:${sha256('one')}`, `sha256:${sha256('two')}`];
  const hex = sha256('one');
  const about = { digest: brought, version: '2.0.0', entry: 'till', args: [], stopGraceS: 1 };
  const artifact = { digest: brought, version: '2.0.0', mediaType: 'application/octet-stream', size: 3 };
  const intent = new SigningDesk().offer({ artifact }).intent;
  const update = { at: 'HEALTHY', isReported: true, target: { digest: brought, version: '2.0.0' }, intent };
  const store = 'state/updater/services/till';
  const root = tree({
    [`${store}/versions/${hex}/till`]: 'one',
    [`${store}/versions/${hex}.json`]: JSON.stringify(about),
    'state/updater/journal.json': JSON.stringify({ v: 1, generationMax: 1, fenceMax: 1, refusal: null, update }),
  });
  symlinkSync(`versions/${hex}`, join(root, store, 'current'));
  const digestNow = async () => (await readSoftware(join(root, 'state'), new FileDigests(), root))[0]?.digest;
  expect(await digestNow()).toBe(brought);
  writeFileSync(join(root, store, 'versions', hex, 'till'), 'two');
  expect(await digestNow()).toBe(changed);
});

test('a file is measured again when it was touched', async () => {
  const root = tree({ program: 'one' });
  const digests = new FileDigests();
  expect(await digests.of(join(root, 'program'))).toBe(sha256('one'));
  writeFileSync(join(root, 'program'), 'two');
  expect(await digests.of(join(root, 'program'))).toBe(sha256('two'));
  expect(await digests.of(join(root, 'none'))).toBeNull();
});

function attestor(root: string, key: DeviceKey) {
  const journal = {
    directory: join(root, 'state'),
    enrollment: () => ({ deviceId: 'd' }) as never,
    authority: () => 'authority',
  };
  const signer = { sign: (text: string) => key.sign(Buffer.from(text)).toString('base64') };
  const program = join(root, 'program');
  return new Attestor({ journal, signer, services: [], isExecAllowed: false, now: () => 0, program });
}

test('a report is signed, is told once, and told again when something is another, with numbers that outlive the agent', async () => {
  const root = tree({ program: 'one', 'state/note': '' });
  const key = DeviceKey.generate();
  const first = attestor(root, key);
  const signed = await first.next();
  const publicKey = { key: key.publicKeyDer, format: 'der', type: 'spki' } as const;
  const signature = Buffer.from(signed?.signature ?? '', 'base64');
  expect(verify('sha256', Buffer.from(signed?.report ?? ''), publicKey, signature)).toBe(true);
  expect(JSON.parse(signed?.report ?? '')).toMatchObject({
    v: 1,
    deviceId: 'd',
    sequence: 1,
    agent: { binarySha256: sha256('one') },
  });
  // What nobody took is offered again under its number.
  expect((await first.next())?.sequence).toBe(1);
  if (signed) first.told(signed);
  expect(await first.next()).toBeNull();
  writeFileSync(join(root, 'program'), 'two');
  expect(JSON.parse((await first.next())?.report ?? '')).toMatchObject({
    sequence: 2,
    agent: { binarySha256: sha256('two') },
  });
  first.countFrom(40);
  expect((await attestor(root, key).next())?.sequence).toBe(41);
});

test('the configuration that is measured changes with what the owner of the device allows', async () => {
  const root = tree({ program: 'one', 'state/note': '' });
  const key = DeviceKey.generate();
  const configOf = async () => JSON.parse((await attestor(root, key).next())?.report ?? '').agent.configSha256;
  const before = await configOf();
  expect(await configOf()).toBe(before);
  writeFileSync(join(root, 'state', 'agent.json'), JSON.stringify({ allow: { exec: ['all-of-it'] } }), { mode: 0o600 });
  expect(await configOf()).not.toBe(before);
});

test('nothing is told of a device in the middle of an update', async () => {
  const root = tree({ program: 'one' });
  const book = fileStore(join(root, 'state', 'updater', 'journal.json'));
  const note = (at: string, isReported: boolean) =>
    book.save(JSON.stringify({ v: 1, generationMax: 1, fenceMax: 1, refusal: null, update: { at, isReported } }));
  const state = join(root, 'state');
  expect(isUpdating(state)).toBe(false);
  note('APPLYING/PROVE', false);
  expect(isUpdating(state)).toBe(true);
  expect(await attestor(root, DeviceKey.generate()).next()).toBeNull();
  note('HEALTHY', false);
  expect(isUpdating(state)).toBe(true);
  note('HEALTHY', true);
  expect(isUpdating(state)).toBe(false);
  note('BLOCKED', false);
  expect(isUpdating(state)).toBe(false);
});
