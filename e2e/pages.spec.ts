/**
 * Every page in both themes: nothing moves while it loads, nothing axe complains about, and a picture at the size of a
 * desk and of a phone to look at afterwards.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { ask, expect, people, signIn, test, valueOf } from './journey.ts';
import { layoutShiftMax, layoutShiftOf, watchLayoutShift } from './layout-shift.ts';
import { results, type Stack } from './stack.ts';

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const pictures = join(results, 'pages');
mkdirSync(pictures, { recursive: true });

type Place = {
  readonly name: string;
  readonly isPublic?: true;
  path(page: Page, stack: Stack): Promise<string>;
  /** What is on the page once it has what it shows. */
  ready(page: Page): Promise<void>;
};

const thisMachine = async (page: Page, stack: Stack): Promise<string> => {
  const query = '{ devices(first: 1, q: "label:origin=this-machine") { edges { node { id } } } }';
  const { edges } = valueOf<{ edges: { node: { id: string } }[] }>(await ask(page, stack, { query }), 'devices');
  return edges[0]?.node.id ?? '';
};
const heading = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible();

const places: readonly Place[] = [
  { name: 'sign-in', isPublic: true, path: () => Promise.resolve('/sign-in'), ready: heading },
  { name: 'status', isPublic: true, path: () => Promise.resolve('/status'), ready: heading },
  { name: 'overview', path: () => Promise.resolve('/'), ready: heading },
  { name: 'rollouts', path: () => Promise.resolve('/rollouts'), ready: heading },
  { name: 'new-rollout', path: () => Promise.resolve('/rollouts/new'), ready: heading },
  { name: 'inbox', path: () => Promise.resolve('/inbox'), ready: heading },
  {
    name: 'devices',
    path: () => Promise.resolve('/devices'),
    ready: (page) => expect(page.getByText(/Live/).first()).toBeVisible(),
  },
  {
    name: 'devices-peek',
    path: async (page, stack) => `/devices?peek=${await thisMachine(page, stack)}`,
    ready: (page) => expect(page.getByText('Last heartbeat').first()).toBeVisible(),
  },
  { name: 'device', path: async (page, stack) => `/devices/${await thisMachine(page, stack)}`, ready: heading },
  { name: 'domain', path: () => Promise.resolve('/d/retail-eu'), ready: heading },
  { name: 'domain-settings', path: () => Promise.resolve('/d/retail-eu?tab=settings'), ready: heading },
  {
    name: 'device-commands',
    path: async (page, stack) => `/devices/${await thisMachine(page, stack)}?tab=commands`,
    ready: heading,
  },
  {
    name: 'device-supply-chain',
    path: async (page, stack) => `/devices/${await thisMachine(page, stack)}?tab=supply-chain`,
    ready: heading,
  },
  {
    name: 'device-updates',
    path: async (page, stack) => `/devices/${await thisMachine(page, stack)}?tab=updates`,
    ready: heading,
  },
  { name: 'artifacts', path: () => Promise.resolve('/artifacts'), ready: heading },
  { name: 'signing-keys', path: () => Promise.resolve('/artifacts/keys'), ready: heading },
  { name: 'runbooks', path: () => Promise.resolve('/runbooks'), ready: heading },
  { name: 'batches', path: () => Promise.resolve('/batches'), ready: heading },
  { name: 'health', path: () => Promise.resolve('/health'), ready: heading },
  { name: 'enroll', path: () => Promise.resolve('/enroll'), ready: heading },
];

const settleMs = 1500;

let session: Awaited<ReturnType<BrowserContext['cookies']>> | undefined;

/** Signs in for the first place, and is the same person in the same session at the others. */
async function beSignedIn(page: Page, stack: Stack): Promise<void> {
  if (session) return page.context().addCookies(session);
  await signIn(page, { stack, email: people.operator });
  session = await page.context().cookies();
}

async function problemsOf(page: Page): Promise<string[]> {
  const problems: string[] = [];
  const shift = await layoutShiftOf(page);
  if (shift >= layoutShiftMax) problems.push(`things moved while it loaded: ${shift.toFixed(3)}`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  problems.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`));
  const failures = await page.getByText(/could not be loaded/).allTextContents();
  problems.push(...failures);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (isWide) problems.push('it scrolls sideways');
  // What is not shown shifts nothing and paints nothing: its silence would prove nothing.
  if ((await page.evaluate(() => document.visibilityState)) !== 'visible') problems.push('it was not shown');
  return problems;
}

const themes = ['dark', 'light'] as const;

type Look = { readonly place: Place; readonly path: string; readonly size: keyof typeof sizes };

/** Opens a place in a window of its own, and answers what is wrong there in either theme. */
async function lookAt(context: BrowserContext, { place, path, size }: Look): Promise<string[]> {
  const page = await context.newPage();
  await page.setViewportSize(sizes[size]);
  await watchLayoutShift(page);
  const problems: string[] = [];
  // A desk opens it in the dark and a phone in the light, so that it is loaded in both.
  for (const theme of size === 'desk' ? themes : themes.toReversed()) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    if (page.url() === 'about:blank') {
      await page.goto(path);
      await place.ready(page);
      await page.waitForTimeout(settleMs);
    }
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.screenshot({ path: join(pictures, `${place.name}-${size}-${theme}.png`) });
    problems.push(...(await problemsOf(page)).map((problem) => `${size}, ${theme}: ${problem}`));
  }
  await page.close();
  return problems;
}

for (const place of places) {
  test(`${place.name} is accessible and steady in both themes, on a desk and on a phone`, async ({
    page,
    context,
    stack,
  }) => {
    if (!place.isPublic) await beSignedIn(page, stack);
    const path = await place.path(page, stack);
    await page.close();
    // Both sizes at once: most of a look is waiting whether something still moves.
    const looks = (['desk', 'phone'] as const).map((size) => lookAt(context, { place, path, size }));
    expect((await Promise.all(looks)).flat()).toEqual([]);
  });
}
