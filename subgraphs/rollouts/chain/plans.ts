/** From a bundle and a template to the plans of a chain: one rollout per artifact, each after the one before. Pure. */
import { assertNamed, checkedName, checkedSelection } from '../plan/checked-plan.ts';
import type { BundleItem } from '../bundle/events.ts';
import type { PlanTemplate, RolloutPlan } from '../rollout/events.ts';
import type { RolloutSelectionInput } from '../wave/graphql.ts';

/** What is said of a chain, and where its ids come from. */
export type ChainWish = {
  readonly name?: string | null;
  readonly selection?: RolloutSelectionInput | null;
  readonly chainId: string;
  readonly idOf: (position: number) => string;
};

/** The plans in their order. Refuses with INVALID_INPUT what is said wrongly. */
export function chainPlans(
  { name: bundle, items }: { readonly name: string; readonly items: readonly BundleItem[] },
  template: PlanTemplate,
  { name, selection, chainId, idOf }: ChainWish,
): { readonly rolloutId: string; readonly plan: RolloutPlan }[] {
  const title = checkedName(name ?? bundle, 'name');
  const selected = selection ? checkedSelection(selection, 'selection') : template.selection;
  assertNamed({ ...template, selection: selected });
  const ids = items.map((_item, position) => idOf(position));
  return items.map(({ artifact, executor, health }, position) => ({
    rolloutId: ids[position] ?? '',
    plan: {
      ...template,
      name: `${title.slice(0, 70)} ${position + 1}/${items.length}`,
      artifact,
      previous: null,
      executor,
      health,
      mirrors: [],
      selection: selected,
      chain: { chainId, bundle, position, after: ids[position - 1] ?? null },
    },
  }));
}
