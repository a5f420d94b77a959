import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLauncherConfig } from './config.ts';
import { checkDataDirectory, checkDiskSpace, checkPorts } from './preflight.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flotilla-preflight-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

describe('before anything is started', () => {
  test('a busy port is named with the variable that moves it', async () => {
    const { server, port } = await listening();
    const config = readLauncherConfig({ FLOTILLA_API_PORT: String(port) });
    await expect(checkPorts(config)).rejects.toThrow(`Port ${port} (FLOTILLA_API_PORT) is busy`);
    await new Promise((resolve) => server.close(resolve));
  });

  test('two services on one port are both named', async () => {
    const config = readLauncherConfig({ FLOTILLA_API_PORT: '45670', FLOTILLA_ISSUER_PORT: '45670' });
    await expect(checkPorts(config)).rejects.toThrow(/FLOTILLA_(API|ISSUER)_PORT and FLOTILLA_(API|ISSUER)_PORT/);
  });

  test('a full disk is said to be full, with what is free and what is needed', () => {
    expect(() => checkDiskSpace(directory, 1e9)).toThrow(/only \d+ MB free, 1000000000 MB are needed/);
    expect(() => checkDiskSpace(directory, 0)).not.toThrow();
  });

  test('a data directory that is a file is refused', () => {
    const path = join(directory, 'file');
    writeFileSync(path, '');
    expect(() => checkDataDirectory(path)).toThrow(/\(FLOTILLA_DATA_DIR\) cannot be written: it is not a directory/);
  });

  test.skipIf(process.getuid?.() === 0)('a data directory nobody may write to is refused', () => {
    chmodSync(directory, 0o500);
    expect(() => checkDataDirectory(directory)).toThrow(/cannot be written/);
  });

  test('a wrong variable is named, and every wrong one at once', () => {
    const wrong = { FLOTILLA_API_PORT: '80x', FLOTILLA_CONSOLE_URL: 'nowhere' };
    expect(() => readLauncherConfig(wrong)).toThrow(/FLOTILLA_API_PORT: .*\nFLOTILLA_CONSOLE_URL: /);
  });
});
