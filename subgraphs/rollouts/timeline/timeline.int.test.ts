import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import { liveDevice, person, TestRollouts } from '../testing/rollouts.ts';

let rollouts: TestRollouts;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
});
afterAll(() => rollouts.close());

const create = `mutation ($input: RolloutPlanInput!) { createRollout(input: $input) { id } }`;
const start = `mutation ($id: ID!) { startRollout(id: $id) { state } }`;
const pause = `mutation ($input: RolloutReasonInput!) { pauseRollout(input: $input) { state } }`;
const timeline = `query ($id: ID!, $first: Int!, $after: String) { rollout(id: $id) { timeline(first: $first, after: $after) {
  edges { node { type summary wave actor actorUser { id } } } pageInfo { hasNextPage endCursor } } } }`;

type Page = { edges: { node: Entry }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
type Entry = { type: string; summary: string; wave: number | null; actor: string; actorUser: { id: string } | null };

test('the timeline tells every fact once, newest first, over pages, with who caused it', async () => {
  const [tenantId, deviceId] = [randomUUID(), randomUUID()];
  const operator = person(tenantId);
  await rollouts.record(tenantId, ...liveDevice(deviceId, { domainId: randomUUID() }));
  const { name, artifact, executor } = somePlan();
  await rollouts.publish(tenantId, artifact);
  const input = { name, artifact: { digest: artifact.digest }, executor, selection: {} };
  const { id } = (await rollouts.run(operator, create, { input })).createRollout;
  await rollouts.run(operator, start, { id });
  await rollouts.worker.orchestrator.round();
  await rollouts.run(operator, pause, { input: { rolloutId: id, reason: 'the shops are full' } });
  const entries: Entry[] = [];
  let after: string | null = null;
  do {
    const page: Page = (await rollouts.run(operator, timeline, { id, first: 2, after })).rollout.timeline;
    entries.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(entries.map(({ summary }) => summary)).toEqual([
    'Paused: the shops are full.',
    '1 device joined wave 1.',
    'Wave 1 opened.',
    'Started.',
    'Planned: till 2.0.0 in 1 wave.',
  ]);
  expect(entries.map(({ wave }) => wave)).toEqual([null, 0, 0, null, null]);
  expect(entries[0]?.actorUser).toEqual({ id: operator.subject });
  expect(entries[2]?.actorUser).toBeNull();
});

test('another tenant reads nothing of it', async () => {
  const [tenantId, other] = [randomUUID(), randomUUID()];
  const { name, artifact, executor } = somePlan();
  await rollouts.publish(tenantId, artifact);
  const input = { name, artifact: { digest: artifact.digest }, executor, selection: {} };
  const { id } = (await rollouts.run(person(tenantId), create, { input })).createRollout;
  expect((await rollouts.run(person(other), timeline, { id, first: 5, after: null })).rollout).toBeNull();
});
