/** Commands on the real program as a process of its own: what it does, what it refuses, and what a kill cannot break. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, vi } from 'vitest';
import { freshStateDir, type RunningAgent, until } from '../testing/agent-process.ts';
import { type AgentSite, test } from '../testing/agent-test.ts';
import type { CommandDesk, Order } from '../testing/command-desk.ts';
import type { CommandKind, Report } from './orders.ts';

// Several devices at a time share two cores with whatever else runs.
vi.setConfig({ testTimeout: 120_000 });

type Life = { readonly state: string; readonly desk: CommandDesk; agent: RunningAgent; again: () => RunningAgent };

/** An enrolled agent that waits for commands. */
async function living(site: AgentSite, policy: object = { allow: { exec: true } }): Promise<Life> {
  const state = freshStateDir();
  mkdirSync(state, { recursive: true, mode: 0o700 });
  writeFileSync(join(state, 'agent.json'), JSON.stringify(policy));
  const again = (...argv: string[]): RunningAgent => site.started('run', '--state', state, ...argv);
  const agent = again('--token', site.wire.token());
  await until('the wait for commands', () => site.wire.devices.size === 1 && site.wire.onlyDevice().commands.polls > 0);
  return { state, desk: site.wire.onlyDevice().commands, agent, again };
}

async function reported(desk: CommandDesk, id: string): Promise<Report> {
  await until('the report', () => desk.reportsOf(id).length > 0);
  const [report] = desk.reportsOf(id);
  if (!report) throw new Error('no report');
  return report;
}

async function done(desk: CommandDesk, kind: CommandKind, order: Order = {}): Promise<Report> {
  return reported(desk, desk.issue(kind, order));
}

/** A program of a test, and a runbook's payload that runs it. */
function script(state: string, text: string, more: object = {}): { path: string; payload: Record<string, unknown> } {
  const path = join(dirname(state), `script-${Math.random().toString(36).slice(2)}.sh`);
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return { path, payload: { name: 'test', argv: [path], timeoutS: 30, outputMaxBytes: 4_096, redact: [], ...more } };
}

function isAlive(pidFile: string): boolean {
  const stat = `/proc/${readFileSync(pidFile, 'utf8').trim()}/stat`;
  return existsSync(stat) && !/\) Z/.test(readFileSync(stat, 'utf8'));
}

const lines = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];

