/**
 * Ten thousand devices scroll like twenty. The rows are made up in front of the API, so that the page is measured and
 * nothing else: how long its frames take, and how much of them is work of ours.
 */
import type { APIResponse, CDPSession, Page } from '@playwright/test';
import { expect, people, signIn, test } from './journey.ts';
import type { Stack } from './stack.ts';

const devices = 10_000;
const pageSize = 200;
/** Work per frame that leaves room for the browser's own in the 16 ms there are. */
const workPerFrameMaxMs = 12;

type Page200 = {
  data: {
    devices: {
      totalCount: number;
      edges: { node: { id: string; name: string } }[];
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
    };
  };
};

/** Answers every page of the list with rows like the first real one. */
async function multiplyDevices(page: Page, { apiUrl }: Stack): Promise<void> {
  let first: { readonly response: APIResponse; readonly answer: Page200 } | undefined;
  await page.route(`${apiUrl}/graphql`, async (route) => {
    const { variables } = (route.request().postDataJSON() ?? {}) as { variables?: { first?: number; after?: string } };
    if (variables?.first !== pageSize) return route.continue();
    const from = Number(variables.after ?? 0);
    if (!first) {
      const postData = { ...(route.request().postDataJSON() as object), variables: { first: pageSize } };
      const response = await route.fetch({ postData: JSON.stringify(postData) });
      first = { response, answer: (await response.json()) as Page200 };
    }
    const { response, answer } = first;
    const [sample] = answer.data.devices.edges;
    const edges = Array.from({ length: pageSize }, (_, index) => {
      const name = `kiosk-${String(from + index).padStart(5, '0')}`;
      return { ...sample, node: { ...sample?.node, id: name, name } };
    });
    const pageInfo = { ...answer.data.devices.pageInfo, endCursor: String(from + pageSize) };
    pageInfo.hasNextPage = from + pageSize < devices;
    await route.fulfill({ response, json: { data: { devices: { totalCount: devices, edges, pageInfo } } } });
  });
}

/** Scrolls as a hand on a trackpad does, a little with each frame, for some seconds; answers how long each took. */
function scrollThrough(page: Page, frames: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const grid = document.querySelector('[role="grid"]');
    const times: number[] = [];
    let before = performance.now();
    for (let frame = 0; frame < count; frame += 1) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - before);
      before = now;
      if (grid) grid.scrollTop += 120;
    }
    return times;
  }, frames);
}

async function workMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return 1000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'));
}

const quantile = (times: readonly number[], q: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0;

// Recording every frame would be most of what is measured.
test.use({ trace: 'off' });

test('ten thousand devices scroll without a frame being held up by the page', async ({ page, stack }, info) => {
  await signIn(page, { stack, email: people.operator });
  await multiplyDevices(page, stack);
  await page.goto('/devices');
  const grid = page.getByRole('grid', { name: 'Devices' });
  await expect(grid.getByText('kiosk-00000')).toBeVisible();
  // Far enough down that most of the list is loaded, as it is for whoever has been scrolling for a while.
  await expect(async () => {
    await grid.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await expect(grid.getByText(`kiosk-${String(devices - 1).padStart(5, '0')}`)).toBeVisible({ timeout: 250 });
  }).toPass({ timeout: 60_000, intervals: [50] });
  await grid.evaluate((element) => (element.scrollTop = 0));
  await expect(grid.getByText('kiosk-00000')).toBeVisible();

  const session = await page.context().newCDPSession(page);
  // In the thread's own time: what else the machine does is no work of the page.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await workMs(session);
  const times = await scrollThrough(page, 300);
  const work = ((await workMs(session)) - before) / times.length;
  const figures =
    `frames of ${devices} rows: median ${quantile(times, 0.5).toFixed(1)} ms, ` +
    `p95 ${quantile(times, 0.95).toFixed(1)} ms, longest ${quantile(times, 1).toFixed(1)} ms; ` +
    `script, style and layout ${work.toFixed(1)} ms a frame`;
  console.log(figures);
  info.annotations.push({ type: 'measured', description: figures });
  expect(work).toBeLessThan(workPerFrameMaxMs);
});
