/**
 * A runbook: a name and its versions, each of which is written by one person, approved by another and retired for good.
 * Pure: hashes and signatures come in the commands.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { isAllowed, type TransitionTable } from '../lifecycle/transition.ts';
import { checkedReason, checkedSlug } from '../naming/words.ts';
import type { RunbookEvent, RunbookRegistered } from './events.ts';
import { checkedDefinition } from './template/definition.ts';

/** Where a version is in its life. */
export type RunbookStage = 'DRAFT' | 'APPROVED' | 'RETIRED';

/** Every legal change of a version. RETIRED is final. */
export const runbookTransitions: TransitionTable<RunbookStage> = {
  DRAFT: ['APPROVED', 'RETIRED'],
  APPROVED: ['RETIRED'],
  RETIRED: [],
};

/** One runbook as its stream tells it: its versions, the first at index 0. */
export type RunbookState = {
  readonly name: string | null;
  readonly versions: readonly { readonly stage: RunbookStage; readonly author: string }[];
};

/** Write the next version. The first one names the runbook. */
export type RegisterRunbook = { readonly type: 'RegisterRunbook' } & RunbookRegistered['data'];

/** Let a version be run. Whoever wrote it cannot. */
export type ApproveRunbook = {
  readonly type: 'ApproveRunbook';
  readonly runbookId: string;
  readonly version: number;
  readonly approvedBy: string;
};

/** Let a version not be run any more. */
export type RetireRunbook = {
  readonly type: 'RetireRunbook';
  readonly runbookId: string;
  readonly version: number;
  readonly reason: string;
};

/** Every command of a runbook. */
export type RunbookCommand = RegisterRunbook | ApproveRunbook | RetireRunbook;

/** The decider of the stream `runbook-<id>`. */
export const runbook: Decider<RunbookState, RunbookCommand, RunbookEvent> & { category: string } = {
  category: 'runbook',
  initialState: { name: null, versions: [] },
  decide(wish, state) {
    if (wish.type === 'RegisterRunbook') return [register(wish, state)];
    const { runbookId, version } = wish;
    const known = state.versions[version - 1];
    if (!known) throw new Refusal('NOT_FOUND', 'There is no such version of a runbook.', { runbookId, version });
    if (wish.type === 'RetireRunbook') {
      if (known.stage === 'RETIRED') return [];
      return [{ type: 'RunbookRetired', data: { runbookId, version, reason: checkedReason(wish.reason) } }];
    }
    assertCan(known.stage, 'APPROVED', { runbookId, version });
    if (known.author === wish.approvedBy) {
      const words = 'You wrote this version; another person must approve it.';
      throw new Refusal('FORBIDDEN', words, { runbookId, version, rule: 'TWO_PERSONS' });
    }
    return [{ type: 'RunbookApproved', data: { runbookId, version, approvedBy: wish.approvedBy } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'RunbookRegistered': {
        const { name, author } = event.data;
        return { name, versions: [...state.versions, { stage: 'DRAFT', author }] };
      }
      case 'RunbookApproved':
        return staged(state, event.data.version, 'APPROVED');
      case 'RunbookRetired':
        return staged(state, event.data.version, 'RETIRED');
    }
  },
};

function register(wish: RegisterRunbook, state: RunbookState): RunbookEvent {
  const { type: _, ...data } = wish;
  const next = state.versions.length + 1;
  if (data.version !== next) {
    const words = `The next version of this runbook is ${next}. Look at it again, then retry.`;
    throw new Refusal('CONFLICT', words, { version: next });
  }
  const name = checkedSlug(data.name);
  if (state.name !== null && state.name !== name) {
    const words = `This runbook is called ${state.name}; its versions keep that name.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'name' });
  }
  return { type: 'RunbookRegistered', data: { ...data, name, definition: checkedDefinition(data.definition) } };
}

function staged(state: RunbookState, version: number, stage: RunbookStage): RunbookState {
  return {
    ...state,
    versions: state.versions.map((each, index) => (index === version - 1 ? { ...each, stage } : each)),
  };
}

function assertCan(from: RunbookStage, to: RunbookStage, about: { runbookId: string; version: number }): void {
  if (isAllowed(runbookTransitions, { from, to })) return;
  const allowed = runbookTransitions[from];
  const remedy = allowed.length === 0 ? 'That is final.' : `From there it can only become ${allowed.join(' or ')}.`;
  throw new Refusal('CONFLICT', `This version is ${from} and cannot become ${to}. ${remedy}`, {
    ...about,
    state: from,
    wanted: to,
    allowed,
  });
}
