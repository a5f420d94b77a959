import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLauncherConfig } from './config.ts';
import { ensureKeys } from './keys.ts';
import { describeLayout, serviceEnvironment } from './layout.ts';

let directory: string;
const passwordsFile = (): string => join(directory, 'keys/passwords.json');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flotilla-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the passwords between services', () => {
  test('are made once, long, each for itself, and readable by their owner only', () => {
    const { passwords } = ensureKeys(directory);
    const values = Object.values(passwords);
    expect(new Set(values).size).toBe(5);
    expect(values.every((value) => Buffer.from(value, 'base64url').length === 24)).toBe(true);
    expect(statSync(passwordsFile()).mode & 0o777).toBe(0o600);
    expect(ensureKeys(directory).passwords).toEqual(passwords);
  });

  test('that an older installation lacks are added, and those it has are kept', () => {
    const { clickhouse: _, ...older } = ensureKeys(directory).passwords;
    writeFileSync(passwordsFile(), JSON.stringify(older));
    const { passwords } = ensureKeys(directory);
    expect(passwords).toMatchObject(older);
    expect(passwords.clickhouse).toHaveLength(32);
    expect(JSON.parse(readFileSync(passwordsFile(), 'utf8'))).toEqual(passwords);
  });

  test('of the metrics database are told to that database and to the subgraphs, and to nothing else', () => {
    const config = readLauncherConfig({ FLOTILLA_DATA_DIR: directory });
    const keys = ensureKeys(directory);
    const layout = describeLayout(config, keys);
    const { clickhouse, subgraphs, gateway, issuer, console } = layout;
    const told = (service: { run: { env: Readonly<Record<string, string>> } }): string | undefined =>
      service.run.env['FLOTILLA_CLICKHOUSE_PASSWORD'];
    expect([clickhouse, subgraphs].map(told)).toEqual([keys.passwords.clickhouse, keys.passwords.clickhouse]);
    const others = [gateway, issuer, console, layout.agent('state'), layout.fleet(1)];
    expect(others.map(told)).toEqual(others.map(() => undefined));
    expect(JSON.stringify(serviceEnvironment(config, keys))).not.toContain(keys.passwords.clickhouse);
  });
});
