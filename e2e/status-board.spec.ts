import { ask, expect, people, test, windowOf } from './journey.ts';

test('anybody may see the board of a tenant that publishes one, and nothing more', async ({ page, browser, stack }) => {
  const admin = await windowOf(browser, { stack, email: people.admin });
  const query = 'mutation ($input: PublishStatusBoardInput!) { publishStatusBoard(input: $input) }';
  const publish = (published: boolean) => ask(admin.page, stack, { query, variables: { input: { published } } });
  expect((await publish(true)).errors).toBeUndefined();

  await page.goto('/status');
  await expect(page.getByText('Harbour Retail').first()).toBeVisible();
  // A narrow part of the spectrum is named below it, not in it.
  await expect(page.getByText(/Live/).filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText('Northwind Mining')).toHaveCount(0);
  const devices = await ask(page, stack, { query: '{ devices(first: 1) { totalCount } }' });
  expect(devices.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');

  expect((await publish(false)).errors).toBeUndefined();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Harbour Retail')).toHaveCount(0, { timeout: 3000 });
  }).toPass();
  await admin.context.close();
});