describe.concurrent('a command', () => {
  test('cordons, drains and opens the device, with its hooks, and the status shows it', async ({ site }) => {
    const { state, desk, agent, again } = await living(site, { hooks: { drain: ['/usr/bin/env'] } });
    const shown = async (): Promise<unknown> => {
      const { stdout } = await site.ran('status', '--state', state, '--json');
      return (JSON.parse(stdout) as { agent: { execution: { work: string } } }).agent.execution.work;
    };
    expect(await done(desk, 'CORDON')).toMatchObject({ outcome: 'APPLIED' });
    const drained = await done(desk, 'DRAIN', { payload: { graceS: 7 } });
    expect(drained).toMatchObject({ outcome: 'APPLIED', exitCode: 0 });
    expect(drained.output).toContain('FLOTILLA_GRACE_S=7');
    agent.child.kill('SIGKILL');
    await agent.ended;
    again();
    const heartbeats = site.wire.onlyDevice().heartbeats.length;
    await until('a status', () => site.wire.onlyDevice().heartbeats.length > heartbeats + 1);
    expect(await shown()).toBe('DRAINED');
    expect(await done(desk, 'UNCORDON')).toMatchObject({ outcome: 'APPLIED' });
  });

  test('restarts a service by the program that the device names, and says why it cannot otherwise', async ({
    site,
  }) => {
    const services = { kiosk: ['/bin/echo', 'restarted kiosk'], broken: ['/bin/false'], absent: ['/no/such/program'] };
    const { desk } = await living(site, { services });
    const restarted = (service: string): Promise<Report> => done(desk, 'RESTART_SERVICE', { payload: { service } });
    expect(await restarted('kiosk')).toMatchObject({ outcome: 'APPLIED', output: 'restarted kiosk\n' });
    expect(await restarted('broken')).toMatchObject({ outcome: 'FAILED', exitCode: 1 });
    expect((await restarted('absent')).reason).toContain('does not have that program');
    const unknown = await restarted('flotilla-no-such-service');
    expect(unknown.outcome).toBe('FAILED');
    expect(unknown.reason).toMatch(/no systemctl|systemctl ended/);
  });

  test('sets the channel for good, and has the inventory reported anew', async ({ site }) => {
    const { desk, state } = await living(site);
    await until('the first inventory', () => site.wire.onlyDevice().inventories.length === 1);
    expect(await done(desk, 'SET_CHANNEL', { payload: { channel: 'beta' } })).toMatchObject({ outcome: 'APPLIED' });
    expect(await done(desk, 'REFRESH_INVENTORY')).toMatchObject({ outcome: 'APPLIED' });
    expect(site.wire.onlyDevice().inventories.length).toBe(2);
    const heartbeats = site.wire.onlyDevice().heartbeats.length;
    await until('a status', () => site.wire.onlyDevice().heartbeats.length > heartbeats + 1);
    expect((await site.ran('status', '--state', state)).stdout).toContain('channel beta');
  });

  test('collects a support bundle in which there is no secret', async ({ site }) => {
    const canary = 'CANARY5d1e9a';
    const { desk, state } = await living(site, { services: { db: ['/bin/true', `--password=${canary}`] } });
    // A message in the log that repeats what it should not.
    await done(desk, 'RESTART_SERVICE', { payload: { service: 'db' } });
    const include = ['logs', 'config', 'inventory', 'journal', 'queue', 'metrics'];
    const { outcome, output } = await done(desk, 'SUPPORT_BUNDLE', { payload: { include } });
    expect(outcome).toBe('APPLIED');
    const receipt = JSON.parse(output ?? '') as { reference: string; bytes: number; inline: string };
    expect(statSync(receipt.reference).mode & 0o777).toBe(0o600);
    expect(readFileSync(receipt.reference).equals(Buffer.from(receipt.inline, 'base64'))).toBe(true);
    const text = gunzipSync(readFileSync(receipt.reference)).toString();
    const bundle = JSON.parse(text) as Record<string, unknown>;
    expect(Object.keys(bundle)).toEqual(expect.arrayContaining(['status', 'doctor', ...include]));
    expect(bundle['logs']).toEqual(expect.arrayContaining([expect.stringContaining('Reporting as device')]));
    const keyBody = readFileSync(join(state, 'device-key.pem'), 'utf8').split('\n')[1] ?? '';
    for (const secret of [canary, keyBody, 'PRIVATE KEY', 'flt1.']) expect(text).not.toContain(secret);
  });
});

/** What people try where a shell, a template or an option parser might listen. */
const corpus = ['; touch /tmp/pwned', '$(id)', '`id`', '&& reboot', '| tee x', '\n/bin/sh', "' or '1'='1", '"; x; "']
  .concat(['${HOME}', '$IFS', '%s%n', '../../etc/shadow', '*', '~root', '{a,b}', '>out', '\\', '--help', '', 'ünï 🏃'])
  .concat([' lead and trail ', '\t', '\u202eevil']);

