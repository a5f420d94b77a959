import fc from 'fast-check';
import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import { emptyCounts } from '../wave/buckets.ts';
import { presetGates } from '../gate/gate.ts';
import { everybody } from '../wave/selection.ts';
import type { RolloutEvent, RolloutPlan } from './events.ts';
import { rollout, rolloutTransitions, type RolloutCommand } from './rollout.ts';

const wave = (name: string, needsApproval = false) => {
  return { name, selector: null, limit: null, gates: { ...presetGates, needsApproval } };
};
const artifact = { digest: 'sha256:b', size: 1, mediaType: 'a/b', name: 'till', version: '2' };
const plan: RolloutPlan = {
  name: 'Till',
  strategy: 'ROLLING',
  artifact,
  previous: null,
  executor: { kind: 'service', name: 'till' },
  health: [],
  mirrors: [],
  selection: everybody,
  waves: [wave('canary'), wave('rest', true)],
  parallelMax: null,
  window: null,
  onFailure: 'ROLL_BACK',
  beginWithinS: 300,
};
const creating = (change: Partial<RolloutPlan> = {}): RolloutCommand => {
  return { type: 'CreateRollout', rolloutId: 'r1', plan: { ...plan, ...change } };
};
const start: RolloutCommand = { type: 'StartRollout' };
const open = (index: number, deviceIds: string[] = ['d1']): RolloutCommand => {
  return { type: 'OpenWave', wave: index, yetToCome: 0, deviceIds, installed: [], troubled: [] };
};
const numbers = { have: 3, need: 3, of: 10 };
const pass = (index: number): RolloutCommand => ({ type: 'PassWave', wave: index, ...numbers });
const stop: RolloutCommand = { type: 'StopWave', wave: 0, cause: 'FAILURES', ...numbers };
const reason = 'to see what is wrong';

function after(...commands: readonly RolloutCommand[]) {
  let state = rollout.initialState;
  const events: RolloutEvent[] = [];
  for (const command of commands) {
    const caused = rollout.decide(command, state);
    events.push(...caused);
    state = replay({ ...rollout, initialState: state }, caused);
  }
  return { state, events, types: events.map(({ type }) => type) };
}

function refusal(...commands: readonly RolloutCommand[]) {
  try {
    after(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('it was not refused');
}

describe('a rollout', () => {
  test('opens waves in their order, each once, and the approved one only when somebody agreed', () => {
    const { types } = after(creating(), start, open(1), open(0), open(0), pass(0), open(1));
    expect(types).toEqual(['RolloutCreated', 'RolloutStarted', 'WaveOpened', 'TargetsJoined', 'WavePassed']);
    const approve: RolloutCommand = { type: 'ApproveWave', wave: 1, by: 'user:a' };
    expect(after(creating(), start, open(0), pass(0), approve, approve, open(1)).types.slice(-3)).toEqual([
      'WaveApproved',
      'WaveOpened',
      'TargetsJoined',
    ]);
  });

  test.for([
    ['ROLL_BACK', 'RollbackStarted', 'ROLLING_BACK'],
    ['PAUSE', 'RolloutPaused', 'PAUSED'],
    ['ABORT', 'RolloutAborted', 'ABORTED'],
  ] as const)('that is stopped by a gate does what it was told: %s', ([onFailure, type, stage]) => {
    const { events, state } = after(creating({ onFailure }), start, open(0), stop);
    expect(events.slice(-2)).toMatchObject([
      { type: 'WaveStopped', data: { cause: 'FAILURES', action: onFailure } },
      { type, data: { reason: 'Wave 1 stopped: 3 of 10 devices failed.', cause: 'FAILURES' } },
    ]);
    expect(state.stage).toBe(stage);
  });

  test('hears nothing of a late orchestrator once it is paused', () => {
    const pause: RolloutCommand = { type: 'PauseRollout', reason };
    const { types } = after(creating(), start, open(0), pause, pass(0), stop, open(1), pause);
    expect(types.at(-1)).toBe('RolloutPaused');
  });

  test('that was paused while it went back goes on to go back', () => {
    const back: RolloutCommand = { type: 'RollBackRollout', reason };
    const { state } = after(creating(), start, back, { type: 'PauseRollout', reason }, { type: 'ResumeRollout' });
    expect(state.stage).toBe('ROLLING_BACK');
  });

  test('lets joiners come in facts of a size that can be read', () => {
    const ids = Array.from({ length: 2_500 }, (_, at) => `d${at}`);
    const joined = after(creating(), start, open(0, ids)).events.filter(({ type }) => type === 'TargetsJoined');
    expect(joined.map(({ data }) => ('deviceIds' in data ? data.deviceIds.length : 0))).toEqual([1_000, 1_000, 500]);
  });

  test('can be promoted past a gate by a person who says why', () => {
    const promote = { type: 'PromoteWave', wave: 0, by: 'user:a', reason, ...numbers } as const;
    const { events } = after(creating(), start, open(0), promote);
    expect(events.at(-1)).toMatchObject({ type: 'WavePassed', data: { promotedBy: 'user:a', reason } });
    expect(refusal(creating(), start, promote)).toMatchObject({ code: 'CONFLICT' });
    expect(refusal(creating(), start, open(0), { ...promote, wave: 9 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(refusal(creating(), start, open(0), { ...promote, reason: '' })).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('is refused what its state does not allow, and does not exist before it was planned', () => {
    expect(refusal(start)).toMatchObject({ code: 'NOT_FOUND' });
    expect(refusal(creating(), creating())).toMatchObject({ code: 'CONFLICT' });
    expect(refusal(creating(), { type: 'ResumeRollout' })).toMatchObject({ details: { state: 'DRAFT' } });
  });

  test('follows its table through any sequence of commands, and replays to the same state', () => {
    const counts = emptyCounts;
    const commands: RolloutCommand[] = [
      start,
      { type: 'PauseRollout', reason },
      { type: 'ResumeRollout' },
      { type: 'AbortRollout', reason },
      { type: 'RollBackRollout', reason },
      { type: 'ApproveWave', wave: 1, by: 'user:a' },
      open(0),
      open(1),
      pass(0),
      pass(1),
      stop,
      { type: 'JoinTargets', wave: 1, deviceIds: ['d2'], installed: [], troubled: [] },
      { type: 'RetryFailed', deviceIds: ['d1'] },
      { type: 'ReverseTargets', deviceIds: ['d1'], without: [] },
      { type: 'EndRollout', counts },
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 25 }), (story) => {
        let { state } = after(creating());
        const history: RolloutEvent[] = [...after(creating()).events];
        for (const command of story) {
          let events: readonly RolloutEvent[] = [];
          try {
            events = rollout.decide(command, state);
          } catch (thrown) {
            if (!isRefusal(thrown)) throw thrown;
          }
          for (const event of events) {
            const from = state.stage;
            state = rollout.evolve(state, event);
            history.push(event);
            if (from !== 'ABSENT' && from !== state.stage) expect(rolloutTransitions[from]).toContain(state.stage);
          }
        }
        expect(replay(rollout, history)).toEqual(state);
      }),
    );
  });
});
