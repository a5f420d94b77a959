/** How much of a page moved without anybody having asked for it, as browsers score it. */
import type { Page } from '@playwright/test';

/** What a page may move at most: below it nobody notices. */
export const layoutShiftMax = 0.02;

type Watched = { flotillaShift: number };

/** Starts counting with the next page that is loaded. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const scope = window as unknown as Watched;
    scope.flotillaShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) scope.flotillaShift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** The score so far. */
export function layoutShiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Watched).flotillaShift);
}
