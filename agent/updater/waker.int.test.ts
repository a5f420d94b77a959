/** The agent starts an updater that is wanted and dead, once, and ends one that runs by an outdated command line. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { builtAgent, freshStateDir, startAgent, until } from '../testing/agent-process.ts';
import { WireServer } from '../testing/wire-server.ts';
import { parseUpdaterInvocation } from './arguments.ts';
import { beganAt } from './process-facts.ts';
import { known } from './update.ts';
import { bookPath, fileStore, UpdateBook } from './update-book.ts';
import { updaterCommandLine, Waker } from './waker.ts';

const root = mkdtempSync(join(tmpdir(), 'flotilla-waker-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A state directory, and an updater that notes its starts and does as it is told. */
function device(behaviour: string) {
  const stateDir = mkdtempSync(join(root, 'state-'));
  const script = join(stateDir, 'updater.sh');
  writeFileSync(script, `echo started >> ${stateDir}/starts\n${behaviour}\n`);
  let nowMs = 0;
  const warned: string[] = [];
  const command = ['/bin/sh', script, 'updater', '--state', stateDir];
  const tools = {
    stateDir,
    command,
    judge: () => null,
    answered: () => undefined,
    now: () => nowMs,
    say: () => undefined,
  };
  const waker = () => new Waker({ ...tools, warn: (message) => void warned.push(message) });
  const starts = (): number =>
    existsSync(join(stateDir, 'starts')) ? readFileSync(join(stateDir, 'starts'), 'utf8').trim().split('\n').length : 0;
  const pass = (ms: number): void => void (nowMs += ms);
  return { stateDir, command, waker, starts, pass, warned };
}

/** As an updater notes itself. */
function note(stateDir: string, pid: number, isByHand = false): void {
  mkdirSync(join(stateDir, 'updater'), { recursive: true });
  writeFileSync(join(stateDir, 'updater', 'process.json'), JSON.stringify({ pid, beganAt: beganAt(pid), isByHand }));
}

const target = { digest: `sha256:${'0'.repeat(64)}`, version: '1' };

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

describe('a hint', () => {
  test('starts the updater once, and a higher one starts it again', async () => {
    const { waker, starts } = device('exit 0');
    const awake = waker();
    for (const hint of [null, 0, 3, 3, 2]) awake.heard(hint);
    await until('it started', () => starts() === 1);
    await settle();
    awake.heard(3);
    await settle();
    expect(starts()).toBe(1);
    awake.heard(4);
    await until('it started again', () => starts() === 2);
  });

  test('waits for an updater that is at work, and then starts another', async () => {
    const { waker, starts, stateDir, command } = device('sleep 3');
    const [file = '', ...argv] = command;
    const working = spawn(file, argv, { stdio: 'ignore' });
    const ended = new Promise((resolve) => working.on('exit', resolve));
    await until('it works', () => starts() === 1);
    note(stateDir, working.pid ?? 0);
    const awake = waker();
    awake.heard(1);
    await settle();
    expect([starts(), working.exitCode]).toEqual([1, null]);
    working.kill('SIGKILL');
    await ended;
    awake.heard(1);
    await until('another started', () => starts() === 2);
  });

  test('ends an updater of an outdated command line, by force if need be, and starts the right one', async () => {
    const { waker, starts, stateDir } = device('exit 0');
    const stale = spawn('/bin/sh', ['-c', 'trap "" TERM; while :; do sleep 0.1; done', 'updater'], { stdio: 'ignore' });
    const ended = new Promise((resolve) => stale.on('exit', (_, signal) => resolve(signal)));
    await settle();
    note(stateDir, stale.pid ?? 0);
    const awake = waker();
    awake.heard(1);
    await settle();
    expect(stale.exitCode).toBeNull();
    awake.heard(1);
    expect(await ended).toBe('SIGKILL');
    expect(starts()).toBe(0);
    awake.heard(1);
    await until('the right one started', () => starts() === 1);
  });
});

describe('what a person does by hand', () => {
  test('is left alone while a bundle is applied, whatever its command line', async () => {
    const { waker, starts, stateDir } = device('exit 0');
    const byHand = spawn('sleep', ['100'], { stdio: 'ignore' });
    note(stateDir, byHand.pid ?? 0, true);
    waker().heard(1);
    waker().heard(2);
    await settle();
    expect([byHand.exitCode, byHand.signalCode, starts()]).toEqual([null, null, 0]);
    byHand.kill('SIGKILL');
  });
});

