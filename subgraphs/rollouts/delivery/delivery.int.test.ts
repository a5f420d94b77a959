import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { identityHeader, signIdentity, streamHash } from '@flotilla/kernel/identity';
import { MasterKeyStore } from '@flotilla/kernel/key-store';
import { createLogger } from '@flotilla/kernel/logger';
import { SubgraphServer } from '@flotilla/kernel/server/server';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import { person, TestRollouts } from '../testing/rollouts.ts';
import { Deliveries } from './delivery.ts';
import { HookKeys } from './hook-keys.ts';
import { signatureOf } from './signature.ts';

let rollouts: TestRollouts;
let deliveries: Deliveries;
let keys: HookKeys;

beforeAll(async () => {
  rollouts = await TestRollouts.open();
  const { database } = rollouts.worker;
  keys = new HookKeys(database, new MasterKeyStore(rollouts.masterKey));
  deliveries = new Deliveries({ database, tail: rollouts.tail, keys });
});
afterAll(() => rollouts.close());

const issue = `mutation ($name: String!) { issueRolloutHookSecret(name: $name) { id secret path } }`;
const revoke = `mutation ($id: ID!) { revokeRolloutHookSecret(id: $id) }`;
const list = `{ rolloutHookSecrets { id name issuedBy } }`;
const save = `mutation ($input: SaveRolloutTemplateInput!) { saveRolloutTemplate(input: $input) { id } }`;
const show = `query ($id: ID!) { rollout(id: $id) { name state createdBy createdByUser { id } artifact { version } } }`;
const { artifact, executor } = somePlan();
const named = { name: artifact.name, version: artifact.version };
const words = { template: 'web', artifact: named };

/** A tenant with a template, an artifact, and a pipeline that has a secret. */
async function shop() {
  const tenantId = randomUUID();
  const admin = person(tenantId, 'TENANT_ADMIN');
  await rollouts.publish(tenantId, artifact);
  await rollouts.run(admin, save, { input: { name: 'web', plan: { executor, selection: {} } } });
  const { id, secret, path } = (await rollouts.run(admin, issue, { name: 'CI' })).issueRolloutHookSecret;
  return { tenantId, admin, id: id as string, secret: secret as string, path: path as string };
}

function deliver(tenantId: string, secret: string, said: unknown, at = Date.now()) {
  const body = Buffer.from(typeof said === 'string' ? said : JSON.stringify(said));
  const timestamp = String(Math.floor(at / 1_000));
  return deliveries.take({ tenantId, timestamp, body, signature: signatureOf(secret, timestamp, body) });
}

async function count(viewer: Viewer): Promise<number> {
  return (await rollouts.run(viewer, '{ rollouts { edges { node { id } } } }')).rollouts.edges.length;
}

describe('a delivery', () => {
  test('that is signed makes a draft as the template has it, and starts nothing', async () => {
    const { tenantId, admin, id, secret, path } = await shop();
    expect(path).toBe(`/hooks/rollouts/${tenantId}`);
    const rolloutId = await deliver(tenantId, secret, { ...words, name: 'From the pipeline' });
    expect((await rollouts.run(admin, show, { id: rolloutId })).rollout).toEqual({
      name: 'From the pipeline',
      state: 'DRAFT',
      createdBy: `service:${id}`,
      createdByUser: null,
      artifact: { version: '2.0.0' },
    });
  });

  test('is taken once, also when it comes twice at the same moment', async () => {
    const { tenantId, admin, secret } = await shop();
    const at = Date.now();
    const twice = await Promise.allSettled([
      deliver(tenantId, secret, words, at),
      deliver(tenantId, secret, words, at),
      deliver(tenantId, secret, words, at),
    ]);
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(deliver(tenantId, secret, words, at)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await count(admin)).toBe(1);
  });

  test('that is late, unsigned, of another secret, another body or another tenant is refused and makes nothing', async () => {
    const { tenantId, admin, secret } = await shop();
    const stranger = await shop();
    const late = deliver(tenantId, secret, words, Date.now() - 301_000);
    await expect(late).rejects.toMatchObject({ code: 'UNAUTHENTICATED', details: { element: 'x-flotilla-timestamp' } });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const body = Buffer.from(JSON.stringify(words));
    const signature = signatureOf(secret, timestamp, body);
    const delivery = { tenantId, timestamp, body, signature };
    const wrong = [
      { ...delivery, signature: '' },
      { ...delivery, signature: signatureOf(stranger.secret, timestamp, body) },
      { ...delivery, body: Buffer.from(JSON.stringify({ ...words, name: 'x' })) },
      { ...delivery, timestamp: String(Number(timestamp) + 1) },
      { ...delivery, tenantId: stranger.tenantId },
      { ...delivery, tenantId: randomUUID() },
      { ...delivery, tenantId: '../rollouts' },
    ];
    for (const each of wrong) {
      const refusal = { code: 'UNAUTHENTICATED', details: { element: 'x-flotilla-signature-256' } };
      await expect(deliveries.take(each)).rejects.toMatchObject(refusal);
    }
    expect([await count(admin), await count(stranger.admin)]).toEqual([0, 0]);
  });

  test('of something that cannot be rolled out says so, and can be sent again', async () => {
    const { tenantId, admin, secret } = await shop();
    const cases = [
      ['no json', 'INVALID_INPUT', 'body'],
      [{ template: 'web' }, 'INVALID_INPUT', 'artifact'],
      [{ ...words, start: true }, 'INVALID_INPUT', 'body'],
      [{ ...words, template: 'none' }, 'NOT_FOUND', 'template'],
      [{ ...words, artifact: { name: 'till', version: '9' } }, 'NOT_FOUND', 'artifact'],
    ] as const;
    for (const [said, code, element] of cases) {
      await expect(deliver(tenantId, secret, said)).rejects.toMatchObject({ code, details: { element } });
    }
    expect(await count(admin)).toBe(0);
  });
});

