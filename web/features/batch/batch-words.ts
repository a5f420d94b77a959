/** Actions on many devices in words, and the states of a batch and of its devices. */
import type { BatchAction, BatchState, CommandKind } from '../../gql/graphql.ts';
import { commandKinds, kindWords } from '../commands/command-words.ts';

/** Changes of a device's life, beside the commands. */
const lifeActions = {
  QUARANTINE: { label: 'Quarantine', meaning: 'They are isolated; what they send is kept apart.' },
  RELEASE: { label: 'Release from quarantine', meaning: 'They take part again.' },
  DECOMMISSION: { label: 'Decommission', meaning: 'They begin to leave service.' },
  REVOKE: { label: 'Revoke', meaning: 'The trust in them ends, for good.' },
} as const;

/** What an action is called and what it does. */
export const actionWords: Readonly<Record<BatchAction, { label: string; meaning: string }>> = {
  ...kindWords,
  ...lifeActions,
};

/** The actions as they are offered: commands first, then changes of a life. */
export const commandActions: readonly CommandKind[] = commandKinds;
export const lifeActionNames = Object.keys(lifeActions) as readonly (keyof typeof lifeActions)[];

/** Whether an action is a command, which has a payload. */
export function isCommand(action: BatchAction): action is CommandKind {
  return commandKinds.some((kind) => kind === action);
}

/** Where a batch is in its life. */
export const batchWords: Readonly<Record<BatchState, { word: string; meaning: string }>> = {
  PLANNED: { word: 'Planned', meaning: 'Somebody looked at what it would do. Nothing happened.' },
  AWAITING_APPROVAL: { word: 'Waits for approval', meaning: 'A second person must approve it before it begins.' },
  RUNNING: { word: 'Running', meaning: 'It is being carried out.' },
  STOPPED: { word: 'Stopped', meaning: 'Somebody stopped it; what was handed over by then goes on.' },
  FINISHED: { word: 'Finished', meaning: 'Every device of it is done with.' },
};

/** "1 device", "1,204 devices". */
export function devicesText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'device' : 'devices'}`;
}

/** Why a second person is needed. What holds for several domains alike is said once. */
export function approvalText(why: readonly { detail: string }[]): string {
  return [...new Set(why.map(({ detail }) => detail))].join(' ');
}

/** How far the devices without a command are. */
const targetWords: Readonly<Record<string, string>> = {
  WAITING: 'Waiting for its turn',
  DONE: 'Done',
  REFUSED: 'Refused',
  STOPPED: 'Stopped before its turn',
};

/** The word of a device's state in a batch that is not the state of a command. */
export function targetWord(state: string): string {
  return targetWords[state] ?? state.toLowerCase();
}
