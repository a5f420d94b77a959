/** Growing the fleet in bulk, and waiting until everything that follows the log has seen it. */
import { eventually } from '../../stack.ts';
import type { OwnStack } from './own-stack.ts';

const program = 'subgraphs/fleet/dist/testing/seed-devices.js';
const followSeconds = 300;
/** The fleet looks at its size every ten seconds and renews the planner's statistics when it has grown. */
const settleMs = 15_000;

/** What one step of seeding took. */
export type Seeding = { readonly devices: number; readonly events: number; readonly seconds: number };

/** Adds devices numbered from `from`, and answers when all projections have followed. */
export async function seedFleet(
  stack: OwnStack,
  plan: { readonly tenantId: string; readonly from: number; readonly count: number },
): Promise<Seeding> {
  const words = [program, '--tenant', plan.tenantId, '--from', String(plan.from), '--count', String(plan.count)];
  const printed = await stack.run(process.execPath, words, { FLOTILLA_DATABASE_URL: stack.databaseUrl });
  // First settle, then look: the gauge of the lag is itself up to a few seconds old.
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  if (!(await eventually(() => hasFollowed(stack.subgraphsUrl), followSeconds * 1_000))) {
    throw new Error(`the projections did not follow the log within ${followSeconds} s`);
  }
  return JSON.parse(printed) as Seeding;
}

async function hasFollowed(subgraphsUrl: string): Promise<boolean> {
  const text = await (await fetch(`${subgraphsUrl}/metrics`)).text();
  const lags = [...text.matchAll(/^flotilla_projection_lag_events\{[^}]*\} (\d+)/gm)].map(([, lag]) => Number(lag));
  return lags.length > 0 && lags.every((lag) => lag === 0);
}
