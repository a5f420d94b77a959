import { randomUUID, X509Certificate } from 'node:crypto';
import { isRefusal } from '@flotilla/kernel/errors';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { person, stranger, TestDevice, TestFleet } from '../testing/fleet.ts';
import {
  approve,
  beat,
  claim,
  claimDocument,
  claimInput,
  createDomain,
  createToken,
  enroll,
  fingerprintOf,
  heartbeatDocument,
  heartbeatInput,
} from '../testing/journeys.ts';

const collectDocument = `mutation ($input: CollectCertificateInput!) {
  collectCertificate(input: $input) { deviceId trust nonce certificatePem retryAfterMs }
}`;
const rotateDocument = `mutation ($csrPem: String!) {
  rotateCertificate(input: { csrPem: $csrPem }) { certificatePem trust }
}`;

describe('coming in', () => {
  let fleet: TestFleet;
  const tenantId = randomUUID();
  const operator = person(tenantId);
  let domainId: string;

  beforeAll(async () => {
    fleet = await TestFleet.open();
    domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
  });
  afterAll(() => fleet.close());

  test('of fifty parallel redemptions of one token exactly one succeeds', async () => {
    const token = await createToken(fleet, operator, { domainId });
    const devices = await Promise.all(Array.from({ length: 50 }, () => TestDevice.create()));
    const outcomes = await Promise.allSettled(
      devices.map((device, n) => fleet.run(stranger, claimDocument, { input: claimInput(device, token, `d${n}`) })),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(49);
    for (const reason of refused) {
      if (!isRefusal(reason)) throw reason;
      expect(['CONFLICT', 'FORBIDDEN']).toContain(reason.code);
      expect(reason.message).toMatch(/used already/);
    }
    const rows = await fleet.sql(`select 1 from devices where name ~ '^d[0-9]+$'`);
    expect(rows).toHaveLength(1);
  });

  test('of fifty parallel redemptions by one key exactly one succeeds, and the others learn how to go on', async () => {
    const token = await createToken(fleet, operator, { domainId });
    const device = await TestDevice.create();
    const input = claimInput(device, token, 'impatient');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => fleet.run(stranger, claimDocument, { input })),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    const again = await fleet.refusal(stranger, claimDocument, { input });
    expect(again).toMatchObject({
      code: 'CONFLICT',
      details: { deviceId: expect.any(String), nonce: expect.any(String) },
    });
    device.id = String(again.details['deviceId']);
    const nonce = String(again.details['nonce']);
    const proof = { deviceId: device.id, nonce, signature: device.signatureOf(nonce) };
    const collected = await fleet.run(stranger, collectDocument, { input: proof });
    expect(collected['collectCertificate']).toMatchObject({ trust: 'PENDING', certificatePem: null });
  });

  test('a pending device gets its certificate by proof of key once it is approved', async () => {
    const token = await createToken(fleet, operator, { domainId });
    const { device, answer } = await claim(fleet, operator, { token });
    expect(answer).toMatchObject({ trust: 'PENDING', certificatePem: null, retryAfterMs: expect.any(Number) });
    await approve(fleet, operator, device);
    const input = { deviceId: device.id, nonce: answer.nonce, signature: device.signatureOf(answer.nonce) };
    const collected = (await fleet.run(stranger, collectDocument, { input }))['collectCertificate'];
    expect(collected.trust).toBe('TRUSTED');
    const [leaf, root] = [new X509Certificate(collected.certificatePem), new X509Certificate(answer.caPem)];
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.subject).toBe(`CN=${device.id}`);
    expect(leaf.subjectAltName).toBe(`URI:urn:flotilla:tenant:${tenantId}:device:${device.id}`);
    expect(fingerprintOf(collected.certificatePem)).toBe(device.fingerprint);
  });

  test('nobody collects a certificate without the key, and a stale nonce is answered with a fresh one', async () => {
    const token = await createToken(fleet, operator, { domainId });
    const { device, answer } = await claim(fleet, operator, { token });
    const thief = await TestDevice.create();
    thief.id = device.id;
    const forged = { deviceId: device.id, nonce: answer.nonce, signature: thief.signatureOf(answer.nonce) };
    expect(await fleet.refusal(stranger, collectDocument, { input: forged })).toMatchObject({ code: 'FORBIDDEN' });
    const stale = { deviceId: device.id, nonce: 'stale', signature: device.signatureOf('stale') };
    const refusal = await fleet.refusal(stranger, collectDocument, { input: stale });
    expect(refusal).toMatchObject({ code: 'CONFLICT', details: { nonce: expect.any(String) } });
    const nonce = String(refusal.details['nonce']);
    const input = { deviceId: device.id, nonce, signature: device.signatureOf(nonce) };
    expect((await fleet.run(stranger, collectDocument, { input }))['collectCertificate'].trust).toBe('PENDING');
  });

  test('a device whose certificate ran out while it slept gets a new one by proof of its key', async () => {
    const device = await enroll(fleet, operator, { domainId });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 400 * 3_600_000 });
    try {
      const blank = { deviceId: device.id, nonce: 'none', signature: 'none' };
      const nonce = String((await fleet.refusal(stranger, collectDocument, { input: blank })).details['nonce']);
      const input = { deviceId: device.id, nonce, signature: device.signatureOf(nonce) };
      const collected = (await fleet.run(stranger, collectDocument, { input }))['collectCertificate'];
      const certificate = new X509Certificate(collected.certificatePem);
      expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
      expect(fingerprintOf(collected.certificatePem)).not.toBe(device.fingerprint);
      device.fingerprint = fingerprintOf(collected.certificatePem);
      await beat(fleet, device);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a device that slept longer than the grace of its domain is refused until a person gives it more', async () => {
    const device = await enroll(fleet, operator, { domainId });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 100 * 86_400_000 });
    try {
      const blank = { deviceId: device.id, nonce: 'none', signature: 'none' };
      const nonce = String((await fleet.refusal(stranger, collectDocument, { input: blank })).details['nonce']);
      const input = { deviceId: device.id, nonce, signature: device.signatureOf(nonce) };
      const refusal = await fleet.refusal(stranger, collectDocument, { input });
      expect(refusal).toMatchObject({
        code: 'FORBIDDEN',
        details: { trust: 'TRUSTED', certificate: 'GRACE_OVER', graceUntil: expect.any(String) },
      });
      const set = `mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }`;
      const administrator = person(tenantId, 'TENANT_ADMIN');
      await fleet.run(administrator, set, { input: { domainId, certificateGraceS: 200 * 86_400 } });
      const collected = (await fleet.run(stranger, collectDocument, { input }))['collectCertificate'];
      expect(Date.parse(new X509Certificate(collected.certificatePem).validTo)).toBeGreaterThan(Date.now());
      await fleet.run(administrator, set, { input: { domainId, certificateGraceS: null } });
    } finally {
      vi.useRealTimers();
    }
  });

  test('a revoked, unknown or malformed token lets nobody in, and says why', async () => {
    const device = await TestDevice.create();
    const attempt = (token: string) => fleet.refusal(stranger, claimDocument, { input: claimInput(device, token) });
    const create = `mutation ($input: CreateEnrollmentTokenInput!) {
      createEnrollmentToken(input: $input) { token enrollmentToken { id } }
    }`;
    const revoked = (await fleet.run(operator, create, { input: { domainId } }))['createEnrollmentToken'];
    await fleet.run(operator, 'mutation ($id: ID!) { revokeEnrollmentToken(input: { id: $id }) { state } }', {
      id: revoked.enrollmentToken.id,
    });
    expect(await attempt(revoked.token)).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/revoked/),
    });
    expect(await attempt('flt1.bm90aGluZw')).toMatchObject({ code: 'INVALID_INPUT' });
    const unknown = `flt1.${Buffer.from(JSON.stringify({ s: 'x'.repeat(43) })).toString('base64url')}`;
    expect(await attempt(unknown)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringMatching(/not known/) });
  });

  test('the token carries where to go and whom to trust, and its secret is nowhere in the database', async () => {
    const create = `mutation ($input: CreateEnrollmentTokenInput!) {
      createEnrollmentToken(input: $input) { token command caFingerprint }
    }`;
    const created = (await fleet.run(operator, create, { input: { domainId } }))['createEnrollmentToken'];
    const text = JSON.parse(Buffer.from(created.token.slice(5), 'base64url').toString());
    expect(text).toEqual({ u: 'https://localhost:4443', f: created.caFingerprint, s: expect.any(String) });
    expect(created.command).toContain(created.token);
    for (const table of ['log.events', 'enrollment_tokens', 'enrollment_secrets', 'devices']) {
      const rows = await fleet.sql(`select 1 from ${table} t where strpos(t::text, ?) > 0`, [text.s]);
      expect(rows, table).toEqual([]);
    }
  });

  test('a rule approves by label and domain, and the fact names the rule', async () => {
    const admin = person(tenantId, 'TENANT_ADMIN');
    const below = await createDomain(fleet, operator, { name: 'Rotterdam', slug: 'rtm', parentId: domainId });
    const labels = [{ key: 'site', value: 'rtm' }];
    const rule = `mutation ($input: CreateAutoApprovalRuleInput!) { createAutoApprovalRule(input: $input) { id domain { slug } } }`;
    const made = await fleet.run(admin, rule, { input: { name: 'Rotterdam kiosks', labels, domainId } });
    const fitting = await createToken(fleet, operator, { domainId: below, labels });
    const { device, answer } = await claim(fleet, operator, { token: fitting });
    expect(answer.trust).toBe('TRUSTED');
    expect(fingerprintOf(answer.certificatePem)).toBe(device.fingerprint);
    const query = '{ device(id: "ID") { approvedBy state timeline { edges { node { type actor summary } } } } }';
    const shown = (await fleet.run(operator, query.replace('ID', device.id)))['device'];
    expect(shown).toMatchObject({ approvedBy: 'rule:Rotterdam kiosks', state: 'ENROLLED_WAITING' });
    expect(shown.timeline.edges.map((edge: Answer) => [edge.node.type, edge.node.actor])).toEqual([
      ['DeviceCertificateIssued', 'rule:Rotterdam kiosks'],
      ['DeviceApproved', 'rule:Rotterdam kiosks'],
      ['DeviceClaimed', `device:${device.id}`],
    ]);
    const other = await createToken(fleet, operator, { domainId: below, labels: [{ key: 'site', value: 'ams' }] });
    expect((await claim(fleet, operator, { token: other })).answer.trust).toBe('PENDING');
    const disable = 'mutation ($id: ID!) { disableAutoApprovalRule(input: { id: $id }) { disabledAt } }';
    await fleet.run(admin, disable, { id: made['createAutoApprovalRule'].id });
    const late = await createToken(fleet, operator, { domainId: below, labels });
    expect((await claim(fleet, operator, { token: late })).answer.trust).toBe('PENDING');
  });

  test('after a rotation both certificates are accepted until the new one is first used, then only that', async () => {
    const device = await enroll(fleet, operator, { domainId });
    const old = device.fingerprint;
    const rotated = await fleet.run(device.viewer(), rotateDocument, { csrPem: device.csrPem });
    const fresh = fingerprintOf(rotated['rotateCertificate'].certificatePem);
    await beat(fleet, device);
    device.fingerprint = fresh;
    await beat(fleet, device);
    await expect
      .poll(() => fleet.refusal(device.viewer(old), heartbeatDocument, { input: heartbeatInput }).catch(() => null))
      .toMatchObject({ code: 'UNAUTHENTICATED', details: { certificate: 'SUPERSEDED' } });
    await beat(fleet, device);
    const stale = await fleet.refusal(device.viewer(old), rotateDocument, { csrPem: device.csrPem });
    expect(stale).toMatchObject({ code: 'UNAUTHENTICATED' });
    const facts = await fleet.sql(
      `select type, data -> 'fingerprints' as fingerprints from log.events where stream = ? order by stream_version`,
      [`device-${device.id}`],
    );
    expect(
      facts.filter(({ fingerprints }) => fingerprints).map(({ type, fingerprints }) => [type, fingerprints]),
    ).toEqual([
      ['DeviceClaimed', []],
      ['DeviceApproved', []],
      ['DeviceCertificateIssued', [old]],
      ['DeviceCertificateIssued', [fresh, old]],
      ['DeviceCertificateConfirmed', [fresh]],
    ]);
  });

  test('a lost rotation can be asked for again', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await fleet.run(device.viewer(), rotateDocument, { csrPem: device.csrPem });
    const again = await fleet.run(device.viewer(), rotateDocument, { csrPem: device.csrPem });
    device.fingerprint = fingerprintOf(again['rotateCertificate'].certificatePem);
    await beat(fleet, device);
  });

  test('revocation is effective on the very next call of every kind', async () => {
    const device = await enroll(fleet, operator, { domainId });
    await beat(fleet, device);
    const revoke =
      'mutation ($id: ID!) { revokeDevice(input: { deviceId: $id, reason: "stolen" }) { trust state stateReason } }';
    const revoked = await fleet.run(operator, revoke, { id: device.id });
    expect(revoked['revokeDevice']).toEqual({ trust: 'REVOKED', state: 'REVOKED', stateReason: 'stolen' });
    const expected = { code: 'FORBIDDEN', details: { trust: 'REVOKED' } };
    const calls: [string, Record<string, unknown>][] = [
      [heartbeatDocument, { input: heartbeatInput }],
      [rotateDocument, { csrPem: device.csrPem }],
      ['mutation { reportInventory(input: { cpu: "x" }) }', {}],
    ];
    for (const [document, variables] of calls) {
      expect(await fleet.refusal(device.viewer(), document, variables)).toMatchObject(expected);
    }
  });

  test('illegal transitions are CONFLICT and name the state and what is allowed', async () => {
    const device = await enroll(fleet, operator, { domainId });
    const approveAgain = 'mutation ($id: ID!) { approveDevice(input: { deviceId: $id }) { id } }';
    const deny = 'mutation ($id: ID!) { denyDevice(input: { deviceId: $id, reason: "no reason" }) { id } }';
    const revoke = 'mutation ($id: ID!) { revokeDevice(input: { deviceId: $id, reason: "retired" }) { id } }';
    const variables = { id: device.id };
    for (const document of [approveAgain, deny]) {
      expect(await fleet.refusal(operator, document, variables)).toMatchObject({
        code: 'CONFLICT',
        details: { trust: 'TRUSTED', allowed: ['QUARANTINED', 'REVOKED'] },
      });
    }
    await fleet.run(operator, revoke, variables);
    for (const document of [approveAgain, deny, revoke]) {
      expect(await fleet.refusal(operator, document, variables)).toMatchObject({
        code: 'CONFLICT',
        details: { trust: 'REVOKED', allowed: [] },
      });
    }
    const unknown = await fleet.refusal(operator, revoke, { id: randomUUID() });
    expect(unknown).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a viewer may look but neither enroll nor approve', async () => {
    const viewer = person(tenantId, 'VIEWER');
    await fleet.run(viewer, '{ devices { totalCount } }');
    const create = `mutation { createEnrollmentToken(input: { domainId: "${domainId}" }) { token } }`;
    expect(await fleet.refusal(viewer, create)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await fleet.refusal(stranger, '{ devices { totalCount } }')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await fleet.refusal(operator, heartbeatDocument, { input: heartbeatInput })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
