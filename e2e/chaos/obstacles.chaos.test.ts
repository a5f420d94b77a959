/**
 * What is in the way on a person's machine: each time one clear line, never a stack trace, and an exit code that is not
 * zero. Only a disk that fills up under the running product is no reason to end.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { repository } from '../stack.ts';
import { expectBooksToAgree } from './books.ts';
import { buildProduct, Installation, type Ending } from './installation.ts';
import { Operator } from './operator.ts';
import { signalProcess } from './process-table.ts';
import { SmallDisk, whyNoMount } from './small-disk.ts';
import { until } from './until.ts';

const noMount = whyNoMount();
if (noMount !== '') console.log(`skipped: full disks and hidden libraries, because nothing can be mounted: ${noMount}`);

let installation: Installation;
let disk: SmallDisk | undefined;

beforeAll(buildProduct);
beforeEach(async () => {
  disk = undefined;
  // The least that the product may start with, so that its disk can be small.
  installation = await Installation.make({ FLOTILLA_DISK_FREE_MIN_MB: '64' });
});
afterEach(async () => {
  installation.killAll();
  await until('no process is left', () => installation.processes.length === 0);
  disk?.remove();
  await installation.remove();
});

async function expectOneClearLine({ code, output }: Ending, line: RegExp): Promise<void> {
  expect(code).toBeGreaterThan(0);
  const complaints = output.split('\n').filter((text) => text.startsWith('flotilla: '));
  expect(complaints).toEqual([expect.stringMatching(line)]);
  expect(output.trimEnd().split('\n').at(-1)).toBe(complaints[0]);
  expect(output).not.toMatch(/^\s+at |Node\.js v/m);
  await until('no process is left', () => installation.processes.length === 0, 3000);
}

describe('npm start says in one line what is in its way', () => {
  test('when a port is busy', async () => {
    const { API: port } = installation.ports;
    const squatter = createServer().listen(port, '127.0.0.1');
    const ending = await installation.startInVain().finally(() => squatter.close());
    await expectOneClearLine(
      ending,
      new RegExp(`^flotilla: Port ${port} \\(FLOTILLA_API_PORT\\) is busy\\. .* free port\\.$`),
    );
  });

  test('when the data directory cannot be written', async () => {
    // Root may write wherever anything can be written, so for root it is a disk that is mounted to be read only.
    if (noMount === '') disk = new SmallDisk(installation.dataDirectory, { megabytes: 1, isReadOnly: true });
    else chmodSync(installation.dataDirectory, 0o555);
    await expectOneClearLine(
      await installation.startInVain(),
      /^flotilla: The data directory \S+ \(FLOTILLA_DATA_DIR\) cannot be written: /,
    );
  });

  test.skipIf(noMount !== '')('when the disk is full, and when it is nearly full', async () => {
    disk = new SmallDisk(installation.dataDirectory, { megabytes: 32 });
    await expectOneClearLine(
      await installation.startInVain(),
      /^flotilla: The disk of \S+ has only \d+ MB free, 64 MB are needed \(free some, or set .*\)$/,
    );
    disk.fill();
    await expectOneClearLine(await installation.startInVain(), /cannot be written: the disk is full$/);
  });

  test.skipIf(noMount !== '')('when a library is missing', async () => {
    const nothing = join(installation.dataDirectory, 'nothing');
    mkdirSync(nothing);
    // In a name space of its own, where the library is not there; for everybody else it is.
    const hide = `mount --bind '${nothing}' '${join(repository, 'node_modules/chdb')}' && exec npm start`;
    await expectOneClearLine(
      await installation.startInVain(['unshare', '--mount', 'sh', '-c', hide]),
      /^flotilla: clickhouse keeps ending: .*Cannot find package .*chdb.* \(log: \S+\)$/,
    );
  });
});

describe('Ctrl-C while the product is still starting', () => {
  test('stops what has been started, and leaves no process behind', async () => {
    const starting = installation.start().catch(() => undefined);
    await until('passwords are made, and databases are being made', () => installation.output.includes('✓ keys'));
    expect(await installation.interrupt()).toBeLessThan(10);
    await starting;
    expect(installation.output).not.toMatch(/^\s+at |Node\.js v/m);
    await until('no process is left', () => installation.processes.length === 0, 3000);
  });
});

describe('a disk that fills up under the running product', () => {
  test.skipIf(noMount !== '')(
    'is told in one line, stops nobody for good, and loses nothing acknowledged',
    async () => {
      disk = new SmallDisk(installation.dataDirectory, { megabytes: 320 });
      await installation.start();
      const operator = await Operator.signIn(installation.apiUrl);
      operator.beginWork();
      await until('an operator works', () => operator.acknowledged.length > 5);
      const told = (): string[] => installation.lines.filter((line) => line.includes('the disk of'));

      disk.fill();
      await until('the launcher says so', () => told().length === 1);
      expect(told()[0]).toMatch(
        /^ {2}! the disk of \S+ is full \(\d+ MB free\): free some\. What was acknowledged is safe;/,
      );
      await until('the operator is refused', () => operator.refusals.size > 3);
      // With no byte left, not even recovery from a crash is possible. That, too, is only for as long as it lasts.
      for (const name of ['postgres', 'clickhouse']) signalProcess(installation.pidOf(name), 'SIGKILL');
      await delay(2500);

      disk.free();
      const acknowledged = operator.acknowledged.length;
      await until('the operator is served again', () => operator.acknowledged.length > acknowledged);
      await operator.endWork();
      expect(await operator.missingDomains()).toEqual([]);
      await until('the launcher says that there is room', () => told().length === 2);
      expect(told()[1]).toMatch(/^ {2}✓ the disk of \S+ has room again/);
      expect(installation.incidents.filter((line) => !/postgres|clickhouse/.test(line))).toEqual([]);
      expect(installation.output).not.toMatch(/^\s+at |Node\.js v/m);
      await expectBooksToAgree(installation, { mayLose: true });
      expect(await installation.interrupt()).toBeLessThan(10);
      expect(installation.processes).toEqual([]);
    },
  );
});
