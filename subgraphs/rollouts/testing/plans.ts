/** A plan for tests to change. */
import { presetGates } from '../gate/gate.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import { everybody } from '../wave/selection.ts';

/** A plan for everybody in one wave, whose gates let everything pass. */
export function somePlan(): RolloutPlan {
  const gates = { ...presetGates, failurePercent: null, lostMax: null, successPercent: 100 };
  const artifact = {
    digest: `sha256:${'b'.repeat(64)}`,
    size: 1_000,
    mediaType: 'application/octet-stream',
    name: 'till',
    version: '2.0.0',
  };
  return {
    name: 'Till 2.0.0',
    strategy: 'ROLLING',
    artifact,
    previous: { ...artifact, digest: `sha256:${'a'.repeat(64)}`, version: '1.0.0' },
    executor: { kind: 'service', name: 'till' },
    health: [{ kind: 'exit', timeoutS: 10 }],
    mirrors: [],
    selection: everybody,
    waves: [{ name: 'all', selector: null, limit: null, gates }],
    parallelMax: null,
    window: null,
    onFailure: 'ROLL_BACK',
    beginWithinS: 60,
  };
}
