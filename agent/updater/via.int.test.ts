/**
 * An update's way through a relay: a real rollout of the real control plane reaches a device that knows an address at which
 * nobody answers. Intent, lease, metadata, bytes, permit and report all go by lines through a real relay.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAgent, freshStateDir, ranAgent, type RunningAgent, startAgent } from '../testing/agent-process.ts';
import { servicesDir } from './executors/service-note.ts';
import { ServiceExecutor } from './executors/service.ts';
import { RealRollouts } from './testing/real-rollouts.ts';

type Device = { readonly id: string; readonly stateDir: string };

let real: RealRollouts;
let program = '';
let behind: Device;
let relay: Device;
const running: RunningAgent[] = [];

beforeAll(async () => {
  [real, program] = await Promise.all([RealRollouts.start(), builtAgent()]);
  behind = await enrolled(await real.token(), 'EDGE');
  const [{ id: domainId }] = (await real.ask('fleet', '{ domains { id } }')).domains;
  const make = 'mutation ($domainId: ID!) { createEnrollmentToken(input: { domainId: $domainId }) { token } }';
  relay = await enrolled((await real.ask('fleet', make, { domainId })).createEnrollmentToken.token, 'RELAY');
  const register = 'mutation ($id: ID!) { registerRelay(input: { deviceId: $id }) { id } }';
  await real.ask('fleet', register, { id: relay.id });
}, 120_000);

afterAll(async () => {
  for (const { child } of running) child.kill('SIGTERM');
  await Promise.all(running.map(({ ended }) => ended));
  await new ServiceExecutor(servicesDir(behind.stateDir), 'web', null).stop();
  await real.close();
  for (const { stateDir } of [behind, relay]) rmSync(stateDir, { recursive: true });
});

async function enrolled(token: string, kind: string): Promise<Device> {
  const stateDir = freshStateDir();
  const words = ['enroll', '--token', token, '--state', stateDir, '--name', kind.toLowerCase(), '--kind', kind];
  await ranAgent(program, ...words, '--no-wait');
  const { deviceId: id } = JSON.parse(readFileSync(join(stateDir, 'enrollment.json'), 'utf8')) as { deviceId: string };
  const trust = async (): Promise<string> =>
    (await real.ask('fleet', 'query ($id: ID!) { device(id: $id) { trust } }', { id })).device.trust;
  if ((await trust()) === 'PENDING') {
    await real.ask('fleet', 'mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { id } }', { id });
  }
  expect((await ranAgent(program, ...words)).code).toBe(0);
  return { id, stateDir };
}

test('an update goes all its way through a relay', async () => {
  const [port, nowhere] = [await freePort(), await freePort()];
  running.push(startAgent(program, 'run', '--state', relay.stateDir, '--relay', String(port)));
  const path = join(behind.stateDir, 'enrollment.json');
  const enrollment = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...enrollment, agentsUrl: `https://localhost:${nowhere}` }));
  const via = `https://127.0.0.1:${port}#${relay.id}`;
  running.push(startAgent(program, 'run', '--state', behind.stateDir, '--via', via));
  const mode = 'query ($id: ID!) { device(id: $id) { connectivity { mode } } }';
  await eventually('the device is live', async () => {
    return (await real.ask('fleet', mode, { id: behind.id })).device.connectivity?.mode === 'LIVE';
  });
  const history = join(behind.stateDir, 'history');
  const artifact = await real.publish(
    Buffer.from('#!/bin/sh\necho "$FLOTILLA_DIGEST" >> "$1"; exec sleep 1000\n'),
    '1.0.0',
  );
  const input = {
    name: 'web',
    artifact,
    executor: { kind: 'service', name: 'web', args: [history] },
    health: [{ kind: 'control-plane', timeoutS: 10 }],
    selection: { deviceIds: [behind.id] },
    onFailure: 'PAUSE',
  };
  const create = 'mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const { id } = (await real.ask('rollouts', create, { input })).createRollout;
  await real.ask('rollouts', 'mutation ($id: ID!) { startRollout(id: $id) { id } }', { id });
  const state = 'query ($id: ID!) { rollout(id: $id) { state } }';
  await eventually('the rollout is over', async () => {
    return (await real.ask('rollouts', state, { id })).rollout.state === 'FINISHED';
  });
  expect(readFileSync(history, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
}, 150_000);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
