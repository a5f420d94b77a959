import { randomUUID } from 'node:crypto';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import { person, TestRollouts } from '../testing/rollouts.ts';

let rollouts: TestRollouts;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
});
afterAll(() => rollouts.close());

const save = `mutation ($input: SaveRolloutTemplateInput!) { saveRolloutTemplate(input: $input) {
  id name strategy parallelMax savedBy selection { channels } waves { name percent gates { soakS } } } }`;
const list = `{ rolloutTemplates { id name parallelMax } }`;
const remove = `mutation ($id: ID!) { removeRolloutTemplate(id: $id) }`;
const make = `mutation ($input: RolloutFromTemplateInput!) { createRolloutFromTemplate(input: $input) {
  id name state strategy parallelMax artifact { version } previous { version } selection { channels } waves { name percent } } }`;
const { artifact, executor } = somePlan();
const plan = {
  strategy: 'CANARY',
  executor,
  selection: { channels: ['prod'] },
  waves: [{ name: 'canary', percent: 10, gates: { soakS: 60 } }],
  parallelMax: 4,
};

describe('a template', () => {
  test('makes a draft for an artifact, named after it unless somebody names it', async () => {
    const tenantId = randomUUID();
    const operator = person(tenantId);
    await rollouts.publish(tenantId, artifact);
    const { saveRolloutTemplate } = await rollouts.run(operator, save, { input: { name: 'web', plan } });
    expect(saveRolloutTemplate).toMatchObject({
      name: 'web',
      strategy: 'CANARY',
      parallelMax: 4,
      savedBy: `user:${operator.subject}`,
      waves: [
        { name: 'canary', percent: 10, gates: { soakS: 60 } },
        { name: 'rest', percent: null },
      ],
    });
    const named = { name: artifact.name, version: artifact.version };
    const made = await rollouts.run(operator, make, { input: { template: 'web', artifact: named } });
    expect(made.createRolloutFromTemplate).toMatchObject({
      name: 'till 2.0.0',
      state: 'DRAFT',
      strategy: 'CANARY',
      parallelMax: 4,
      artifact: { version: '2.0.0' },
      previous: null,
      selection: { channels: ['prod'] },
      waves: [
        { name: 'canary', percent: 10 },
        { name: 'rest', percent: null },
      ],
    });
    const differing = { name: 'Tills of the north', selection: { channels: ['canary'] }, previous: named };
    const input = { template: saveRolloutTemplate.id, artifact: named, ...differing };
    expect((await rollouts.run(operator, make, { input })).createRolloutFromTemplate).toMatchObject({
      name: 'Tills of the north',
      selection: { channels: ['canary'] },
      previous: { version: '2.0.0' },
    });
  });

  test('is replaced under its name, and gone when it is removed; other tenants see none of it', async () => {
    const operator = person(randomUUID());
    const { id } = (await rollouts.run(operator, save, { input: { name: 'web', plan } })).saveRolloutTemplate;
    await rollouts.run(operator, save, { input: { name: 'web', plan: { ...plan, parallelMax: 7 } } });
    expect((await rollouts.run(operator, list)).rolloutTemplates).toEqual([{ id, name: 'web', parallelMax: 7 }]);
    expect((await rollouts.run(person(randomUUID()), list)).rolloutTemplates).toEqual([]);
    expect(await rollouts.run(operator, remove, { id })).toEqual({ removeRolloutTemplate: true });
    expect((await rollouts.run(operator, list)).rolloutTemplates).toEqual([]);
    const input = { template: 'web', artifact: { digest: artifact.digest } };
    expect(await rollouts.refusal(operator, make, { input })).toMatchObject({
      code: 'NOT_FOUND',
      details: { element: 'template' },
    });
  });

  test('is checked when it is saved, and what differs when it is used', async () => {
    const tenantId = randomUUID();
    const operator = person(tenantId);
    await rollouts.publish(tenantId, artifact);
    const wrong = { ...plan, waves: [{ name: 'w', percent: 101 }] };
    expect(await rollouts.refusal(operator, save, { input: { name: 'web', plan: wrong } })).toMatchObject({
      code: 'INVALID_INPUT',
      details: { element: 'waves.0.percent' },
    });
    expect(await rollouts.refusal(operator, save, { input: { name: ' ', plan } })).toMatchObject({
      details: { element: 'name' },
    });
    const viewer = person(tenantId, 'VIEWER');
    expect(await rollouts.refusal(viewer, save, { input: { name: 'web', plan } })).toMatchObject({ code: 'FORBIDDEN' });
    await rollouts.run(operator, save, { input: { name: 'forced', plan: { ...plan, strategy: 'FORCED' } } });
    const input = { template: 'forced', artifact: { digest: artifact.digest } };
    expect(await rollouts.refusal(operator, make, { input })).toMatchObject({
      code: 'INVALID_INPUT',
      details: { element: 'selection.deviceIds' },
    });
  });
});

test('rebuilt templates are the live ones', async () => {
  const projection = rollouts.subgraph.projections.find(({ name }) => name === 'rollouts.templates')!;
  const { adminUrl, url } = rollouts;
  const options = { adminUrl, url, schema: 'rollouts', entities: [], isApplied: false, onProgress: () => undefined };
  const { tables } = await rebuild({ ...options, projection });
  for (const table of tables) expect(table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
});
