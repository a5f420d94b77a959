/** A rollout of the agent itself, by the real control plane: the new version speaks for the device, or the old one does again. */
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAgent, freshStateDir, startAgent } from '../testing/agent-process.ts';
import { signalOne } from './process-facts.ts';
import { runningAgent } from './succession/agent-note.ts';
import { RealRollouts } from './testing/real-rollouts.ts';

const stateDir = freshStateDir();
let real: RealRollouts;
let program = '';
let deviceId = '';

beforeAll(async () => {
  [real, program] = await Promise.all([RealRollouts.start(), builtAgent()]);
  startAgent(program, 'run', '--token', await real.token(), '--state', stateDir);
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
  const agent = runningAgent(stateDir);
  if (agent) signalOne(agent.pid, 'SIGKILL');
  await real.close();
  rmSync(stateDir, { recursive: true });
});

/** Plans and starts a rollout of a version of the agent. */
async function rollOut(version: string, bytes: Buffer<ArrayBuffer>): Promise<string> {
  const input = {
    name: `agent ${version}`,
    artifact: await real.publish(bytes, version),
    executor: { kind: 'agent', name: 'flotilla-agent', stopGraceS: 2 },
    health: [{ kind: 'control-plane', timeoutS: 30 }],
    selection: { deviceIds: [deviceId] },
    onFailure: 'PAUSE',
  };
  const create = 'mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }';
  const { id } = (await real.ask('rollouts', create, { input })).createRollout;
  await real.ask('rollouts', 'mutation ($id: ID!) { startRollout(id: $id) { id } }', { id });
  return id;
}

/** How a rollout stands. */
async function stands(id: string): Promise<{ state: string; counts: { done: number; failed: number } }> {
  return (await real.ask('rollouts', 'query ($id: ID!) { rollout(id: $id) { state counts { done failed } } }', { id }))
    .rollout;
}

test('the agent becomes what a rollout brings, and comes back from what does not run', async () => {
  const { pid } = runningAgent(stateDir) ?? {};
  const next = Buffer.from(readFileSync(program, 'utf8').replace('"0.1.0"', '"0.2.0"'));
  const good = await rollOut('0.2.0', next);
  await eventually('the rollout is over', async () => (await stands(good)).state === 'FINISHED');
  expect(runningAgent(stateDir)).toMatchObject({ pid, version: '0.2.0' });
  const bad = await rollOut('0.3.0', Buffer.from('process.exit(3);\n'));
  await eventually('the failure is known', async () => (await stands(bad)).counts.failed === 1);
  await eventually('the former version runs', async () => runningAgent(stateDir)?.version === '0.2.0');
}, 150_000);

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
