/**
 * One stack for all journeys, started before the first and stopped after the last. What the journeys need to know of
 * it is in a file, because each of Playwright's workers is a process of its own.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../browser.ts';
import { keepsStack } from '../config.ts';
import { results, startStack, stopStack, type Stack } from '../stack.ts';

const file = join(results, 'stack.json');

/** The stack of this run and the browser to see it with. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  mkdirSync(results, { recursive: true });
  const stack = (await keptStack()) ?? (await startStack());
  writeFileSync(file, JSON.stringify({ stack, browser: findBrowser() }));
  return async () => {
    if (!keepsStack) await stopStack(stack);
  };
}

async function keptStack(): Promise<Stack | undefined> {
  if (!keepsStack || !existsSync(file)) return undefined;
  const { stack } = JSON.parse(readFileSync(file, 'utf8')) as { stack: Stack };
  const isUp = await fetch(`${stack.apiUrl}/readyz`).then(
    (response) => response.ok,
    () => false,
  );
  return isUp ? stack : undefined;
}
