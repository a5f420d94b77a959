/** Everything that only doing a command needs, in one place that is loaded when the first command is to be done. */
import { readInventory } from '../../inventory/inventory.ts';
import type { CollectorReport } from '../../wire.ts';
import type { Policy } from '../believing/policy.ts';
import type { Doer } from '../execution.ts';
import type { Standing } from '../keeping/standing.ts';
import { Performer } from './performer.ts';
import { endLeftovers } from './process-group.ts';
import { collectBundle, type Part } from './support-bundle.ts';

/** What a doer works with. */
export type DoerParts = {
  readonly stateDir: string;
  readonly standing: Standing;
  readonly policy: () => Policy;
  readonly collectors: () => readonly CollectorReport[];
  readonly reportInventory: (inventory: unknown) => Promise<void>;
  /** Parts of a support bundle that others know. */
  readonly alwaysInBundles: Readonly<Record<string, Part>>;
  readonly onWishInBundles: Readonly<Record<string, Part>>;
};

/** Makes what does commands. */
export function doerOf(parts: DoerParts): Doer {
  const { stateDir, standing, policy, collectors, reportInventory, alwaysInBundles, onWishInBundles } = parts;
  const inventory = () => readInventory(collectors());
  const bundles = {
    stateDir,
    always: alwaysInBundles,
    onWish: { config: policy, inventory, metrics: measured, ...onWishInBundles },
  };
  const performer = new Performer({
    standing,
    policy,
    refreshInventory: () => reportInventory(inventory()),
    supportBundle: async (name, include) => JSON.stringify(await collectBundle(bundles, name, include)),
  });
  return { perform: (order, signal) => performer.perform(order, signal), endLeftovers };
}

function measured(): unknown {
  return { memory: process.memoryUsage(), cpu: process.cpuUsage(), upS: Math.round(process.uptime()) };
}
