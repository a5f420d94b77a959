/** The API goes away under an open page: nothing jumps, what is known stays, what is not says why and offers a retry. */
import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, people, signIn, test } from './journey.ts';
import { layoutShiftMax, layoutShiftOf, watchLayoutShift } from './layout-shift.ts';
import type { Stack } from './stack.ts';

/** Stands between the page and the API, and cuts both of its wires when told to. */
async function cuttable(page: Page, { apiUrl }: Stack) {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(`${apiUrl.replace(/^http/, 'ws')}/graphql`, (socket) => {
    if (isCut) return void socket.close({ code: 1006 });
    open.add(socket);
    socket.connectToServer();
  });
  await page.route(`${apiUrl}/graphql`, (route) => (isCut ? route.abort('connectionrefused') : route.continue()));
  return async (toBeCut: boolean): Promise<void> => {
    isCut = toBeCut;
    if (!isCut) return;
    for (const socket of open) await socket.close({ code: 1011 });
    open.clear();
  };
}

test('a page keeps its place and its knowledge, and comes back by itself', async ({ page, stack }) => {
  test.setTimeout(180_000);
  // The page's clock runs on as it does, but can be put forward: nobody needs to sit a silent minute out.
  await page.clock.install();
  await watchLayoutShift(page);
  const cut = await cuttable(page, stack);
  await signIn(page, { stack, email: people.operator });
  await expect(page.getByRole('table', { name: /Devices of each domain/ })).toBeVisible();
  const badge = page.getByRole('button', { name: /LIVE|RECONNECTING|OFFLINE/ });
  await expect(badge).toContainText('LIVE');

  await cut(true);
  await expect(badge).toContainText('RECONNECTING');
  // Another stretch of time was never read: that panel fails, alone, under a request one can quote.
  await page.keyboard.press('[');
  const failure = page.getByRole('alert').filter({ hasText: 'The history could not be loaded' });
  await expect(failure).toContainText('The API does not answer.');
  await expect(failure).toContainText(/Request [0-9a-f-]{36}/);
  await expect(page.getByRole('table', { name: /Devices of each domain/ })).toBeVisible();
  await expect(page.getByText('could not be loaded')).toHaveCount(1);
  await page.clock.fastForward('01:00');
  await expect(badge).toContainText('OFFLINE', { timeout: 30_000 });
  expect(await layoutShiftOf(page)).toBeLessThan(layoutShiftMax);

  await cut(false);
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(failure).toBeHidden();
  await expect(badge).toContainText('LIVE', { timeout: 45_000 });
  expect(await layoutShiftOf(page)).toBeLessThan(layoutShiftMax);
});
