import { chooseAtIssuer, expect, people, signIn, test } from './journey.ts';

test('a visitor is asked to sign in and comes back to the page they wanted', async ({ page, stack }) => {
  await page.goto('/devices?q=conn:LIVE');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.port !== new URL(stack.consoleUrl).port);
  await chooseAtIssuer(page, people.operator);
  await page.waitForURL((url) => url.origin === stack.consoleUrl && url.pathname === '/devices');
  expect(new URL(page.url()).searchParams.get('q')).toBe('conn:LIVE');
  await expect(page.getByRole('grid', { name: 'Devices' })).toBeVisible();
});

test('the session is a cookie no script can read', async ({ page, context, stack }) => {
  await signIn(page, { stack, email: people.operator });
  const cookie = (await context.cookies()).find(({ name }) => name === 'flotilla_session');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  expect(await page.evaluate(() => document.cookie)).not.toContain('flotilla_session');
});

test('signing out ends the session for good', async ({ page, context, stack }) => {
  await signIn(page, { stack, email: people.operator });
  const before = await context.cookies(stack.apiUrl);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(async () => {
    expect((await context.cookies()).some(({ name }) => name === 'flotilla_session')).toBe(false);
  }).toPass();
  await page.waitForURL((url) => url.origin === stack.consoleUrl);
  await context.addCookies(before);
  const reply = await page.request.post(`${stack.apiUrl}/graphql`, {
    data: { query: '{ viewer { roles } }' },
    headers: { 'x-flotilla-csrf': '1' },
  });
  expect(await reply.text()).not.toContain('OPERATOR');
});

test('a link to another site is never where sign-in leads', async ({ page, stack }) => {
  await page.goto(`${stack.apiUrl}/auth/login?returnTo=https://example.org/`);
  await chooseAtIssuer(page, people.operator);
  await page.waitForURL((url) => url.origin === stack.consoleUrl && url.pathname === '/');
});
