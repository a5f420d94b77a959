/** Authority on real PostgreSQL: the fence of every write, hand-overs against racing writers, and a real partition. */
import { randomUUID } from 'node:crypto';
import type { Viewer } from '@flotilla/kernel/viewer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handle } from '@flotilla/kernel/handle';
import { readStream } from '@flotilla/kernel/log/read';
import { rebuild } from '@flotilla/kernel/projection/rebuild';
import type { Answer } from '@flotilla/kernel/testing/subgraph-caller';
import { deviceAggregate, domainAggregate } from '../aggregates.ts';
import { issueDocument, orderOf } from '../testing/commands.ts';
import { person, TestFleet } from '../testing/fleet.ts';
import { createDomain, enroll, heartbeatInput } from '../testing/journeys.ts';
import type { AuthorityEvent } from './events.ts';
import { authoritiesProjection } from './projection.ts';

const authorityFields = 'authorityId masterOfRecord stage controllerIds epoch';
const releaseDocument = `mutation ($input: ReleaseAuthorityInput!) { releaseAuthority(input: $input) { ${authorityFields} } }`;
const takeDocument = `mutation ($input: TakeAuthorityInput!) { takeAuthority(input: $input) { ${authorityFields} } }`;
const renameDocument = 'mutation ($input: RenameDeviceInput!) { renameDevice(input: $input) { name } }';
const moveDocument = 'mutation ($input: MoveDeviceInput!) { moveDevice(input: $input) { domain { id } } }';
const deviceDocument = `query ($id: ID!) { device(id: $id) { name authority { ${authorityFields} } authorityDomain { id } } }`;
const conflictsDocument = `query ($domainId: ID, $isOpen: Boolean) {
  authorityConflicts(domainId: $domainId, isOpen: $isOpen, first: 100) {
    edges { node { id authorityId epoch currentAuthorityId currentEpoch what content isOpen device { id } } }
  }
}`;

const region = { authorityId: 'region-eu', masterOfRecord: 'REGION', controllerIds: ['ctl-1'] };

/** A control plane with a database of its own, and people who may do everything there. */
class Plane {
  readonly fleet: TestFleet;
  readonly admin: Viewer;

  private constructor(fleet: TestFleet, admin: Viewer) {
    this.fleet = fleet;
    this.admin = admin;
  }

  static async open(authorityId: string, tenantId: string): Promise<Plane> {
    return new Plane(await TestFleet.open({ FLOTILLA_AUTHORITY_ID: authorityId }), person(tenantId, 'TENANT_ADMIN'));
  }

  run(document: string, variables: Record<string, unknown>): Promise<Answer> {
    return this.fleet.run(this.admin, document, variables);
  }

  async device(id: string): Promise<Answer> {
    return (await this.run(deviceDocument, { id }))['device'];
  }

  async release(subject: string, id: string): Promise<Answer> {
    return (await this.run(releaseDocument, { input: { subject, id, reason: 'hand it over' } }))['releaseAuthority'];
  }

  async take(subject: string, id: string, taker: Record<string, unknown> = region): Promise<Answer> {
    return (await this.run(takeDocument, { input: { subject, id, ...taker } }))['takeAuthority'];
  }

  rename(deviceId: string, name: string, authority?: Record<string, unknown>): Promise<Answer> {
    return this.run(renameDocument, { input: { deviceId, name, ...(authority && { authority }) } });
  }

  async conflicts(variables: Record<string, unknown> = {}): Promise<Answer[]> {
    const { edges } = (await this.run(conflictsDocument, variables))['authorityConflicts'];
    return edges.map(({ node }: Answer) => node);
  }
}

