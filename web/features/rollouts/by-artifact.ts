/** The rollouts that matter of each artifact: those that go on, else the newest. */
import type { RolloutState } from '../../gql/graphql.ts';

const goingOn: ReadonlySet<RolloutState> = new Set(['RUNNING', 'PAUSED', 'ROLLING_BACK']);

type Listed = { readonly state: RolloutState; readonly artifact: { readonly name: string } };

/** From rollouts newest first: every one that goes on, then the newest of each other artifact. Drafts are nobody's yet. */
export function byArtifact<Rollout extends Listed>(rollouts: readonly Rollout[]): Rollout[] {
  const started = rollouts.filter(({ state }) => state !== 'DRAFT');
  const active = started.filter(({ state }) => goingOn.has(state));
  const seen = new Set(active.map(({ artifact }) => artifact.name));
  const rest = started.filter(({ artifact }) => {
    if (seen.has(artifact.name)) return false;
    seen.add(artifact.name);
    return true;
  });
  return [...active, ...rest];
}
