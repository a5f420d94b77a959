/** What every journey starts from: the running stack, a browser that shows it, and people who can sign in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type LaunchOptions,
  type Page,
} from '@playwright/test';
import { browserFlags, type BrowserProgram } from './browser.ts';
import { plainEnvironment } from './config.ts';
import { results, type Stack } from './stack.ts';

type World = { readonly stack: Stack; readonly browser: BrowserProgram };

/** Playwright's test with the stack in it. */
export const test = base.extend<object, { stack: Stack }>({
  // Playwright reads what a fixture needs from the shape of its first parameter, which must be a pattern.
  // oxlint-disable-next-line eslint/no-empty-pattern
  stack: [async ({}, use) => use(world().stack), { scope: 'worker' }],
  // oxlint-disable-next-line eslint/no-empty-pattern
  launchOptions: [async ({}, use) => use(launchOptions()), { scope: 'worker' }],
  baseURL: async ({ stack }, use) => use(stack.consoleUrl),
});

export { expect };

/** The people of the demo. */
export const people = {
  viewer: 'viewer@harbour.test',
  operator: 'operator@harbour.test',
  admin: 'admin@harbour.test',
  platform: 'platform@harbour.test',
  foreignOperator: 'operator@northwind.test',
} as const;

/** Signs somebody in through the issuer's page and waits for the console at `path`. */
export async function signIn(
  page: Page,
  who: { readonly stack: Stack; readonly email: string; readonly path?: string },
) {
  const path = who.path ?? '/';
  await page.goto(`${who.stack.apiUrl}/auth/login?returnTo=${encodeURIComponent(path)}`);
  await chooseAtIssuer(page, who.email);
  await page.waitForURL((url) => url.origin === who.stack.consoleUrl && url.pathname === new URL(path, url).pathname);
}

/** Chooses who to be on the development issuer's page. */
export async function chooseAtIssuer(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: email }).click();
}

/** A browser window of somebody's own, signed in. Close its context when done. */
export async function windowOf(
  browser: Browser,
  who: { readonly stack: Stack; readonly email: string; readonly path?: string },
): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const context = await browser.newContext({ baseURL: who.stack.consoleUrl, locale: 'en-US', timezoneId: 'UTC' });
  const page = await context.newPage();
  await signIn(page, who);
  return { page, context };
}

/** Asks the API as whoever is signed in in a page; answers `{ data, errors }`. */
export async function ask(
  page: Page,
  stack: Stack,
  request: { readonly query: string; readonly variables?: Record<string, unknown> },
): Promise<{ data?: Record<string, unknown> | null; errors?: { message: string; extensions: { code: string } }[] }> {
  const response = await page.request.post(`${stack.apiUrl}/graphql`, {
    data: request,
    headers: { 'x-flotilla-csrf': '1', origin: stack.consoleUrl },
  });
  return (await response.json()) as Awaited<ReturnType<typeof ask>>;
}

/** The value of a root field; throws with the errors when the API refused. */
export function valueOf<T>(reply: Awaited<ReturnType<typeof ask>>, field: string): T {
  if (!reply.data) throw new Error(JSON.stringify(reply.errors));
  return reply.data[field] as T;
}

function launchOptions(): LaunchOptions {
  const { executablePath, env } = world().browser;
  return { executablePath, env: { ...plainEnvironment(), ...env }, args: browserFlags };
}

function world(): World {
  return JSON.parse(readFileSync(join(results, 'stack.json'), 'utf8')) as World;
}
