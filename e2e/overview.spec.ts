import { expect, people, signIn, test } from './journey.ts';

test('the overview shows this machine, live, and says how old what it shows is', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.operator });
  await expect(page.getByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible();
  const connectivity = page.getByRole('region', { name: 'Connectivity' });
  await expect(connectivity.getByRole('link', { name: /Live/ }).first()).toBeVisible();
  await expect(connectivity).toContainText(/as of/);
});

test('this machine is in the list, live, with its facts one click away', async ({ page, stack }) => {
  await signIn(page, { stack, email: people.operator, path: '/devices' });
  const row = page.getByRole('row').filter({ hasText: 'origin=this-machine' });
  await expect(row).toContainText('Live');
  await row.click();
  const peek = page.getByRole('complementary').filter({ hasText: 'Last heartbeat' });
  await expect(peek).toContainText('TRUSTED');
  await page.keyboard.press('Escape');
  await expect(peek).toBeHidden();
});