describe.concurrent('EXEC', () => {
  test('hands every argument to the program as exactly one, whatever it looks like', async ({ site }) => {
    const { state, desk } = await living(site);
    const { path, payload } = script(state, 'for each in "$@"; do printf "%s\\0" "$each"; done | od -An -v -tx1');
    const argv = [path, ...corpus];
    const { outcome, output } = await done(desk, 'EXEC', { payload: { ...payload, argv, outputMaxBytes: 65_536 } });
    expect(outcome).toBe('APPLIED');
    const bytes = Buffer.from((output ?? '').replaceAll(/\s/g, ''), 'hex').toString('utf8');
    expect(bytes.split('\0').slice(0, -1)).toEqual(corpus);
  });

  test('tells the exit code, gives nothing of the agent’s environment, and has no input', async ({ site }) => {
    const { state, desk } = await living(site);
    const { payload } = script(state, 'cat; env | cut -d= -f1 | sort | tr "\\n" " "; exit 7');
    const report = await done(desk, 'EXEC', { payload });
    expect(report).toMatchObject({ outcome: 'FAILED', exitCode: 7 });
    expect(
      report.output
        ?.trim()
        .split(' ')
        .filter((name) => !['_', 'PWD', 'OLDPWD', 'SHLVL'].includes(name)),
    ).toEqual(['FLOTILLA_COMMAND', 'HOME', 'LANG', 'PATH']);
  });

  test('shows the beginning and the end of much output, and nothing that a pattern or its looks forbid', async ({
    site,
  }) => {
    const { state, desk } = await living(site);
    const text = 'echo first card 4111-2222; echo "password=CANARYhunter2"; seq 1 200000; echo last 5555-6666';
    const { payload } = script(state, text, { redact: ['\\d{4}-\\d{4}'], outputMaxBytes: 2_000 });
    const { output, outputTruncated } = await done(desk, 'EXEC', { payload });
    expect(outputTruncated).toBe(true);
    expect(Buffer.byteLength(output ?? '')).toBeLessThanOrEqual(2_000);
    expect(output).toMatch(/^first card \[redacted\]\n[\s\S]*last \[redacted\]\n$/);
    expect(output).not.toContain('CANARY');
  });

  test.for(['cancel', 'timeout', 'shutdown'])('ends the whole family of its program on %s', async (how, { site }) => {
    const { state, desk, agent } = await living(site);
    const files = ['leader', 'child', 'runaway'].map((name) => join(dirname(state), name));
    const [leader = '', child = '', runaway = ''] = files;
    // One that ignores the request to end, and one that left the group.
    const text = `echo $$ > ${leader}
      sh -c 'trap "" TERM; echo $$ > ${child}; while :; do sleep 1; done' &
      setsid sh -c 'echo $$ > ${runaway}; sleep 600' &
      echo begun; wait`;
    const { payload } = script(state, text, { timeoutS: how === 'timeout' ? 2 : 600 });
    const id = desk.issue('EXEC', { payload, delivery: 'AT_MOST_ONCE' });
    await until('the family', () => files.every((file) => lines(file).length === 1));
    expect(files.map(isAlive)).toEqual([true, true, true]);
    if (how === 'cancel') desk.cancel(id);
    if (how === 'shutdown') {
      agent.child.kill('SIGTERM');
      expect((await agent.ended).code).toBe(0);
    } else {
      const report = await reported(desk, id);
      expect(report).toMatchObject({ outcome: 'FAILED', output: 'begun\n' });
      expect(report.reason).toContain(how === 'timeout' ? 'its time was over' : 'was stopped');
    }
    await until('their end', () => files.every((file) => !isAlive(file)));
  });

  test('runs at most as many programs at a time as the device allows', async ({ site }) => {
    const { state, desk } = await living(site, { allow: { exec: true }, exec_concurrency: 2 });
    const log = join(dirname(state), 'log');
    const { payload } = script(state, `echo + >> ${log}; sleep 0.4; echo - >> ${log}`);
    const ids = Array.from({ length: 5 }, () => desk.issue('EXEC', { payload }));
    for (const id of ids) await reported(desk, id);
    let [now, most] = [0, 0];
    for (const sign of lines(log)) {
      now += sign === '+' ? 1 : -1;
      most = Math.max(most, now);
    }
    expect([most, lines(log).length]).toEqual([2, 10]);
  });
});

describe.concurrent('a device refuses', () => {
  test('what its owner does not allow, and tells why', async ({ site }) => {
    const { state, desk } = await living(site, { allow: { exec: ['tidy'], drain: false } });
    const { payload } = script(state, 'true');
    const refused = desk.issue('EXEC', { payload });
    const drain = desk.issue('DRAIN');
    const allowed = desk.issue('EXEC', { payload: { ...payload, name: 'tidy' } });
    expect(await reported(desk, allowed)).toMatchObject({ outcome: 'APPLIED' });
    await until('the refusals', () => Boolean(desk.answerTo(refused) && desk.answerTo(drain)));
    expect(desk.answerTo(refused)).toMatchObject({ accepted: false, reason: expect.stringContaining('EXEC of test') });
    expect(desk.answerTo(drain)).toMatchObject({ accepted: false, reason: expect.stringContaining('agent.json') });
    expect(desk.reports.length).toBe(1);
  });

  test('what another key signed, what is for another device, what is late and what a former authority wants', async ({
    site,
  }) => {
    const { state, desk } = await living(site);
    const pwned = join(dirname(state), 'pwned');
    const { payload } = script(state, `touch ${pwned}`);
    expect(await done(desk, 'CORDON', { authorityEpoch: 5 })).toMatchObject({ outcome: 'APPLIED' });
    const bad: Order[] = [
      { signer: generateKeyPairSync('ed25519').privateKey },
      { deviceId: '00000000-0000-0000-0000-000000000000' },
      { expiresInMs: -1_000 },
      { authorityEpoch: 4 },
    ];
    const ids = bad.map((order) =>
      desk.issue('EXEC', { payload, authorityEpoch: 5, delivery: 'AT_MOST_ONCE', ...order }),
    );
    await until('the refusals', () => ids.every((id) => desk.answerTo(id)));
    expect(ids.map((id) => desk.answerTo(id)?.accepted)).toEqual([false, false, false, false]);
    expect(desk.answerTo(ids[3] ?? '')?.reason).toContain('epoch 4');
    const recorded = (): string[] =>
      site.wire.onlyDevice().replay.ledger.records.map(({ kind, body }) => `${kind} ${body}`);
    await until('the security record', () => recorded().some((each) => each.includes('STALE_AUTHORITY')));
    expect(recorded().filter((each) => each.startsWith('security.command_refused')).length).toBe(3);
    expect(existsSync(pwned)).toBe(false);
  });
});

