import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awaitCommands, issueDocument, issueTo, orderOf } from '../testing/commands.ts';
import { person, TestFleet, type TestDevice } from '../testing/fleet.ts';
import { beat, createDomain, enroll } from '../testing/journeys.ts';

let fleet: TestFleet;
const tenantId = randomUUID();
const [ann, bob, admin] = [person(tenantId), person(tenantId), person(tenantId, 'TENANT_ADMIN')];
let device: TestDevice;
let commandKey: string;

beforeAll(async () => {
  fleet = await TestFleet.open();
  const domainId = await createDomain(fleet, ann, { name: 'North', slug: 'north' });
  device = await enroll(fleet, ann, { domainId });
  await beat(fleet, device);
  const collect = `mutation ($input: CollectCertificateInput!) { collectCertificate(input: $input) { nonce commandKey } }`;
  const ask = async (nonce: string) => ({
    input: { deviceId: device.id, nonce, signature: device.signatureOf(nonce) },
  });
  const stale = await fleet.refusal(device.viewer(), collect, await ask('x.y'));
  const answer = await fleet.run(device.viewer(), collect, await ask(String(stale.details['nonce'])));
  commandKey = answer['collectCertificate'].commandKey;
});
afterAll(() => fleet.close());

const registration = (name: string, fields: Record<string, unknown> = {}) => ({
  name,
  description: 'Restarts a service.',
  argv: ['/usr/bin/systemctl', 'restart', '${service}'],
  parameters: [{ name: 'service', type: 'ENUM', values: ['cups', 'sshd'] }],
  redact: ['token=\\S+'],
  ...fields,
});
const registerDocument = `mutation ($input: RegisterRunbookInput!) {
  registerRunbook(input: $input) { runbookId version stage author contentHash signature } }`;
const register = async (name: string, fields: Record<string, unknown> = {}, by = ann) =>
  (await fleet.run(by, registerDocument, { input: registration(name, fields) }))['registerRunbook'];
const approveDocument =
  'mutation ($input: ApproveRunbookInput!) { approveRunbook(input: $input) { stage authorUser { id } approvedByUser { id } } }';
const approve = (book: { runbookId: string; version: number }, by = bob) =>
  fleet.run(by, approveDocument, { input: { runbookId: book.runbookId, version: book.version } });
const exec = (book: { runbookId: string; version: number }, args: Record<string, unknown> = { service: 'cups' }) => ({
  kind: 'EXEC',
  payload: { runbookId: book.runbookId, version: book.version, args },
});

describe('a runbook', () => {
  test('reaches its device as signed arguments, with the signed definition they come from', async () => {
    const book = await register('restart-service');
    await approve(book);
    const id = await issueTo(fleet, ann, { device, ...exec(book) });
    const [command] = (await awaitCommands(fleet, device)).commands;
    expect(command).toMatchObject({ id, kind: 'EXEC', delivery: 'AT_MOST_ONCE' });
    const { payload } = JSON.parse(command.envelope);
    expect(payload).toMatchObject({
      argv: ['/usr/bin/systemctl', 'restart', 'cups'],
      redact: ['token=\\S+'],
      timeoutS: 60,
    });
    const hash = createHash('sha256').update(payload.definition).digest('hex');
    expect([hash, payload.contentHash]).toEqual([book.contentHash, book.contentHash]);
    const key = createPublicKey({ key: Buffer.from(commandKey, 'base64'), format: 'der', type: 'spki' });
    const text = `flotilla runbook 1\n${book.runbookId}\n${book.version}\n${hash}`;
    expect(verify(null, Buffer.from(text), key, Buffer.from(payload.definitionSignature, 'base64'))).toBe(true);
    expect(verify(null, Buffer.from(command.envelope), key, Buffer.from(command.signature, 'base64'))).toBe(true);
  });

  test('is run by nobody before a second person approved it, nor after it was retired', async () => {
    const book = await register('two-persons');
    const run = () => fleet.refusal(ann, issueDocument, { input: orderOf([device.id], exec(book)) });
    expect((await run()).details).toMatchObject({ state: 'DRAFT' });
    const own = await fleet.refusal(ann, approveDocument, { input: { runbookId: book.runbookId, version: 1 } });
    expect([own.code, own.details['rule']]).toEqual(['FORBIDDEN', 'TWO_PERSONS']);
    expect((await approve(book))['approveRunbook']).toEqual({
      stage: 'APPROVED',
      authorUser: { id: ann.subject },
      approvedByUser: { id: bob.subject },
    });
    const retire = 'mutation ($input: RetireRunbookInput!) { retireRunbook(input: $input) { stage } }';
    await fleet.run(ann, retire, { input: { runbookId: book.runbookId, version: 1, reason: 'replaced' } });
    expect((await run()).details).toMatchObject({ state: 'RETIRED' });
  });

  test('is run with arguments that fit, by people who may', async () => {
    const book = await register('admins-only', { requiredRole: 'TENANT_ADMIN' });
    expect((await fleet.refusal(bob, approveDocument, { input: { runbookId: book.runbookId, version: 1 } })).code).toBe(
      'FORBIDDEN',
    );
    await approve(book, admin);
    const order = (args: Record<string, unknown>) => ({ input: orderOf([device.id], exec(book, args)) });
    expect((await fleet.refusal(ann, issueDocument, order({ service: 'cups' }))).code).toBe('FORBIDDEN');
    for (const args of [{ service: 'cups; reboot' }, {}, { service: 'cups', also: 1 }]) {
      expect((await fleet.refusal(admin, issueDocument, order(args))).code).toBe('INVALID_INPUT');
    }
    expect((await fleet.run(admin, issueDocument, order({ service: 'sshd' })))['issueCommand'].accepted).toBe(1);
  });

  test('keeps its name and its versions to itself', async () => {
    const book = await register('versioned');
    expect((await fleet.refusal(ann, registerDocument, { input: registration('versioned') })).details['element']).toBe(
      'name',
    );
    const next = await register('versioned', { runbookId: book.runbookId });
    expect(next).toMatchObject({ runbookId: book.runbookId, version: 2, stage: 'DRAFT' });
    const document = 'query { runbooks(first: 200) { edges { node { name version } } } }';
    const { runbooks } = await fleet.run(ann, document);
    const versions = runbooks.edges.flatMap(({ node }: { node: { name: string; version: number } }) =>
      node.name === 'versioned' ? node.version : [],
    );
    expect(versions).toEqual([2, 1]);
    expect((await fleet.run(person(randomUUID()), document))['runbooks'].edges).toEqual([]);
    const shell = registration('shell', { argv: ['/bin/sh', '-c', '${service}'] });
    expect((await fleet.refusal(ann, registerDocument, { input: shell })).details['element']).toBe('argv');
  });
});
