/** A real agent that is let in without anybody at a screen, for journeys about what comes afterwards. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { AgentProcess } from './agent-process.ts';
import { plainEnvironment } from './config.ts';
import { ask, valueOf } from './journey.ts';
import { eventually, repository, type Stack } from './stack.ts';

const createToken = `mutation ($input: CreateEnrollmentTokenInput!) {
  createEnrollmentToken(input: $input) { token } }`;
const approve = 'mutation ($input: ApproveDeviceInput!) { approveDevice(input: $input) { id } }';
const find = 'query ($q: String!) { devices(first: 20, q: $q) { edges { node { id name trust } } } }';

type Found = { edges: { node: { id: string; name: string; trust: string } }[] };

/** Its device and the directory its key is in; the caller removes that. */
export type EnrolledAgent = { readonly deviceId: string; readonly state: string };

/** As what an agent is let in. */
export type AgentOrder = {
  readonly name: string;
  /** Where this machine is, unless told another. */
  readonly domainId?: string;
  readonly locationId?: string;
  readonly labels?: readonly { readonly key: string; readonly value: string }[];
  /** The port by which it reaches the agents' door, where something is to stand between them. */
  readonly port?: number;
};

/** Enrolls an agent under a name and approves it, as whoever is signed in on the page. */
export async function enrollAgent(page: Page, stack: Stack, order: AgentOrder): Promise<EnrolledAgent> {
  const { name, locationId = null, labels = [], port } = order;
  const domains = await ask(page, stack, { query: '{ domains { id slug } }' });
  const lab = valueOf<{ id: string; slug: string }[]>(domains, 'domains').find(({ slug }) => slug === 'lab');
  const input = { domainId: order.domainId ?? lab?.id, locationId, labels, channel: 'dev', ttlMinutes: 5 };
  const created = await ask(page, stack, { query: createToken, variables: { input } });
  const issued = valueOf<{ token: string }>(created, 'createEnrollmentToken').token;
  const token = port === undefined ? issued : leadingTo(port, issued);
  const state = mkdtempSync(join(tmpdir(), 'flotilla-journey-agent-'));
  const enrolling = new AgentProcess(`npx flotilla-agent enroll --token ${token} --name ${name} --state ${state}`);
  try {
    return { deviceId: await letIn(page, stack, { name, enrolling }), state };
  } catch (fault) {
    // Nobody knows of it any more, so nobody else would end it.
    enrolling.kill();
    throw fault;
  }
}

/** Approves whoever asks to join under a name, and waits until it was let in; answers its id. */
async function letIn(
  page: Page,
  stack: Stack,
  { name, enrolling }: { readonly name: string; readonly enrolling: AgentProcess },
): Promise<string> {
  const look = async () => {
    const reply = await ask(page, stack, { query: find, variables: { q: `name:${name}` } });
    // The filter finds parts of names too, and another journey may have used this very one.
    const found = valueOf<Found>(reply, 'devices').edges.map(({ node }) => node);
    return found.find((device) => device.name === name && device.trust === 'PENDING');
  };
  if (!(await eventually(async () => (await look()) !== undefined, 30_000))) {
    throw new Error(`${name} did not ask to join:\n${enrolling.output}`);
  }
  const deviceId = (await look())?.id ?? '';
  valueOf(await ask(page, stack, { query: approve, variables: { input: { deviceId } } }), 'approveDevice');
  if ((await enrolling.ended(30_000)) !== 0) throw new Error(`${name} was not let in:\n${enrolling.output}`);
  return deviceId;
}

/** Runs the agent of a state directory. */
export function runAgent(state: string, options = ''): AgentProcess {
  return new AgentProcess(`npx flotilla-agent run --state ${state} ${options}`);
}

type Kept = { readonly queued: number; readonly dropped: number };

/** Of what an agent says of itself, the part that journeys look at. */
export type AgentStatus = {
  readonly queue: {
    readonly epoch: number;
    readonly nextSeq: number;
    readonly byClass: { readonly SAMPLES: Kept; readonly KERNEL_EVENTS: Kept };
  };
  readonly journal: {
    readonly queued: number;
    readonly lastSeq: number;
    readonly byClass: Readonly<Record<string, { readonly produced: number }>>;
  };
};

/** How the running agent of a state directory does, as it says itself. */
export async function agentStatus(state: string): Promise<AgentStatus> {
  const words = ['flotilla-agent', 'status', '--state', state, '--json'];
  const { stdout } = await promisify(execFile)('npx', words, { cwd: repository, env: plainEnvironment() });
  return (JSON.parse(stdout) as { agent: AgentStatus }).agent;
}

/** A token that names another port of this machine; the certificate behind it is the same. */
function leadingTo(port: number, token: string): string {
  const [version, body = ''] = token.split('.');
  const words = JSON.parse(Buffer.from(body, 'base64url').toString()) as { u: string };
  const told = { ...words, u: `https://localhost:${port}` };
  return `${version}.${Buffer.from(JSON.stringify(told)).toString('base64url')}`;
}
