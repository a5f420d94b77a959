/** From how somebody names the artifacts of a plan to what the registry knows of them. */
import { afterFacts, findArtifact, findUsable, type Reading } from '../registry/queries.ts';
import { checkedReference } from '../registry/registered.ts';
import type { PlannedArtifacts } from './checked-plan.ts';
import type { RolloutPlanInput } from './graphql.ts';

type Named = Pick<RolloutPlanInput, 'artifact' | 'previous'>;

/** The artifacts of a plan that is to be carried out. Refuses what is unknown, or may not be used. */
export async function usableArtifacts(context: Reading, { artifact, previous }: Named): Promise<PlannedArtifacts> {
  return {
    artifact: await findUsable(context, checkedReference(artifact, 'artifact'), 'artifact'),
    previous: previous ? await findUsable(context, checkedReference(previous, 'previous'), 'previous') : null,
  };
}

/** The artifacts of a plan that is only looked at: known, whatever their state. */
export async function knownArtifacts(context: Reading, { artifact, previous }: Named): Promise<PlannedArtifacts> {
  const [wanted, before] = [
    checkedReference(artifact, 'artifact'),
    previous ? checkedReference(previous, 'previous') : null,
  ];
  return afterFacts(context, async (em) => ({
    artifact: await findArtifact(em, wanted, 'artifact'),
    previous: before ? await findArtifact(em, before, 'previous') : null,
  }));
}
