/**
 * The life of a rollout: drafted, running wave by wave, paused and resumed, and ended once: finished, aborted, or rolled
 * back. What gates and budgets come to is decided elsewhere and told here, so that a pause and a grant, or a stop and a
 * pass, are ordered by the log and nothing else. Pure.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { GateNumbers, StopCause } from '../gate/gate.ts';
import type { BucketCounts } from '../wave/buckets.ts';
import type { FailureAction, RolloutEvent, RolloutPlan } from './events.ts';

/** Where a rollout is in its life. */
export type RolloutStage = 'DRAFT' | 'RUNNING' | 'PAUSED' | 'ROLLING_BACK' | 'FINISHED' | 'ABORTED' | 'ROLLED_BACK';

/** Every legal change of a rollout. The last three are final, but a finished one can still be rolled back. */
export const rolloutTransitions: Readonly<Record<RolloutStage, readonly RolloutStage[]>> = {
  DRAFT: ['RUNNING', 'ABORTED'],
  RUNNING: ['PAUSED', 'ROLLING_BACK', 'FINISHED', 'ABORTED'],
  PAUSED: ['RUNNING', 'ROLLING_BACK', 'ABORTED'],
  ROLLING_BACK: ['PAUSED', 'ROLLED_BACK', 'ABORTED'],
  FINISHED: ['ROLLING_BACK'],
  ABORTED: ['ROLLING_BACK'],
  ROLLED_BACK: [],
};

/** Devices that join in one fact at most. */
export const joinMax = 1_000;

/** One rollout as its stream tells it. */
export type RolloutState =
  | { readonly stage: 'ABSENT' }
  | {
      readonly stage: RolloutStage;
      readonly rolloutId: string;
      readonly plan: RolloutPlan;
      /** What a pause ends in. */
      readonly resumesTo: 'RUNNING' | 'ROLLING_BACK';
      /** The wave that is open or was the last to be; -1 before the first. */
      readonly wave: number;
      readonly isWaveOpen: boolean;
      readonly approved: ReadonlySet<number>;
    };

type Known = Exclude<RolloutState, { stage: 'ABSENT' }>;

/** Plan a rollout. */
export type CreateRollout = { readonly type: 'CreateRollout'; readonly rolloutId: string; readonly plan: RolloutPlan };
/** Begin. */
export type StartRollout = {
  readonly type: 'StartRollout';
  /** The one before it in its chain has passed its waves. */
  readonly isTurn?: boolean;
};
/** Let no further device start. */
export type PauseRollout = { readonly type: 'PauseRollout'; readonly reason: string };
/** Go on, and accept what failed. */
export type ResumeRollout = { readonly type: 'ResumeRollout' };
/** Give up. */
export type AbortRollout = { readonly type: 'AbortRollout'; readonly reason: string };
/** Take every changed device back. */
export type RollBackRollout = { readonly type: 'RollBackRollout'; readonly reason: string };
/** Agree that a wave opens. */
export type ApproveWave = { readonly type: 'ApproveWave'; readonly wave: number; readonly by: string };
/** Let the open wave pass whatever its gates say. */
export type PromoteWave = {
  readonly type: 'PromoteWave';
  readonly wave: number;
  readonly by: string;
  readonly reason: string;
} & GateNumbers;
/** Let devices that failed try again. */
export type RetryFailed = { readonly type: 'RetryFailed'; readonly deviceIds: readonly string[] };

/** Open the next wave for these devices. */
export type OpenWave = {
  readonly type: 'OpenWave';
  readonly wave: number;
  /** How many are left to later waves. */
  readonly yetToCome: number;
} & Joining;
/** Devices joined later. */
export type JoinTargets = { readonly type: 'JoinTargets'; readonly wave: number } & Joining;
/** The gates of the open wave let it pass. */
export type PassWave = { readonly type: 'PassWave'; readonly wave: number } & GateNumbers;
/** A gate of the open wave stops it. */
export type StopWave = {
  readonly type: 'StopWave';
  readonly wave: number;
  readonly cause: StopCause;
  readonly detail?: string;
} & GateNumbers;
/** Its artifact was rejected or withdrawn. */
export type PauseForArtifact = { readonly type: 'PauseForArtifact'; readonly reason: string };
/** Too many devices failed on their way back. */
export type StopWayBack = { readonly type: 'StopWayBack'; readonly wave: number } & GateNumbers;
/** Devices that were changed are to go back. */
export type ReverseTargets = {
  readonly type: 'ReverseTargets';
  readonly deviceIds: readonly string[];
  readonly without: readonly string[];
};
/** Nothing is left to do. */
export type EndRollout = { readonly type: 'EndRollout'; readonly counts: BucketCounts };

