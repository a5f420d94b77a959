/** A rollout of the real control plane to a real agent: a signed version arrives, a bad one is taken back, both are told. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAgent, freshStateDir, ranAgent, startAgent, type RunningAgent } from '../testing/agent-process.ts';
import { servicesDir } from './executors/service-note.ts';
import { ServiceExecutor } from './executors/service.ts';
import { RealRollouts } from './testing/real-rollouts.ts';

const stateDir = freshStateDir();
let real: RealRollouts;
let program = '';
let agent: RunningAgent;
let deviceId = '';

beforeAll(async () => {
  [real, program] = await Promise.all([RealRollouts.start(), builtAgent()]);
  agent = startAgent(program, 'run', '--token', await real.token(), '--state', stateDir);
  const devices = '{ devices(first: 1) { edges { node { id trust connectivity { mode } } } } }';
  await eventually('the device is live', async () => {
    const [edge] = (await real.ask('fleet', devices)).devices.edges;
    if (edge?.node.trust === 'PENDING') {
      const approve = 'mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { id } }';
      await real.ask('fleet', approve, { id: edge.node.id });
    }
    deviceId = edge?.node.id ?? '';
    return edge?.node.connectivity?.mode === 'LIVE';
  });
}, 120_000);

afterAll(async () => {
  agent.child.kill('SIGTERM');
  await agent.ended;
  await new ServiceExecutor(servicesDir(stateDir), 'web', null).stop();
  await real.close();
  rmSync(stateDir, { recursive: true });
});

/** Publishes a script, and plans and starts a rollout of it to the device. */
async function rollOut(version: string, script: string): Promise<string> {
  const artifact = await real.publish(Buffer.from(`#!/bin/sh\n${script}\n`), version);
  const input = {
    name: `web ${version}`,
    artifact,
    executor: { kind: 'service', name: 'web', args: [join(stateDir, 'history')] },
    health: [
      { kind: 'exit', timeoutS: 1 },
      { kind: 'control-plane', timeoutS: 10 },
    ],
    selection: { deviceIds: [deviceId] },
    onFailure: 'PAUSE',
  };
  const create = 'mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const { id } = (await real.ask('rollouts', create, { input })).createRollout;
  await real.ask('rollouts', 'mutation ($id: ID!) { startRollout(id: $id) { id } }', { id });
  return id;
}

/** Lets the updater look until it came to an end; answers what it says. */
async function updated(generation: number): Promise<object> {
  let said: { generation?: number; rest?: string } = {};
  await eventually(`the update ${generation} is over`, async () => {
    const { stdout } = await ranAgent(program, 'updater', '--json', '--state', stateDir);
    if (stdout !== '') said = JSON.parse(stdout) as typeof said;
    return said.generation === generation && said.rest === 'REST';
  });
  return said;
}

// Nobody starts the updater here: a heartbeat tells the agent that there is something to ask for.
test('brings a version that is well, and takes one back that is not', async () => {
  const counted = async (id: string): Promise<{ state: string; counts: { done: number; failed: number } }> => {
    const document = 'query ($id: ID!) { rollout(id: $id) { state counts { done failed } } }';
    return (await real.ask('rollouts', document, { id })).rollout;
  };
  const good = await rollOut('1.0.0+a', 'echo one >> "$1"; exec sleep 1000');
  await eventually('the rollout is over', async () => (await counted(good)).state === 'FINISHED');
  expect(await counted(good)).toMatchObject({ counts: { done: 1 } });
  expect(await updated(1)).toMatchObject({ stage: 'HEALTHY', version: '1.0.0+a', refusal: null });
  const bad = await rollOut('1.1.0', 'echo two >> "$1"; exit 1');
  await eventually('the failure is known', async () => (await counted(bad)).counts.failed === 1);
  const history = (): string => readFileSync(join(stateDir, 'history'), 'utf8');
  await eventually('the old version runs', async () => history() === 'one\ntwo\none\n');
  expect(await updated(2)).toMatchObject({ stage: 'ROLLED_BACK', failure: { code: null } });
  const journal = `query ($id: ID!) { _entities(representations: [{ __typename: "Device", id: $id }]) {
    ... on Device { updateJournal(first: 5) { edges { node { generation code steps { state } } } } } } }`;
  const [told] = (await real.ask('rollouts', journal, { id: deviceId }))._entities;
  const steps = told.updateJournal.edges.map(({ node }: { node: { steps: { state: string }[] } }) =>
    node.steps.map(({ state }) => state).at(-1),
  );
  expect(steps).toEqual(['ROLLED_BACK', 'HEALTHY']);
}, 150_000);

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 45_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
