/** A rollout that was planned as the plan it would be again: what its dry run is asked with. */
import type { RolloutPlanInput } from '../../gql/graphql.ts';
import type { Gates } from './gate-words.ts';
import type { RolloutDetail, SelectionFacts } from './use-rollout.ts';

/** The plan of a rollout, for a simulation of it. */
export function planInputOf(rollout: RolloutDetail): RolloutPlanInput {
  const {
    name,
    strategy,
    artifact,
    previous,
    executor,
    health,
    mirrors,
    parallelMax,
    onFailure,
    beginWithinS,
    window,
  } = rollout;
  return {
    name,
    strategy,
    artifact: { digest: artifact.digest },
    previous: previous && { digest: previous.digest },
    executor,
    health: [...health],
    mirrors: [...mirrors],
    selection: selectionInput(rollout.selection),
    waves: rollout.waves.map(({ name: wave, selection, count, percent, gates }) => ({
      name: wave,
      selection: selection && selectionInput(selection),
      count,
      percent,
      gates: gatesInput(gates),
    })),
    parallelMax,
    window: window && { days: [...window.days], from: window.from, to: window.to },
    onFailure,
    beginWithinS,
  };
}

/** Zero is the word for a border that is not there where one is usual. */
function gatesInput(gates: Gates) {
  const { successPercent, failurePercent, failureCount, minExecuted, lostMax, soakS, deadlineS } = gates;
  return {
    successPercent,
    failurePercent: failurePercent ?? 0,
    failureCount,
    minExecuted,
    lostMax: lostMax ?? 0,
    soakS,
    deadlineS,
    needsApproval: gates.needsApproval,
    needsHealth: gates.needsHealth,
  };
}

function selectionInput({ labels, domainIds, locationIds, channels, deviceIds }: SelectionFacts) {
  return {
    labels: labels.map(({ key, value }) => ({ key, value })),
    domainIds: [...domainIds],
    locationIds: [...locationIds],
    channels: [...channels],
    deviceIds: [...deviceIds],
  };
}