type Joining = {
  readonly deviceIds: readonly string[];
  readonly installed: readonly string[];
  readonly troubled: readonly string[];
};

/** Every command of a rollout: what people say, then what the orchestrator found. */
export type RolloutCommand =
  | CreateRollout
  | StartRollout
  | PauseRollout
  | ResumeRollout
  | AbortRollout
  | RollBackRollout
  | ApproveWave
  | PromoteWave
  | RetryFailed
  | OpenWave
  | JoinTargets
  | PassWave
  | StopWave
  | PauseForArtifact
  | StopWayBack
  | ReverseTargets
  | EndRollout;

/** The decider of the stream `rollout-<id>`. */
export const rollout: Decider<RolloutState, RolloutCommand, RolloutEvent> & { category: string } = {
  category: 'rollout',
  initialState: { stage: 'ABSENT' },
  decide(command, state) {
    if (command.type === 'CreateRollout') return create(command, state);
    if (state.stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such rollout.');
    return isWord(command) ? wordOf(command, state) : findingOf(command, state);
  },
  evolve(state, event) {
    if (event.type === 'RolloutCreated') return created(event.data);
    if (state.stage === 'ABSENT') return state;
    switch (event.type) {
      case 'RolloutStarted':
        return { ...state, stage: 'RUNNING' };
      case 'RolloutPaused':
        return { ...state, stage: 'PAUSED', resumesTo: state.stage === 'ROLLING_BACK' ? 'ROLLING_BACK' : 'RUNNING' };
      case 'RolloutResumed':
        return { ...state, stage: state.resumesTo };
      case 'WaveApproved':
        return { ...state, approved: new Set(state.approved).add(event.data.wave) };
      case 'WaveOpened':
        return { ...state, wave: event.data.wave, isWaveOpen: true };
      case 'WavePassed':
        return { ...state, isWaveOpen: false };
      case 'RollbackStarted':
        return { ...state, stage: 'ROLLING_BACK' };
      case 'RolloutRolledBack':
        return { ...state, stage: 'ROLLED_BACK' };
      case 'RolloutFinished':
        return { ...state, stage: 'FINISHED' };
      case 'RolloutAborted':
        return { ...state, stage: 'ABORTED' };
      case 'WaveStopped':
      case 'TargetsJoined':
      case 'TargetsRetried':
      case 'TargetsReversed':
        return state;
    }
  },
};

type Word = Extract<
  RolloutCommand,
  {
    type:
      | 'StartRollout'
      | 'PauseRollout'
      | 'ResumeRollout'
      | 'AbortRollout'
      | 'RollBackRollout'
      | 'ApproveWave'
      | 'PromoteWave'
      | 'RetryFailed';
  }
>;
type Finding = Exclude<RolloutCommand, Word | CreateRollout>;

function isWord(command: Word | Finding): command is Word {
  return /^(?:Start|PauseRollout|Resume|Abort|RollBack|Approve|Promote|Retry)/.test(command.type);
}

function create({ rolloutId, plan }: CreateRollout, state: RolloutState): RolloutEvent[] {
  if (state.stage !== 'ABSENT') throw new Refusal('CONFLICT', 'This rollout exists already.', { rolloutId });
  return [{ type: 'RolloutCreated', data: { rolloutId, plan } }];
}

function created({ rolloutId, plan }: { rolloutId: string; plan: RolloutPlan }): Known {
  const beginning = { wave: -1, isWaveOpen: false, approved: new Set<number>() };
  return { stage: 'DRAFT', rolloutId, plan, resumesTo: 'RUNNING', ...beginning };
}

/** What a person says. */
function wordOf(command: Word, state: Known): RolloutEvent[] {
  const { rolloutId } = state;
  switch (command.type) {
    case 'StartRollout':
      if (state.stage === 'RUNNING') return [];
      assertOnly(state, ['DRAFT'], 'started');
      assertTurn(command, state);
      return [{ type: 'RolloutStarted', data: { rolloutId } }];
    case 'PauseRollout':
      if (state.stage === 'PAUSED') return [];
      assertOnly(state, ['RUNNING', 'ROLLING_BACK'], 'paused');
      return [{ type: 'RolloutPaused', data: { rolloutId, reason: checkedReason(command.reason), cause: 'OPERATOR' } }];
    case 'ResumeRollout':
      assertOnly(state, ['PAUSED'], 'resumed');
      return [{ type: 'RolloutResumed', data: { rolloutId } }];
    case 'AbortRollout':
      if (state.stage === 'ABORTED') return [];
      assertOnly(state, ['DRAFT', 'RUNNING', 'PAUSED', 'ROLLING_BACK'], 'aborted');
      return [
        { type: 'RolloutAborted', data: { rolloutId, reason: checkedReason(command.reason), cause: 'OPERATOR' } },
      ];
    case 'RollBackRollout':
      if (state.stage === 'ROLLING_BACK') return [];
      assertOnly(state, ['RUNNING', 'PAUSED', 'FINISHED', 'ABORTED'], 'rolled back');
      return [
        { type: 'RollbackStarted', data: { rolloutId, reason: checkedReason(command.reason), cause: 'OPERATOR' } },
      ];
    case 'ApproveWave':
      return approve(command, state);
    case 'PromoteWave':
      return promote(command, state);
    case 'RetryFailed': {
      assertOnly(state, ['RUNNING', 'PAUSED', 'ROLLING_BACK'], 'retried');
      return chunksOf(command.deviceIds).map((deviceIds) => ({
        type: 'TargetsRetried',
        data: { rolloutId, deviceIds },
      }));
    }
  }
}

function approve({ wave, by }: ApproveWave, state: Known): RolloutEvent[] {
  assertWave(wave, state);
  if (state.approved.has(wave) || wave <= state.wave) return [];
  assertOnly(state, ['DRAFT', 'RUNNING', 'PAUSED'], 'approved');
  return [{ type: 'WaveApproved', data: { rolloutId: state.rolloutId, wave, approvedBy: by } }];
}

function promote({ wave, by, reason, have, need, of }: PromoteWave, state: Known): RolloutEvent[] {
  assertWave(wave, state);
  assertOnly(state, ['RUNNING'], 'promoted');
  if (wave !== state.wave || !state.isWaveOpen) {
    const words = `Wave ${wave} is not open. Only the open wave can be promoted.`;
    throw new Refusal('CONFLICT', words, { wave, open: state.isWaveOpen ? state.wave : null });
  }
  const passed = { rolloutId: state.rolloutId, wave, have, need, of, promotedBy: by, reason: checkedReason(reason) };
  return [{ type: 'WavePassed', data: passed }];
}

/** What the orchestrator found. It may speak late: then there is nothing to do. */
function findingOf(command: Finding, state: Known): RolloutEvent[] {
  const { rolloutId } = state;
  switch (command.type) {
    case 'OpenWave': {
      const { wave, yetToCome } = command;
      if (state.stage !== 'RUNNING' || state.isWaveOpen || wave !== state.wave + 1) return [];
      if (state.plan.waves[wave]?.gates.needsApproval && !state.approved.has(wave)) return [];
      return [{ type: 'WaveOpened', data: { rolloutId, wave, yetToCome } }, ...joined(rolloutId, command)];
    }
    case 'JoinTargets':
      return state.stage === 'RUNNING' && command.wave === state.wave ? joined(rolloutId, command) : [];
    case 'PassWave': {
      const { type: _, ...numbers } = command;
      if (state.stage !== 'RUNNING' || !state.isWaveOpen || command.wave !== state.wave) return [];
      return [{ type: 'WavePassed', data: { rolloutId, ...numbers, promotedBy: null, reason: null } }];
    }
    case 'StopWave': {
      const { type: _, ...stop } = command;
      if (state.stage !== 'RUNNING' || command.wave !== state.wave) return [];
      const action = state.plan.onFailure;
      return [{ type: 'WaveStopped', data: { rolloutId, ...stop, action } }, consequence(rolloutId, action, stop)];
    }
    case 'PauseForArtifact': {
      const data = { rolloutId, reason: command.reason, cause: 'ARTIFACT' } as const;
      return state.stage === 'RUNNING' ? [{ type: 'RolloutPaused', data }] : [];
    }
    case 'StopWayBack': {
      if (state.stage !== 'ROLLING_BACK') return [];
      const { wave, have, of } = command;
      const reason = `The way back of wave ${wave + 1} stopped: ${have} of ${devicesText(of)} failed on it.`;
      return [{ type: 'RolloutPaused', data: { rolloutId, reason, cause: 'FAILURES' } }];
    }
    case 'ReverseTargets': {
      if (state.stage !== 'ROLLING_BACK') return [];
      const { deviceIds, without } = command;
      return [{ type: 'TargetsReversed', data: { rolloutId, deviceIds, without } }];
    }
    case 'EndRollout': {
      const data = { rolloutId, counts: command.counts };
      if (state.stage === 'RUNNING') return [{ type: 'RolloutFinished', data }];
      return state.stage === 'ROLLING_BACK' ? [{ type: 'RolloutRolledBack', data }] : [];
    }
  }
}

function consequence(
  rolloutId: string,
  action: FailureAction,
  { cause, wave, have, of, detail }: Omit<StopWave, 'type'>,
): RolloutEvent {
  const words = {
    FAILURES: `${have} of ${devicesText(of)} failed`,
    HEARTBEAT_LOSS: `${have} of ${devicesText(of)} fell silent in the middle of it`,
    HEALTH: `${have} of ${devicesText(of)} ${have === 1 ? 'is' : 'are'} worse off than before`,
  };
  const data = { rolloutId, reason: `Wave ${wave + 1} stopped: ${detail ?? `${words[cause]}.`}`, cause };
  switch (action) {
    case 'PAUSE':
      return { type: 'RolloutPaused', data };
    case 'ABORT':
      return { type: 'RolloutAborted', data };
    case 'ROLL_BACK':
      return { type: 'RollbackStarted', data };
  }
}

function devicesText(count: number): string {
  return count === 1 ? '1 device' : `${count} devices`;
}

function joined(
  rolloutId: string,
  { wave, deviceIds, installed, troubled }: Joining & { wave: number },
): RolloutEvent[] {
  const [isInstalled, isTroubled] = [new Set(installed), new Set(troubled)];
  return chunksOf(deviceIds).map((ids) => ({
    type: 'TargetsJoined',
    data: {
      rolloutId,
      wave,
      deviceIds: ids,
      installed: ids.filter((id) => isInstalled.has(id)),
      troubled: ids.filter((id) => isTroubled.has(id)),
    },
  }));
}

function chunksOf(ids: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let at = 0; at < ids.length; at += joinMax) chunks.push(ids.slice(at, at + joinMax));
  return chunks;
}

