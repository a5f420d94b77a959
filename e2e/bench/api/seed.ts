/** Growing the fleet in bulk; the program that does it also waits until everything that follows the log has seen it. */
import type { OwnStack } from './own-stack.ts';

const program = 'subgraphs/fleet/dist/testing/seed-devices.js';
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
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  return JSON.parse(printed) as Seeding;
}
