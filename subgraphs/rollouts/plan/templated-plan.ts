/** From a template, an artifact and what differs to a plan. Pure. */
import type { PlanTemplate, RolloutPlan } from '../rollout/events.ts';
import { factsOfArtifact } from '../registry/registered.ts';
import type { RolloutSelectionInput } from '../wave/graphql.ts';
import { assertNamed, checkedName, checkedSelection, type PlannedArtifacts } from './checked-plan.ts';

/** What a rollout says itself. */
export type Differing = { readonly name?: string | null; readonly selection?: RolloutSelectionInput | null };

/** The plan of a rollout from a template. Refuses with INVALID_INPUT what differs wrongly. */
export function templatedPlan(
  template: PlanTemplate,
  { artifact, previous }: PlannedArtifacts,
  { name, selection }: Differing,
): RolloutPlan {
  const plan: RolloutPlan = {
    ...template,
    name: checkedName(name ?? `${artifact.name} ${artifact.version}`.slice(0, 80), 'name'),
    artifact: factsOfArtifact(artifact),
    previous: previous && factsOfArtifact(previous),
    mirrors: template.mirrors.length > 0 ? template.mirrors : artifact.mirrors,
    selection: selection ? checkedSelection(selection, 'selection') : template.selection,
  };
  assertNamed(plan);
  return plan;
}
