/** What can happen to the bundles of a tenant, as facts. */
import type { Event } from '@flotilla/kernel/event';
import type { ArtifactFacts } from '../rollout/events.ts';

/** One artifact of a bundle, and how devices run it. */
export type BundleItem = {
  readonly artifact: ArtifactFacts;
  readonly executor: Readonly<Record<string, unknown>>;
  readonly health: readonly Readonly<Record<string, unknown>>[];
};

/** Artifacts that belong together were kept under a name, in the order in which devices get them. */
export type UpdateBundleSaved = Event<
  'UpdateBundleSaved',
  { readonly bundleId: string; readonly name: string; readonly items: readonly BundleItem[] }
>;

/** A bundle is not offered any more. Rollouts that were made from it go on. */
export type UpdateBundleRemoved = Event<'UpdateBundleRemoved', { readonly bundleId: string; readonly name: string }>;

/** Every fact of the stream `bundle-<tenantId>`. */
export type BundleEvent = UpdateBundleSaved | UpdateBundleRemoved;
