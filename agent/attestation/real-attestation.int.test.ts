/** A real agent tells a real control plane what it is: what it is told of is judged, shown, minded, and put right. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtAgent, freshStateDir, startAgent, type RunningAgent } from '../testing/agent-process.ts';
import { RealRollouts } from '../updater/testing/real-rollouts.ts';

const stateDir = freshStateDir();
let real: RealRollouts;
let program = '';
let agent: RunningAgent;
let deviceId = '';

beforeAll(async () => {
  program = await builtAgent();
  real = await RealRollouts.start({ FLOTILLA_AGENT_FILE: program });
  agent = startAgent(program, 'run', '--token', await real.token(), '--state', stateDir);
  await eventually('the device is trusted', async () => {
    const [edge] = (await real.ask('fleet', '{ devices(first: 1) { edges { node { id trust } } } }')).devices.edges;
    deviceId = edge?.node.id ?? '';
    if (edge?.node.trust !== 'PENDING') return edge !== undefined;
    const approve = 'mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { id } }';
    await real.ask('fleet', approve, { id: deviceId });
    return true;
  });
}, 120_000);

afterAll(async () => {
  await stopped();
  await real.close();
});

async function stopped(): Promise<void> {
  agent.child.kill('SIGTERM');
  await agent.ended;
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function known() {
  const document = `{ supplyChains { edges { node { verdict device { id } reasons { code }
    hardware { parts { kind name } } software { name trace } attestation { sequence binarySha256 expectedSha256 verdict } } } } }`;
  return (await real.ask('supply-chain', document)).supplyChains.edges[0]?.node;
}

async function minded(): Promise<string[]> {
  const document = '{ attentionQueue(first: 10) { edges { node { kind title } } } }';
  const { edges } = (await real.ask('operations', document)).attentionQueue;
  return edges.flatMap(({ node }: { node: { kind: string; title: string } }) =>
    node.kind === 'SUPPLY_CHAIN_VIOLATION' ? node.title.replace(/.*: /, '') : [],
  );
}

test('the agent that is given out is trusted; one whose configuration changes is minded until somebody accepts it', async () => {
  await eventually('the first report', async () => (await known()) !== undefined);
  const first = await known();
  expect(first).toMatchObject({ verdict: 'TRUSTED', reasons: [], device: { id: deviceId } });
  expect(first.attestation.expectedSha256).toBe(first.attestation.binarySha256);
  expect(first.software[0]).toEqual({ name: 'agent', trace: 'UNKNOWN' });
  expect(await minded()).toEqual([]);

  await stopped();
  writeFileSync(join(stateDir, 'agent.json'), JSON.stringify({ allow: { exec: true } }), { mode: 0o600 });
  agent = startAgent(program, 'run', '--state', stateDir);
  await eventually('the violation', async () => (await known()).verdict === 'VIOLATION');
  expect((await known()).reasons).toEqual([{ code: 'AGENT_CONFIG_CHANGED' }]);
  await eventually('attention', async () => (await minded()).length > 0);
  expect(await minded()).toEqual(['agent config changed (agent)']);

  const accept = 'mutation ($input: AcceptDeviceBaselineInput!) { acceptDeviceBaseline(input: $input) { verdict } }';
  await real.ask('supply-chain', accept, { input: { deviceId, reason: 'the shop asked for it' } });
  expect((await known()).verdict).toBe('TRUSTED');
  await eventually('nobody minds any more', async () => (await minded()).length === 0);
}, 180_000);