test('a delivery comes through the gateway as it was sent, and is answered with the draft or with the refusal', async () => {
  const { admin, secret, path } = await shop();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const gatewayPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const logger = createLogger({ name: 'test', level: 'silent' });
  const { subgraph, tail } = rollouts;
  const server = await SubgraphServer.start({
    host: '127.0.0.1',
    port: 0,
    gatewayPublicKey,
    subgraphs: [subgraph],
    tail,
    logger,
  });
  const viewer = { ...systemViewer(null), kind: 'anonymous', subject: '' } as const;
  const post = (body: string, signedBody = body) => {
    const issuedAtS = Math.floor(Date.now() / 1_000);
    const claims = { viewer, audience: 'rollouts', bodyHash: streamHash('POST', path), issuedAtS };
    const headers = {
      [identityHeader]: signIdentity(claims, privateKey),
      'x-flotilla-timestamp': String(issuedAtS),
      'x-flotilla-signature-256': signatureOf(secret, String(issuedAtS), Buffer.from(signedBody)),
    };
    return fetch(`http://127.0.0.1:${server.port}/rollouts${path}`, { method: 'POST', headers, body });
  };
  const body = ` ${JSON.stringify(words)}\n`;
  const taken = await post(body);
  expect([taken.status, await taken.json()]).toEqual([201, { rolloutId: expect.any(String), state: 'DRAFT' }]);
  expect((await post(body, `${body} `)).status).toBe(401);
  expect((await post('x'.repeat(64 * 1_024 + 1))).status).toBe(429);
  expect(await count(admin)).toBe(1);
  await server.stop();
});

describe('a secret', () => {
  test('is good until it is revoked, and another one beside it', async () => {
    const { tenantId, admin, id, secret } = await shop();
    const second = (await rollouts.run(admin, issue, { name: 'CI, new' })).issueRolloutHookSecret;
    await deliver(tenantId, second.secret, words);
    await deliver(tenantId, secret, { ...words, name: 'Old' });
    expect(await rollouts.run(admin, revoke, { id })).toEqual({ revokeRolloutHookSecret: true });
    await expect(deliver(tenantId, secret, words)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await deliver(tenantId, second.secret, { ...words, name: 'New' });
    expect((await rollouts.run(admin, list)).rolloutHookSecrets).toEqual([
      { id: second.id, name: 'CI, new', issuedBy: `user:${admin.subject}` },
    ]);
  });

  test('is in no fact and in no row, and only administrators make or see one', async () => {
    const { tenantId, admin, secret } = await shop();
    const kept = await rollouts.worker.database.inTenant(tenantId, (em) =>
      em.execute<{ text: string }[]>(
        `select e.data::text as text from log.events e where e.tenant_id = ? union all
         select to_jsonb(s)::text from sealed_hook_secrets s union all select to_jsonb(h)::text from hook_secrets h`,
        [tenantId],
      ),
    );
    const text = kept.map((row) => row.text).join();
    expect(text).toContain('CI');
    for (const part of [secret, secret.slice(8), Buffer.from(secret).toString('base64')])
      expect(text).not.toContain(part);
    const operator = person(tenantId);
    expect(await rollouts.refusal(operator, issue, { name: 'CI' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await rollouts.refusal(operator, list)).toMatchObject({ code: 'FORBIDDEN' });
    for (let more = 0; more < 4; more += 1) await rollouts.run(admin, issue, { name: `CI ${more}` });
    expect(await rollouts.refusal(admin, issue, { name: 'one more' })).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

test('a sealed secret opens for its tenant only', async () => {
  const { tenantId, id, secret } = await shop();
  expect(await keys.of(tenantId)).toEqual([{ id, secret }]);
  const other = new HookKeys(rollouts.worker.database, new MasterKeyStore(randomBytes(32).toString('base64')));
  await expect(other.of(tenantId)).rejects.toThrow();
});
