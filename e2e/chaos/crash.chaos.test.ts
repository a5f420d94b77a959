/**
 * Everything that can be killed is killed, on the product as `npm start` runs it, while this machine's agent pushes and
 * an operator works. Afterwards the books are compared: what was acknowledged is there, once. The tests are one story
 * on one data directory and are told in order.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { readAgentBooks } from './agent-books.ts';
import { expectBooksToAgree } from './books.ts';
import { buildProduct, Installation } from './installation.ts';
import { storedEpoch } from './metrics-store.ts';
import { Operator } from './operator.ts';
import { signalProcess } from './process-table.ts';
import { until } from './until.ts';

const figures: string[] = [];
let installation: Installation;
let operator: Operator;

/** How often the supervisor has said a line of this form since it was started. */
const timesSaid = (line: RegExp): number => installation.lines.filter((said) => line.test(said)).length;

/** Waits until the operator is served again, and answers what the agent says then. */
async function worksAgain(): Promise<void> {
  const before = operator.acknowledged.length;
  await until('the operator is served', () => operator.acknowledged.length > before);
}

beforeAll(async () => {
  buildProduct();
  installation = await Installation.make();
  figures.push(`first start ${(await installation.start()).toFixed(1)} s`);
  operator = await Operator.signIn(installation.apiUrl);
  operator.beginWork();
});
afterAll(async () => {
  await operator?.endWork();
  await installation?.remove();
  console.log(`figures: ${figures.join(', ')}`);
});

describe('kill -9 of one process while everything works', () => {
  test.each(['postgres', 'clickhouse', 'subgraphs', 'gateway', 'console', 'issuer', 'agent'])(
    'of %s: it is started again, the supervisor says so in one line, and the operator works on',
    async (name) => {
      const others = installation.services.filter((service) => service.name !== name);
      const said = installation.incidents.length;
      const killedAt = performance.now();
      signalProcess(installation.pidOf(name), 'SIGKILL');
      await until(`${name} is back`, () => installation.incidents.length >= said + 2);
      figures.push(`${name} back after ${((performance.now() - killedAt) / 1000).toFixed(1)} s`);
      await worksAgain();
      expect(installation.incidents.slice(said)).toEqual([
        `  ! ${name} was killed by SIGKILL; starting it again in 0.5 s`,
        `  ✓ ${name} is back`,
      ]);
      expect(installation.services.filter((service) => service.name !== name)).toEqual(others);
    },
  );

  test('twice in a row: the second wait is longer', async () => {
    signalProcess(installation.pidOf('agent'), 'SIGKILL');
    const again = /! agent was killed by SIGKILL; starting it again in 1 s/;
    await until('the supervisor says that it waits for a second', () => timesSaid(again) === 1);
    await until('the agent is back', () => timesSaid(/agent is back/) === 2);
  });

  test('of several, one on the heels of the other, before they have recovered', async () => {
    const said = installation.incidents.length;
    for (const name of ['subgraphs', 'clickhouse', 'postgres', 'subgraphs', 'agent', 'clickhouse', 'subgraphs']) {
      const pid = installation.services.find((service) => service.name === name)?.pid;
      if (pid !== undefined) signalProcess(pid, 'SIGKILL');
      await delay(700);
    }
    const names = ['subgraphs', 'clickhouse', 'postgres', 'agent'];
    await until('all of them are back', () =>
      names.every((name) =>
        installation.incidents
          .slice(said)
          .findLast((line) => line.includes(name))
          ?.endsWith('is back'),
      ),
    );
    await worksAgain();
  });

  test('loses no acknowledged domain and no session', async () => {
    expect(operator.acknowledged.length).toBeGreaterThan(10);
    expect(await operator.missingDomains()).toEqual([]);
    expect([...operator.refusals].filter((reason) => /UNAUTHENTICATED|FORBIDDEN|INTERNAL/.test(reason))).toEqual([]);
  });

  test('stores every acknowledged sequence number exactly once, rolled up exactly once', async () => {
    const books = await expectBooksToAgree(installation, { mayLose: false });
    expect(books.acknowledgedSeq).toBeGreaterThan(10);
  });
});

describe('kill -9 of the launcher with its process group, and of PostgreSQL at once', () => {
  test('is overcome by the next npm start: what was left is ended, and nothing acknowledged is lost', async () => {
    const devices = await operator.devices();
    const books = await readAgentBooks(installation);
    const stored = await storedEpoch(installation.clickhouseUrl, books.epoch);
    await installation.killLauncherAnd('postgres');
    expect(installation.processes.length).toBeGreaterThan(3);
    const left = installation.services.flatMap(({ pid }) => pid ?? []).filter((pid) => signalProcess(pid, 0));
    figures.push(`warm start after kill -9 ${(await installation.start()).toFixed(1)} s`);
    expect(left.filter((pid) => signalProcess(pid, 0))).toEqual([]);
    expect(timesSaid(/! ending what a killed launcher left: /)).toBe(1);
    // The very session from before everything was killed.
    expect(await operator.devices()).toEqual(devices);
    await worksAgain();
    expect(await operator.missingDomains()).toEqual([]);
    const after = await expectBooksToAgree(installation, { mayLose: false });
    expect(after.epoch).toBe(books.epoch);
    const now = await storedEpoch(installation.clickhouseUrl, books.epoch);
    expect(now.batches.slice(0, stored.batches.length)).toEqual(stored.batches);
  });
});

describe('Ctrl-C', () => {
  test('stops everything within 10 s, and leaves no process behind', async () => {
    await operator.endWork();
    const seconds = await installation.interrupt();
    figures.push(`stopped after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(10);
    expect(installation.processes).toEqual([]);
    expect(installation.lines.slice(-2)).toEqual(['Stopping; once more to kill at once.', 'Stopped.']);
  });

  test('is followed by a start within 15 s that resumes devices, history and the session', async () => {
    const seconds = await installation.start();
    figures.push(`warm start ${seconds.toFixed(1)} s`);
    expect(seconds, installation.lines.join('\n')).toBeLessThan(15);
    expect(await operator.missingDomains()).toEqual([]);
    await expectBooksToAgree(installation, { mayLose: false });
    expect(await installation.interrupt()).toBeLessThan(10);
    expect(installation.processes).toEqual([]);
  });
});