describe('the command line of an updater', () => {
  test('is that of the agent: its program, its options, its state directory, its pace, its relay', () => {
    const own = [process.execPath, ...process.execArgv, process.argv[1]];
    const plain = updaterCommandLine({ stateDir: '/s', downloadRate: null, via: null });
    expect(plain).toEqual([...own, 'updater', '--state', '/s']);
    const via = 'https://relay:4444';
    const words = updaterCommandLine({ stateDir: '/s', downloadRate: 64, via });
    expect(words).toEqual([...own, 'updater', '--state', '/s', '--download-rate', '64', '--via', via]);
    const read = parseUpdaterInvocation(words.slice(own.length), '');
    expect(read).toMatchObject({ stateDir: '/s', bytesPerS: 65_536, via });
  });
});

describe('the running agent', () => {
  test('starts its own program as the updater when a heartbeat hints', async () => {
    const wire = await WireServer.start();
    wire.heartbeatFacts = { updateHintGeneration: 1 };
    const stateDir = freshStateDir();
    const { child, ended } = startAgent(await builtAgent(), 'run', '--token', wire.token(), '--state', stateDir);
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
    await until('the updater was started', () => said.includes('The updater is started.'));
    // It is the updater that speaks: this authority's certificates name no tenant.
    await until('it spoke', () => said.includes('does not say of which tenant it is'));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    await wire.stop();
  });
});

describe('an updater that was left', () => {
  test('is started after a start of the agent, and again when it had to wait, ever later up to a minute', async () => {
    const { waker, starts, stateDir, pass } = device('exit 75');
    mkdirSync(join(stateDir, 'updater'));
    const awake = waker();
    awake.heard(null);
    await until('it started', () => starts() === 1);
    await settle();
    const waitMs = (): number => Date.parse(awake.status().nextTryAt ?? '') - Date.now();
    expect(waitMs()).toBeLessThanOrEqual(10_000);
    pass(4_000);
    awake.heard(null);
    await settle();
    expect(starts()).toBe(1);
    for (const [more, atLeastMs] of [9_000, 19_000, 29_000, 29_000].entries()) {
      pass(60_000);
      awake.heard(null);
      await until('it started again, and ended', () => starts() === more + 2 && awake.status().nextTryAt !== null);
      expect(waitMs()).toBeGreaterThan(atLeastMs);
      expect(waitMs()).toBeLessThanOrEqual(60_000);
    }
  });

  test('that cannot be started costs a warning and nothing else, and is tried again', async () => {
    const { waker, starts, warned, command, pass, stateDir } = device('exit 0');
    mkdirSync(join(stateDir, 'updater'));
    writeFileSync(join(stateDir, 'updater', 'process.json'), 'no json');
    const shell = command.splice(0, 1, '/nowhere/sh');
    const awake = waker();
    awake.heard(null);
    await until('it was warned of', () => warned.length === 1);
    command.splice(0, 1, ...shell);
    pass(61_000);
    awake.heard(null);
    await until('it started', () => starts() === 1);
  });

  test('in the middle of applying an update is started within seconds, though nobody answers', async () => {
    const { waker, starts, stateDir } = device('exit 0');
    const applying = { ...known({ generation: 1, intent: '', intentDigest: 'd', target }), at: 'APPLYING/STOP' };
    mkdirSync(join(stateDir, 'updater'));
    const memory = { v: 1, generationMax: 1, fenceMax: 1, update: applying, refusal: null };
    writeFileSync(bookPath(stateDir), JSON.stringify(memory));
    waker().watch();
    await until('it started', () => starts() === 1);
  });

  test('with something to tell is started a while after somebody answers again', async () => {
    const { waker, starts, stateDir, pass } = device('exit 1');
    const book = new UpdateBook(fileStore(bookPath(stateDir)));
    const awake = waker();
    const refusal = { code: 'WRONG_KEY', words: 'others signed it', at: '2026-06-01T00:00:00Z' } as const;
    book.refuse(refusal, { generation: 1, intentDigest: 'd' });
    awake.heard(null);
    pass(61_000);
    await settle();
    expect(starts()).toBe(0);
    awake.heard(null);
    await until('it started', () => starts() === 1);
    book.toldOf({ intentDigest: 'd' });
    awake.heard(null);
    pass(61_000);
    awake.heard(null);
    await settle();
    expect(starts()).toBe(1);
  });
});
