/** A real agent that is let in without anybody at a screen, for journeys about what comes afterwards. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { AgentProcess } from './agent-process.ts';
import { ask, valueOf } from './journey.ts';
import { eventually, type Stack } from './stack.ts';

const createToken = `mutation ($input: CreateEnrollmentTokenInput!) {
  createEnrollmentToken(input: $input) { token } }`;
const approve = 'mutation ($input: ApproveDeviceInput!) { approveDevice(input: $input) { id } }';
const find = 'query ($q: String!) { devices(first: 1, q: $q) { edges { node { id trust } } } }';

type Found = { edges: { node: { id: string; trust: string } }[] };

/** Its device and the directory its key is in; the caller removes that. */
export type EnrolledAgent = { readonly deviceId: string; readonly state: string };

/** Enrolls an agent under a name and approves it, as whoever is signed in on the page. */
export async function enrollAgent(page: Page, stack: Stack, name: string): Promise<EnrolledAgent> {
  const [domain] = valueOf<{ id: string }[]>(await ask(page, stack, { query: '{ domains { id } }' }), 'domains');
  const input = { domainId: domain?.id, labels: [], channel: 'dev', ttlMinutes: 5 };
  const created = await ask(page, stack, { query: createToken, variables: { input } });
  const { token } = valueOf<{ token: string }>(created, 'createEnrollmentToken');
  const state = mkdtempSync(join(tmpdir(), 'flotilla-journey-agent-'));
  const enrolling = new AgentProcess(`npx flotilla-agent enroll --token ${token} --name ${name} --state ${state}`);
  const look = async () => {
    const reply = await ask(page, stack, { query: find, variables: { q: `name:${name}` } });
    return valueOf<Found>(reply, 'devices').edges[0]?.node;
  };
  if (!(await eventually(async () => (await look()) !== undefined, 30_000))) {
    throw new Error(`${name} did not ask to join:\n${enrolling.output}`);
  }
  const deviceId = (await look())?.id ?? '';
  valueOf(await ask(page, stack, { query: approve, variables: { input: { deviceId } } }), 'approveDevice');
  if ((await enrolling.ended(30_000)) !== 0) throw new Error(`${name} was not let in:\n${enrolling.output}`);
  return { deviceId, state };
}

/** Runs the agent of a state directory. */
export function runAgent(state: string): AgentProcess {
  return new AgentProcess(`npx flotilla-agent run --state ${state}`);
}
