/** The bundles of a tenant: one per name, each a list of artifacts in their order. Pure. */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { BundleEvent, BundleItem } from './events.ts';

/** Bundles of one tenant, and artifacts of one bundle, at most. */
export const bundlesMax = 200;

/** Artifacts of one bundle at most. */
export const itemsMax = 20;

/** What a name stands for. */
export type KnownBundle = { readonly bundleId: string; readonly items: readonly BundleItem[] };

/** The bundles of a tenant by name. */
export type BundleState = ReadonlyMap<string, KnownBundle>;

/** Keep artifacts under a name. `bundleId` is used unless the name has one already. */
export type SaveBundle = {
  readonly type: 'SaveBundle';
  readonly bundleId: string;
  readonly name: string;
  readonly items: readonly BundleItem[];
};

/** Offer it no longer. */
export type RemoveBundle = { readonly type: 'RemoveBundle'; readonly bundleId: string };

/** Every command of bundles. */
export type BundleCommand = SaveBundle | RemoveBundle;

/** The decider of the stream `bundle-<tenantId>`. */
export const bundle: Decider<BundleState, BundleCommand, BundleEvent> & { category: string } = {
  category: 'bundle',
  initialState: new Map(),
  decide(command, state) {
    if (command.type === 'RemoveBundle') {
      const { bundleId } = command;
      const known = [...state].find(([, each]) => each.bundleId === bundleId);
      return known ? [{ type: 'UpdateBundleRemoved', data: { bundleId, name: known[0] } }] : [];
    }
    const { name, items } = command;
    assertItems(items);
    const known = state.get(name);
    if (!known && state.size >= bundlesMax) {
      const words = `There are ${bundlesMax} bundles already. Remove one that nobody rolls out.`;
      throw new Refusal('LIMIT_EXCEEDED', words, { limit: bundlesMax });
    }
    if (known && JSON.stringify(known.items) === JSON.stringify(items)) return [];
    return [{ type: 'UpdateBundleSaved', data: { bundleId: known?.bundleId ?? command.bundleId, name, items } }];
  },
  evolve(state, event) {
    const next = new Map(state);
    switch (event.type) {
      case 'UpdateBundleSaved': {
        const { bundleId, name, items } = event.data;
        return next.set(name, { bundleId, items });
      }
      case 'UpdateBundleRemoved':
        next.delete(event.data.name);
        return next;
    }
  },
};

/** What replaces what on a device goes by the name of an artifact, so each name is in a bundle once. */
function assertItems(items: readonly BundleItem[]): void {
  if (items.length < 1 || items.length > itemsMax) {
    const words = `A bundle has 1 to ${itemsMax} artifacts; this one has ${items.length}.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'items' });
  }
  const names = items.map(({ artifact }) => artifact.name);
  const twice = names.findIndex((name, at) => names.indexOf(name) < at);
  if (twice < 0) return;
  const words = `items.${twice} is another version of ${names[twice] ?? ''}: a device runs one of them.`;
  throw new Refusal('INVALID_INPUT', words, { element: `items.${twice}` });
}