describe('one control plane', () => {
  let plane: Plane;
  let domainId: string;
  const enrolled = async (into = domainId) => (await enroll(plane.fleet, plane.admin, { domainId: into })).id;

  beforeAll(async () => {
    plane = await Plane.open('global', randomUUID());
    domainId = await createDomain(plane.fleet, plane.admin, { name: 'Retail', slug: 'retail' });
  });
  afterAll(() => plane.fleet.close());

  test('holds what nobody ever took, and writes without naming itself', async () => {
    const id = await enrolled();
    expect((await plane.device(id)).authority).toEqual({
      authorityId: 'global',
      masterOfRecord: 'GLOBAL',
      stage: 'HELD',
      controllerIds: [],
      epoch: 1,
    });
    await plane.rename(id, 'by default');
    await plane.rename(id, 'by name', { authorityId: 'global', epoch: 1 });
    expect((await plane.device(id)).name).toBe('by name');
  });

  test('hands a device over in two steps, and is refused from then on with what it wrote kept for people', async () => {
    const id = await enrolled();
    expect(await plane.release('DEVICE', id)).toMatchObject({ stage: 'VACANT', epoch: 1 });
    expect(await plane.take('DEVICE', id)).toEqual({ ...region, stage: 'HELD', epoch: 2 });
    const input = { deviceId: id, name: 'too late' };
    const refused = await plane.fleet.refusal(plane.admin, renameDocument, { input });
    expect(refused).toMatchObject({
      code: 'CONFLICT',
      details: { authorityId: 'global', epoch: 2, currentAuthorityId: 'region-eu', currentEpoch: 2 },
    });
    for (const stale of [
      { authorityId: 'region-eu', epoch: 1 },
      { authorityId: 'region-eu', epoch: 3 },
      { authorityId: 'global', epoch: 1 },
    ]) {
      const call = { input: { deviceId: id, name: 'stale', authority: stale } };
      expect((await plane.fleet.refusal(plane.admin, renameDocument, call)).code).toBe('CONFLICT');
    }
    await plane.rename(id, 'by the region', { authorityId: 'region-eu', epoch: 2 });
    expect((await plane.device(id)).name).toBe('by the region');
    const kept = (await plane.conflicts({ domainId, isOpen: true })).filter((each) => each.device.id === id);
    expect(kept).toHaveLength(4);
    expect(kept.at(-1)).toMatchObject({ content: { name: 'too late' }, currentAuthorityId: 'region-eu', isOpen: true });
    const resolve = `mutation ($input: ResolveAuthorityConflictInput!) { resolveAuthorityConflict(input: $input) { isOpen resolution } }`;
    const resolution = { conflictId: kept[0].id, reason: 'nothing lost' };
    const resolved = await plane.run(resolve, { input: resolution });
    expect(resolved['resolveAuthorityConflict']).toEqual({ isOpen: false, resolution: 'nothing lost' });
    expect(await plane.conflicts({ isOpen: false })).toHaveLength(1);
  });

  test('refuses an order to a device that another one holds, and keeps the order for people', async () => {
    const foreign = await enroll(plane.fleet, plane.admin, { domainId });
    await plane.release('DEVICE', foreign.id);
    await plane.take('DEVICE', foreign.id);
    const input = orderOf([foreign.id], { kind: 'SET_CHANNEL', payload: { channel: 'dev' } });
    expect((await plane.fleet.refusal(plane.admin, issueDocument, { input })).code).toBe('CONFLICT');
    const [kept] = (await plane.conflicts({ isOpen: true })).filter((each) => each.device.id === foreign.id);
    expect(kept).toMatchObject({ what: 'order SET_CHANNEL', content: { payload: { channel: 'dev' } } });
  });

  test('refuses to take what is held, and takes it when the lease of its holder has ended', async () => {
    const id = await enrolled();
    const leased = { ...region, authorityId: 'leased', leaseS: 60 };
    await plane.release('DEVICE', id);
    await plane.take('DEVICE', id, leased);
    const call = { input: { subject: 'DEVICE', id, ...region } };
    const refused = await plane.fleet.refusal(plane.admin, takeDocument, call);
    expect(refused).toMatchObject({ code: 'CONFLICT', details: { currentAuthorityId: 'leased', currentEpoch: 2 } });
    await plane.fleet.sql(`update authority_leases set expires_at = now() - interval '1 second'`);
    expect(await plane.take('DEVICE', id)).toMatchObject({ authorityId: 'region-eu', epoch: 3 });
  });

  test('hands a domain over with everything below that has no authority of its own', async () => {
    const parentId = await createDomain(plane.fleet, plane.admin, { name: 'Mall', slug: 'mall' });
    const below = await createDomain(plane.fleet, plane.admin, { name: 'Shop', slug: 'shop', parentId });
    const [inherits, own] = [await enrolled(below), await enrolled(below)];
    await plane.release('DEVICE', own);
    await plane.take('DEVICE', own, { ...region, authorityId: 'global' });
    await plane.release('DOMAIN', parentId);
    expect((await plane.device(inherits)).authority.stage).toBe('VACANT');
    await plane.take('DOMAIN', parentId);
    expect(await plane.device(inherits)).toMatchObject({ authority: region, authorityDomain: { id: parentId } });
    expect((await plane.device(own)).authority.authorityId).toBe('global');
    const call = { input: { domainId: below, allowed: ['buffer'] } };
    const policy = 'mutation ($input: SetDecisionPolicyInput!) { setDecisionPolicy(input: $input) { id } }';
    expect((await plane.fleet.refusal(plane.admin, policy, call)).code).toBe('CONFLICT');
    await plane.run(policy, { input: { ...call.input, authority: { authorityId: 'region-eu', epoch: 2 } } });
  });

  test('tells a device by its next heartbeat whom and which epoch it is under', async () => {
    const device = await enroll(plane.fleet, plane.admin, { domainId });
    const document = `mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { authorityEpoch masterOfRecord } }`;
    const told = async () => (await plane.fleet.run(device.viewer(), document, { input: heartbeatInput }))['heartbeat'];
    expect(await told()).toEqual({ authorityEpoch: 1, masterOfRecord: 'GLOBAL' });
    await plane.release('DEVICE', device.id);
    await plane.take('DEVICE', device.id);
    expect(await told()).toEqual({ authorityEpoch: 2, masterOfRecord: 'REGION' });
  });

  test('never lets the epoch of a device fall, wherever it moves', async () => {
    const [high, low] = [
      await createDomain(plane.fleet, plane.admin, { name: 'High', slug: 'high' }),
      await createDomain(plane.fleet, plane.admin, { name: 'Low', slug: 'low' }),
    ];
    for (let round = 0; round < 3; round += 1) {
      await plane.release('DOMAIN', high);
      await plane.take('DOMAIN', high, { ...region, authorityId: 'global' });
    }
    await plane.release('DOMAIN', low);
    await plane.take('DOMAIN', low, { ...region, authorityId: 'global' });
    const id = await enrolled(high);
    const epochs = [(await plane.device(id)).authority.epoch];
    for (const to of [low, high, domainId, low]) {
      await plane.run(moveDocument, { input: { deviceId: id, domainId: to } });
      epochs.push((await plane.device(id)).authority.epoch);
    }
    await plane.release('DOMAIN', low);
    await plane.take('DOMAIN', low, { ...region, authorityId: 'global' });
    epochs.push((await plane.device(id)).authority.epoch);
    expect(epochs).toEqual([...new Set(epochs)].toSorted((a, b) => a - b));
  });

  test('lets no write of the old holder land behind the hand-over, however many race it', async () => {
    const id = await enrolled();
    let isOver = false;
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; !isOver; n += 1) {
        await plane.rename(id, `w${writer} ${n}`, { authorityId: 'global', epoch: 1 }).catch(() => undefined);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await plane.release('DEVICE', id);
    await new Promise((resolve) => setTimeout(resolve, 200));
    isOver = true;
    await Promise.all(writers);
    const rows = await plane.fleet.sql(
      `select type, metadata ->> 'authority' as authority from log.events
       where stream in (?, ?) and type in ('DeviceRenamed', 'AuthorityReleased') order by position`,
      [`device-${id}`, `authority-device-${id}`],
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.at(-1).type).toBe('AuthorityReleased');
    expect(new Set(rows.slice(0, -1).map(({ authority }) => authority))).toEqual(new Set(['global@1']));
  });

  test('keeps rows that a rebuild makes again', async () => {
    const { adminUrl, url, subgraph } = plane.fleet;
    const { entities } = subgraph.database;
    const options = { adminUrl, url, schema: 'fleet', entities, projection: authoritiesProjection };
    const report = await rebuild({ ...options, isApplied: false, onProgress: () => undefined });
    expect(report.tables.map(({ onlyLive, onlyRebuilt }) => [onlyLive, onlyRebuilt])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(report.tables[0]?.rows).toBeGreaterThan(3);
  });

  test('shows nothing of another tenant and touches nothing of it', async () => {
    const id = await enrolled();
    const stranger = person(randomUUID(), 'TENANT_ADMIN');
    const call = { input: { subject: 'DEVICE', id, reason: 'not mine' } };
    expect((await plane.fleet.refusal(stranger, releaseDocument, call)).code).toBe('NOT_FOUND');
    const { edges } = (await plane.fleet.run(stranger, conflictsDocument))['authorityConflicts'];
    expect(edges).toEqual([]);
    const operator = person(plane.admin.tenantId ?? '', 'OPERATOR');
    expect((await plane.fleet.refusal(operator, releaseDocument, call)).code).toBe('FORBIDDEN');
  });
});

describe('two control planes, each with a database of its own', () => {
  const tenantId = randomUUID();
  let planes: readonly [Plane, Plane];

  beforeAll(async () => {
    planes = await Promise.all([Plane.open('global', tenantId), Plane.open('region-eu', tenantId)]);
  });
  afterAll(async () => {
    for (const { fleet } of planes ?? []) await fleet.close();
  });

  /** The same domain and device in both, with the same lineage: `global` holds by a lease. */
  async function sharedDevice(): Promise<string> {
    const [domainId, deviceId] = [randomUUID(), randomUUID()];
    for (const { fleet, admin } of planes) {
      const { database } = fleet.subgraph;
      const slug = `shared-${domainId.slice(0, 8)}`;
      const create = { type: 'CreateDomain', domainId, name: 'Shared', slug, parent: null } as const;
      await handle(database, domainAggregate, { id: domainId, command: create, viewer: admin });
      const claimed = {
        name: 'kiosk',
        kind: 'EDGE',
        labels: [],
        channel: 'prod',
        bootId: 'b',
        agentVersion: '1',
      } as const;
      const command = { type: 'ClaimDevice', deviceId, domainId, locationId: null, ...claimed } as const;
      const proof = { enrollmentTokenId: randomUUID(), publicKey: 'key' };
      await handle(database, deviceAggregate, { id: deviceId, command: { ...command, ...proof }, viewer: admin });
    }
    const leased = { ...region, authorityId: 'global', masterOfRecord: 'GLOBAL', leaseS: 60 };
    for (const plane of planes) {
      if (plane === planes[1]) {
        // The region hears of it: it is not the holder, so the holder's answer stands for it.
        await plane.release('DEVICE', deviceId);
        const input = { subject: 'DEVICE', id: deviceId, authorityId: 'global', epoch: 1 };
        await plane.run('mutation ($input: AcknowledgeReleaseInput!) { acknowledgeRelease(input: $input) { epoch } }', {
          input,
        });
      } else await plane.release('DEVICE', deviceId);
      await plane.take('DEVICE', deviceId, leased);
    }
    return deviceId;
  }

  const claimDocument = `query ($of: AuthoritySubjectInput!) { authorityClaim(of: $of) {
    authority { ${authorityFields} } writes { writeId authorityId epoch what content } } }`;
  const meetDocument = `mutation ($input: MeetAuthorityClaimInput!) { meetAuthorityClaim(input: $input) { ${authorityFields} } }`;

  /** The link is back: each hears what the other one says. */
  async function heal(id: string, altered = (claim: Answer): Answer => claim): Promise<void> {
    const of = { subject: 'DEVICE', id };
    const claims = await Promise.all(planes.map((plane) => plane.run(claimDocument, { of })));
    for (const [index, plane] of planes.entries()) {
      const { authority, writes } = altered(claims[1 - index]['authorityClaim']);
      await plane.run(meetDocument, { input: { ...of, ...authority, writes } });
    }
  }

  /** Both write while they cannot hear each other, each as the holder it believes to be. */
  async function part(id: string): Promise<void> {
    const [global, other] = planes;
    await other.fleet.sql(`update authority_leases set expires_at = now() - interval '1 second'`);
    await global.rename(id, 'as global says');
    await other.take('DEVICE', id);
    await other.rename(id, 'as the region says');
    await global.rename(id, 'as global says again', { authorityId: 'global', epoch: 2 });
    expect((await global.device(id)).authority).toMatchObject({ authorityId: 'global', epoch: 2 });
    expect((await other.device(id)).authority).toMatchObject({ authorityId: 'region-eu', epoch: 3 });
  }

  test('come to one lineage on the device when the link heals, and show the writes that lost', async () => {
    const id = await sharedDevice();
    await part(id);
    await heal(id);
    const [global, other] = planes;
    for (const plane of planes) {
      expect((await plane.device(id)).authority).toMatchObject({ authorityId: 'region-eu', epoch: 3, stage: 'HELD' });
      const lost = (await plane.conflicts()).filter((each) => each.device?.id === id);
      expect(new Set(lost.map(({ content }) => content.name))).toEqual(
        new Set(['as global says', 'as global says again']),
      );
      for (const each of lost) {
        expect(each).toMatchObject({
          authorityId: 'global',
          epoch: 2,
          currentAuthorityId: 'region-eu',
          currentEpoch: 3,
        });
      }
    }
    const late = { input: { deviceId: id, name: 'still me', authority: { authorityId: 'global', epoch: 2 } } };
    for (const plane of planes) {
      expect((await plane.fleet.refusal(plane.admin, renameDocument, late)).code).toBe('CONFLICT');
    }
    await other.rename(id, 'one lineage');
    await heal(id);
    const lineages = await Promise.all(planes.map((plane) => lineageOf(plane, id)));
    expect(lineages[0]).toEqual(lineages[1]);
    expect(lineages[0]?.at(-1)).toBe('region-eu@3');
    expect((await global.conflicts()).filter((each) => each.device?.id === id)).toHaveLength(3);
  });

  test('agree by an epoch above both when each has taken by the same one', async () => {
    const id = await sharedDevice();
    const [global, other] = planes;
    await other.fleet.sql(`update authority_leases set expires_at = now() - interval '1 second'`);
    await other.take('DEVICE', id);
    await global.take('DEVICE', id, { ...region, authorityId: 'global' });
    for (const plane of planes) expect((await plane.device(id)).authority.epoch).toBe(3);
    await other.rename(id, 'by the region');
    await heal(id);
    for (const plane of planes) {
      expect((await plane.device(id)).authority).toMatchObject({ authorityId: 'global', epoch: 4 });
      const [lost] = (await plane.conflicts()).filter((each) => each.device?.id === id);
      expect(lost).toMatchObject({ authorityId: 'region-eu', epoch: 3, currentEpoch: 4 });
    }
  });

  test('would stay apart if epochs were not compared, and this shows it', async () => {
    const id = await sharedDevice();
    await part(id);
    // The fault: whatever the other one says, it is heard as if it named the epoch that holds here already.
    const [global, other] = planes;
    const blind = (claim: Answer) => ({
      ...claim,
      authority: { ...claim.authority, ...(claim.authority.authorityId === 'global' && { epoch: 9 }) },
    });
    await heal(id, blind);
    const [here, there] = [await lineageOf(global, id), await lineageOf(other, id)];
    expect(here.at(-1)).not.toBe(there.at(-1));
  });

  /** Who held the device by which epoch, as the log of a plane tells it. */
  async function lineageOf(plane: Plane, id: string): Promise<string[]> {
    const events = await plane.fleet.subgraph.database.inTenant(tenantId, (em) =>
      readStream<AuthorityEvent>(em, `authority-device-${id}`),
    );
    return events.flatMap((event) =>
      event.type === 'AuthorityTaken' ? [`${event.data.authorityId}@${event.data.epoch}`] : [],
    );
  }
});