function assertOnly(state: Known, stages: readonly RolloutStage[], verb: string): void {
  if (stages.includes(state.stage)) return;
  const words = `The rollout is ${state.stage} and cannot be ${verb}. That needs one that is ${stages.join(' or ')}.`;
  throw new Refusal('CONFLICT', words, { rolloutId: state.rolloutId, state: state.stage, allowed: stages });
}

/** Whoever starts the first of a chain has started all: the others come by themselves. */
function assertTurn({ isTurn }: StartRollout, { rolloutId, plan }: Known): void {
  const after = plan.chain?.after ?? null;
  if (after === null || isTurn) return;
  const words = 'It starts by itself once the rollout before it in the bundle has passed its waves.';
  throw new Refusal('CONFLICT', words, { rolloutId, after });
}

function assertWave(wave: number, { plan }: Known): void {
  if (Number.isInteger(wave) && wave >= 0 && wave < plan.waves.length) return;
  const words = `The rollout has waves 0 to ${plan.waves.length - 1}; ${wave} is none of them.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'wave' });
}

function checkedReason(text: string): string {
  const reason = text.trim();
  if (reason.length >= 3 && reason.length <= 500) return reason;
  const words = 'The reason has 3 to 500 characters: whoever looks later wants to know why.';
  throw new Refusal('INVALID_INPUT', words, { element: 'reason' });
}
