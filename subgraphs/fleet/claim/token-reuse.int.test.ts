import { randomUUID } from 'node:crypto';
import { everyTenant } from '@flotilla/kernel/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { person, stranger, TestDevice, TestFleet } from '../testing/fleet.ts';
import { claim, claimDocument, claimInput, createDomain, createToken } from '../testing/journeys.ts';
import { reportReuse } from './token-reuse.ts';

const list = '{ enrollmentTokens(first: 10) { edges { node { id state reuseAttempts } } } }';
const reissue = `mutation ($input: ReissueEnrollmentTokenInput!) { reissueEnrollmentToken(input: $input) {
  token command enrollmentToken { id state labels { key value } domain { id } } } }`;

describe('an enrollment token', () => {
  let fleet: TestFleet;
  let operator: ReturnType<typeof person>;
  let domainId: string;

  beforeAll(async () => {
    fleet = await TestFleet.open();
  });
  afterAll(() => fleet.close());
  beforeEach(async () => {
    operator = person(randomUUID());
    domainId = await createDomain(fleet, operator, { name: 'Retail', slug: 'retail' });
  });

  const tokens = async () =>
    (await fleet.run(operator, list)).enrollmentTokens.edges.map(({ node }: { node: unknown }) => node);

  test('that another key has redeemed is counted every time, and told to the log at most once a minute', async () => {
    const token = await createToken(fleet, operator, { domainId });
    const { device } = await claim(fleet, operator, { token });
    const again = { input: claimInput(device, token) };
    expect((await fleet.refusal(stranger, claimDocument, again)).code).toBe('CONFLICT');
    expect(await tokens()).toMatchObject([{ reuseAttempts: 0 }]);
    const tell = () => fleet.subgraph.database.inTenant(everyTenant, reportReuse);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const thief = await TestDevice.create();
      expect((await fleet.refusal(stranger, claimDocument, { input: claimInput(thief, token) })).code).toBe('CONFLICT');
      await tell();
    }
    expect(await tokens()).toMatchObject([{ reuseAttempts: 3 }]);
    await fleet.sql(`update token_reuse set reported_at = reported_at - interval '61 s'`);
    await tell();
    const [shown] = await tokens();
    const told = await fleet.sql<{ attempts: number }>(
      `select (data ->> 'attempts')::integer as attempts from log.events
       where stream = ? and type = 'EnrollmentTokenReuseAttempted' order by position`,
      [`enrollment_token-${shown.id}`],
    );
    expect(told).toEqual([{ attempts: 1 }, { attempts: 3 }]);
  });

  test('can be issued anew until it is redeemed, and the one before is worthless then', async () => {
    const labels = [{ key: 'site', value: 'rtm' }];
    const lost = await createToken(fleet, operator, { domainId, labels });
    const [{ id: tokenId }] = await tokens();
    const { reissueEnrollmentToken: fresh } = await fleet.run(operator, reissue, { input: { tokenId } });
    expect(fresh).toMatchObject({ enrollmentToken: { state: 'OPEN', labels, domain: { id: domainId } } });
    const device = await TestDevice.create();
    expect((await fleet.refusal(stranger, claimDocument, { input: claimInput(device, lost) })).code).toBe('FORBIDDEN');
    await claim(fleet, operator, { token: fresh.token });
    const used = { input: { tokenId: fresh.enrollmentToken.id } };
    expect(await fleet.refusal(operator, reissue, used)).toMatchObject({
      code: 'CONFLICT',
      details: { state: 'REDEEMED', allowed: [] },
    });
    expect((await fleet.refusal(person(randomUUID()), reissue, used)).code).toBe('NOT_FOUND');
  });
});
