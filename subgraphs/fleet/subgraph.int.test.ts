import { randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyTenant } from '@flotilla/kernel/database';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import { isInputObjectType, isIntrospectionType, isEnumType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweepSilence } from './heartbeat/sweep.ts';
import { liveThroughCommands } from './testing/commands.ts';
import { person, TestDevice, TestFleet } from './testing/fleet.ts';
import { closeReplay, openReplay, TestJournal, upload } from './testing/journal.ts';
import { beat, claim, createDomain, createToken, enroll, enrollRelay } from './testing/journeys.ts';

describe('the fleet as a whole', () => {
  let fleet: TestFleet;
  const operator = person(randomUUID());

  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());

  test('rows that were written along the way are the rows the log folds to', async () => {
    const domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
    const other = await createDomain(fleet, operator, { name: 'Mining', slug: 'mining' });
    const labels = [{ key: 'site', value: 'rtm' }];
    const admin = person(operator.tenantId ?? '', 'TENANT_ADMIN');
    await fleet.run(
      operator,
      'mutation { createLocation(input: { name: "Store", timeZone: "Europe/Amsterdam" }) { id } }',
    );
    await fleet.run(
      admin,
      'mutation { createAutoApprovalRule(input: { name: "auto", labels: [{ key: "auto", value: "yes" }] }) { id } }',
    );
    await fleet.run(admin, 'mutation { publishStatusBoard(input: { published: true }) }');
    const devices = await Promise.all(
      [1, 2, 3].map((n) => enroll(fleet, operator, { domainId, labels, name: `kiosk ${n}` })),
    );
    const [first, second, third] = devices as [TestDevice, TestDevice, TestDevice];
    await claim(fleet, operator, {
      token: await createToken(fleet, operator, { domainId, labels: [{ key: 'auto', value: 'yes' }] }),
    });
    for (const device of devices) await beat(fleet, device);
    await beat(fleet, first, { agentVersion: '2.0.0' });
    await fleet.run(first.viewer(), 'mutation { reportInventory(input: { cpu: "x", gpus: ["g"] }) }');
    await fleet.run(
      first.viewer(),
      'mutation ($csr: String!) { rotateCertificate(input: { csrPem: $csr }) { trust } }',
      { csr: first.csrPem },
    );
    await fleet.letTimePass(90_000);
    await fleet.subgraph.database.inTenant(everyTenant, sweepSilence);
    await beat(fleet, second);
    const allow = `mutation { setDecisionPolicy(input: { domainId: "${other}", allowed: ["buffer"] }) { id } }`;
    await fleet.run(admin, allow);
    const journal = new TestJournal(second);
    journal.writeMany(4);
    journal.drop(1, 2);
    await openReplay(fleet, journal);
    const { sessionToken } = await openReplay(fleet, journal);
    await upload(fleet, journal, { token: sessionToken, records: journal.records });
    await closeReplay(fleet, journal, sessionToken);
    await liveThroughCommands(fleet, { author: operator, approver: admin }, second);
    const commands = [
      [second, 'renameDevice(input: { deviceId: $id, name: "Till" })'],
      [second, 'relabelDevice(input: { deviceId: $id, labels: [{ key: "role", value: "till" }] })'],
      [second, `moveDevice(input: { deviceId: $id, domainId: "${other}" })`],
      [third, 'revokeDevice(input: { deviceId: $id, reason: "stolen" })'],
    ] as const;
    for (const [device, command] of commands)
      await fleet.run(operator, `mutation ($id: ID!) { ${command} { id } }`, { id: device.id });
    const relay = await enrollRelay(fleet, operator, { domainId });
    await beat(fleet, second, { relayId: relay.id, seq: 9 });
    await handOver(admin, third);
    await liveALittle({ admin, devices: [first, second, third], domainId });
    const counts = await fleet.sql('select * from spectrum_deltas order by id');
    for (const projection of fleet.subgraph.projections.filter(({ mode }) => mode === 'inline')) {
      const report = await rebuild({
        adminUrl: fleet.adminUrl,
        url: fleet.url,
        schema: 'fleet',
        projection,
        isApplied: false,
        entities: fleet.subgraph.database.entities,
        onProgress: () => undefined,
      });
      for (const table of report.tables) {
        expect(table, table.table).toMatchObject({ onlyLive: 0, onlyRebuilt: 0 });
        expect(table.rows, table.table).toBeGreaterThan(0);
      }
    }
    expect(await fleet.sql('select * from spectrum_deltas order by id')).toEqual(counts);
  });

  /** Lets another control plane hold the authority over a device, and somebody write who does not. */
  async function handOver(admin: typeof operator, { id }: TestDevice) {
    const of = `subject: DEVICE, id: "${id}"`;
    await fleet.run(admin, `mutation { releaseAuthority(input: { ${of}, reason: "hand it over" }) { epoch } }`);
    const taker = 'authorityId: "region-eu", masterOfRecord: REGION';
    await fleet.run(admin, `mutation { takeAuthority(input: { ${of}, ${taker} }) { epoch } }`);
    const late = `mutation { renameDevice(input: { deviceId: "${id}", name: "Late" }) { id } }`;
    expect((await fleet.refusal(operator, late)).code).toBe('CONFLICT');
  }

  /** Everything that people and rules do with the lives of devices that are in. */
  async function liveALittle(parts: { admin: typeof operator; devices: readonly TestDevice[]; domainId: string }) {
    const { admin, domainId } = parts;
    const [first, second] = parts.devices as [TestDevice, TestDevice];
    await fleet.run(
      admin,
      `mutation { setDomainSettings(input: { domainId: "${domainId}", clockSkewMaxS: 60 }) { id } }`,
    );
    const leaving = await enroll(fleet, operator, { domainId, name: 'old' });
    await beat(fleet, leaving);
    const suspected = async () => (await fleet.sql('select 1 from clone_cases where device_id = ?', [first.id])).length;
    await beat(fleet, first, { bootId: 'other', seq: 2 });
    await beat(fleet, first, { seq: 3 });
    await beat(fleet, first, { bootId: 'other', seq: 4 });
    await expect.poll(suspected).toBe(1);
    const input = 'input: { deviceId: $id, reason: "odd" }';
    const commands = [
      [first, 'resolveClone(input: { deviceId: $id, keepBootId: "other" })'],
      [first, `quarantineDevice(${input})`],
      [second, `quarantineDevice(${input})`],
      [second, `releaseDevice(${input})`],
      [second, `rotateCredentials(${input})`],
      [leaving, `startDecommission(${input})`],
      [leaving, 'retireDevice(input: { deviceId: $id, retentionClass: EVIDENCE })'],
    ] as const;
    for (const [device, command] of commands)
      await fleet.run(operator, `mutation ($id: ID!) { ${command} { id } }`, { id: device.id });
  }

  test('no fact holds a secret: no private key, no token, no hash of one', async () => {
    const hashes = await fleet.sql<{ secret_hash: string }>('select secret_hash from enrollment_secrets');
    expect(hashes.length).toBeGreaterThan(0);
    const [root] = await fleet.sql<{ sealed_key: string }>('select sealed_key from certificate_authorities');
    for (const secret of ['PRIVATE KEY', 'flt1.', root?.sealed_key ?? '', ...hashes.map((row) => row.secret_hash)]) {
      expect(await fleet.sql('select type from log.events e where strpos(e::text, ?) > 0', [secret])).toEqual([]);
    }
  });

  test('every process and every restart has the same authority, and none without the master key', async () => {
    const again = await fleet.assembleAgain();
    const certify = async (subgraph: typeof fleet.subgraph) => {
      const { csrPem } = await TestDevice.create();
      const route = subgraph.internalRoutes?.['/internal/server-certificate'];
      return (await route?.({ csrPem, names: ['localhost', '127.0.0.1'] }, operator)) as Record<
        'certificatePem' | 'caPem',
        string
      >;
    };
    const [mine, theirs] = [await certify(fleet.subgraph), await certify(again)];
    expect(theirs.caPem).toBe(mine.caPem);
    const leaf = new X509Certificate(theirs.certificatePem);
    expect(leaf.verify(new X509Certificate(mine.caPem).publicKey)).toBe(true);
    expect(leaf.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    const path = join(tmpdir(), `flotilla-other-key-${randomUUID()}`);
    writeFileSync(path, randomBytes(32).toString('base64'));
    await expect(fleet.assembleAgain({ FLOTILLA_MASTER_KEY_FILE: path })).rejects.toThrow();
  });

  test.each([
    [{}, /csrPem/],
    [{ csrPem: 'x', names: [] }, /names/],
    [{ csrPem: 'x', names: ['bad name'] }, /bad name/],
    [{ csrPem: 'x', names: ['localhost'] }, /certificate request/],
  ])('the server certificate for %o is refused by name', async (body, words) => {
    const route = fleet.subgraph.internalRoutes?.['/internal/server-certificate'];
    await expect(route?.(body, operator)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(words),
    });
  });

  test('every type, field, argument and enum value of the schema is described', () => {
    const silent: string[] = [];
    for (const type of Object.values(fleet.subgraph.schema.getTypeMap())) {
      if (
        isIntrospectionType(type) ||
        type.name.startsWith('_') ||
        /^(Query|Mutation|Subscription|federation__|link__)/.test(type.name)
      ) {
        if (!['Query', 'Mutation', 'Subscription'].includes(type.name)) continue;
      } else if (!type.description) silent.push(type.name);
      if (isEnumType(type))
        silent.push(
          ...type
            .getValues()
            .filter(({ description }) => !description)
            .map(({ name }) => `${type.name}.${name}`),
        );
      if (!isObjectType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!field.description && !field.name.startsWith('_')) silent.push(`${type.name}.${field.name}`);
        if (!('args' in field) || field.name.startsWith('_')) continue;
        for (const argument of field.args)
          if (!argument.description) silent.push(`${type.name}.${field.name}(${argument.name})`);
      }
    }
    expect(silent).toEqual([]);
  });
});
