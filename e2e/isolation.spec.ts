import { ask, expect, people, signIn, test, valueOf, windowOf } from './journey.ts';

const devicesQuery = '{ devices(first: 200) { totalCount edges { node { id name } } } }';
type Devices = { totalCount: number; edges: { node: { id: string; name: string } }[] };

test('an operator of another tenant sees nothing of this one', async ({ page, browser, stack }) => {
  await signIn(page, { stack, email: people.operator });
  const own = valueOf<Devices>(await ask(page, stack, { query: devicesQuery }), 'devices');
  const [device] = own.edges;
  expect(device).toBeDefined();

  const stranger = await windowOf(browser, { stack, email: people.foreignOperator, path: '/devices' });
  await expect(stranger.page.getByText(/no devices|nothing/i).first()).toBeVisible();
  for (const { node } of own.edges) await expect(stranger.page.getByText(node.name)).toHaveCount(0);

  await stranger.page.goto(`/devices/${device?.node.id ?? ''}`);
  await expect(stranger.page.getByText('There is no such device')).toBeVisible();

  const theirs = valueOf<Devices>(await ask(stranger.page, stack, { query: devicesQuery }), 'devices');
  const ids = new Set(own.edges.map(({ node }) => node.id));
  expect(theirs.edges.filter(({ node }) => ids.has(node.id))).toEqual([]);
  const query = 'query ($id: ID!) { device(id: $id) { id name } }';
  const asked = await ask(stranger.page, stack, { query, variables: { id: device?.node.id } });
  expect(asked.data?.['device'] ?? null).toBeNull();
  await stranger.context.close();
});

test('an operator of another tenant can do nothing to a device of this one', async ({ page, browser, stack }) => {
  await signIn(page, { stack, email: people.operator });
  const own = valueOf<Devices>(await ask(page, stack, { query: devicesQuery }), 'devices');
  const stranger = await windowOf(browser, { stack, email: people.foreignOperator });
  const query = 'mutation ($input: RevokeDeviceInput!) { revokeDevice(input: $input) { id } }';
  const variables = { input: { deviceId: own.edges[0]?.node.id, reason: 'It is not mine to revoke.' } };
  const reply = await ask(stranger.page, stack, { query, variables });
  expect(reply.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  await stranger.context.close();
});
