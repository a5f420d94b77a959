/** What the journeys read from the environment: which browser to use, and whether to use a stack that runs already. */

/** The environment without any of Flotilla's own variables, so that nothing of the caller's set-up leaks in. */
export function plainEnvironment(): Record<string, string> {
  const foreign = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(FLOTILLA_|npm_|NODE_OPTIONS$)/.test(name),
  );
  return Object.fromEntries(foreign) as Record<string, string>;
}

/** The browser the person asked for; undefined: any that is found. */
export const wantedBrowser: string | undefined = process.env['CHROMIUM_PATH'] || undefined;

/** Whether to use the stack of the run before, left running by `FLOTILLA_E2E_KEEP=1`, instead of starting one. */
export const keepsStack: boolean = process.env['FLOTILLA_E2E_KEEP'] === '1';

/** By what random faults are drawn. A run says it; given again, the same faults are drawn. */
export const chaosSeed: number = Number(process.env['FLOTILLA_CHAOS_SEED'] || Math.floor(Date.now() / 1_000) % 100_000);
