/**
 * What a person has after one start, after a second one, and after starting over; and that what the manual tells them
 * to type works on it. The tests are one story on one data directory and are told in order.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../stack.ts';
import { readAgentBooks } from './agent-books.ts';
import { buildProduct, Installation } from './installation.ts';
import { storedEpoch } from './metrics-store.ts';
import { Operator } from './operator.ts';
import { until } from './until.ts';

let installation: Installation;
let operator: Operator;
let devices: Awaited<ReturnType<Operator['devices']>>;

const passwords = (): Record<string, string> =>
  JSON.parse(readFileSync(join(installation.dataDirectory, 'keys/passwords.json'), 'utf8')) as Record<string, string>;

/** A shell recipe of the manual that begins so, with this installation's addresses. */
function recipe(beginning: string): string {
  const manual = readFileSync(join(repository, 'docs/operating.md'), 'utf8');
  const found = [...manual.matchAll(/```sh\n([^`]+)```/g)].find(([, text]) => text?.startsWith(beginning))?.[1];
  if (found === undefined) throw new Error(`the manual has no recipe that begins with ${beginning}`);
  const { ISSUER, API, CLICKHOUSE } = installation.ports;
  return found
    .replaceAll(':4010', `:${ISSUER}`)
    .replaceAll(':4000', `:${API}`)
    .replaceAll(':8129', `:${CLICKHOUSE}`)
    .replaceAll('./.flotilla', installation.dataDirectory);
}

async function expectToBeStored(atLeast: number): Promise<void> {
  await until('the agent is heard', async () => (await readAgentBooks(installation)).acknowledgedSeq >= atLeast);
}

beforeAll(async () => {
  buildProduct();
  installation = await Installation.make();
  await installation.start();
  operator = await Operator.signIn(installation.apiUrl);
  await operator.createDomain();
  await expectToBeStored(5);
  devices = await operator.devices();
});
afterAll(() => installation?.remove());

describe('the first start', () => {
  test('leaves this machine enrolled, trusted and heard, and an operator who works', () => {
    expect(operator.acknowledged).toEqual(['chaos-1']);
    expect(devices.map(({ trust }) => trust)).toEqual(['TRUSTED']);
  });

  test('serves a script with a bearer token that it got by the manual’s recipe', () => {
    const answer = JSON.parse(installation.run('bash', '-c', recipe('issuer='))) as unknown;
    const user = { email: 'operator@harbour.test', roles: ['OPERATOR'] };
    expect(answer).toEqual({ data: { viewer: { user, tenant: { name: 'Harbour Retail' } } } });
  });

  test('shows its metrics database to who has the password, by the manual’s recipe, and to nobody else', async () => {
    // What is acknowledged is safe at once, and can be read a moment later.
    await until('samples can be read', () => Number(installation.run('bash', '-c', recipe('key='))) > 0);
    const { origin } = new URL(installation.clickhouseUrl);
    const { status, headers } = await fetch(origin, { method: 'POST', body: 'select 1' });
    expect([status, headers.get('x-clickhouse-exception-code')]).toEqual([403, '516']);
  });

  test('can prove its rows from the log while it runs', () => {
    expect(installation.run('npm', 'run', '-s', 'rebuild', '--', 'telemetry.device_trust')).toMatch(/\S/);
  });
});

describe('a second start', () => {
  test('has the same devices, the same session, the same history, and makes nothing anew', async () => {
    const before = { passwords: passwords(), books: await readAgentBooks(installation) };
    const stored = await storedEpoch(installation.clickhouseUrl, before.books.epoch);
    await installation.interrupt();
    await installation.start();
    expect(installation.output).not.toMatch(/✓ (tenants|places|enrollment)/);
    expect(await operator.devices()).toEqual(devices);
    expect(await operator.missingDomains()).toEqual([]);
    expect(passwords()).toEqual(before.passwords);
    await expectToBeStored(before.books.acknowledgedSeq + 3);
    const books = await readAgentBooks(installation);
    expect(books.epoch).toBe(before.books.epoch);
    const now = await storedEpoch(installation.clickhouseUrl, books.epoch);
    expect(now.batches.slice(0, stored.batches.length)).toEqual(stored.batches);
  });
});

describe('npm start -- --fresh', () => {
  test('starts over: other keys, no session, no domain, this machine as a new device; foreign files stay', async () => {
    const before = passwords();
    const foreign = join(installation.dataDirectory, 'notes.txt');
    writeFileSync(foreign, 'mine');
    await installation.interrupt();
    await installation.start('--fresh');
    expect(readFileSync(foreign, 'utf8')).toBe('mine');
    const after = passwords();
    expect(Object.keys(after).filter((name) => after[name] === before[name])).toEqual([]);
    await expect(operator.devices()).rejects.toThrow('UNAUTHENTICATED');
    const newcomer = await Operator.signIn(installation.apiUrl);
    const { domains } = await newcomer.ask<{ domains: { slug: string }[] }>('query Fresh { domains { slug } }');
    expect(domains.map(({ slug }) => slug)).not.toContain(operator.acknowledged[0]);
    const fresh = await newcomer.devices();
    expect(fresh.map(({ trust }) => trust)).toEqual(['TRUSTED']);
    expect(fresh.map(({ id }) => id)).not.toContain(devices[0]?.id);
    await expectToBeStored(3);
    expect(await installation.interrupt()).toBeLessThan(10);
    expect(installation.processes).toEqual([]);
  });
});