describe.concurrent('a kill', () => {
  test('while the acknowledgement is on its way leads to one run, and so does a lost answer to the report', async ({
    site,
  }) => {
    const { state, desk, agent, again } = await living(site);
    const log = join(dirname(state), 'log');
    const { payload } = script(state, `echo ran >> ${log}`);
    let lost = 0;
    site.wire.mishap = (operation) => {
      if (operation !== 'acknowledgeCommand' && operation !== 'reportCommand') return 'none';
      lost += 1;
      if (lost === 1) agent.child.kill('SIGKILL');
      return lost <= 3 ? 'lost-answer' : 'none';
    };
    const id = desk.issue('EXEC', { payload, delivery: 'AT_MOST_ONCE' });
    await agent.ended;
    expect(lines(log)).toEqual([]);
    again();
    await until('both answers', () => desk.reportsOf(id).length > 0 && lost >= 5);
    expect(lines(log)).toEqual(['ran']);
    expect(new Set(desk.reportsOf(id).map(({ outcome }) => outcome))).toEqual(new Set(['APPLIED']));
    expect(desk.deliveriesOf(id)).toBe(1);
  });

  test.for(['AT_MOST_ONCE', 'AT_LEAST_ONCE'] as const)('in the middle of a program: %s', async (delivery, { site }) => {
    const { state, desk, agent, again } = await living(site);
    const [log, pid] = [join(dirname(state), 'log'), join(dirname(state), 'pid')];
    const { payload } = script(state, `echo $$ > ${pid}; echo ran >> ${log}; [ $(wc -l < ${log}) -gt 1 ] || sleep 600`);
    const id = desk.issue('EXEC', { payload, delivery });
    await until('the program', () => lines(log).length === 1);
    agent.child.kill('SIGKILL');
    await agent.ended;
    const leftover = readFileSync(pid, 'utf8').trim();
    expect(existsSync(`/proc/${leftover}`)).toBe(true);
    again();
    const report = await reported(desk, id);
    await until('the end of what was left', () => !existsSync(`/proc/${leftover}`));
    if (delivery === 'AT_MOST_ONCE') {
      expect(report).toMatchObject({ outcome: 'FAILED', reason: expect.stringContaining('Interrupted') });
      expect(lines(log)).toEqual(['ran']);
    } else {
      expect(report.outcome).toBe('APPLIED');
      expect(lines(log)).toEqual(['ran', 'ran']);
    }
  });
});

describe.concurrent('waiting for commands', () => {
  test('holds up no heartbeat, asks no faster than it may, and costs little memory', async ({ site }) => {
    const { desk, state } = await living(site);
    const { heartbeats } = site.wire.onlyDevice();
    const [before, polls] = [heartbeats.length, desk.polls];
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(heartbeats.length - before).toBeGreaterThanOrEqual(3);
    expect(desk.polls - polls).toBeLessThanOrEqual(1);
    desk.retryAfterMs = 1_500;
    await done(desk, 'CORDON');
    const after = desk.polls;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(desk.polls).toBe(after);
    expect(readdirSync(state)).not.toContain('support');
    const { stdout } = await site.ran('status', '--state', state, '--json');
    expect((JSON.parse(stdout) as { agent: { rssBytes: number } }).agent.rssBytes).toBeLessThan(64 * 1_048_576);
  });
});
