/** How updates of a device stand, from its state directory alone: what `flotilla-agent status` shows of the updater. */
import { existsSync } from 'node:fs';
import { reasonOf } from '../failure.ts';
import { intentIn } from './believing/intent.ts';
import { type Failure, type Stage, stageOf } from './update.ts';
import { bookPath, fileStore, type RefusedOffer, UpdateBook } from './update-book.ts';
import { updaterIn } from './updater-note.ts';

/** The updater of a state directory. */
export type UpdaterStatus = {
  /** Process of the updater that is at work, or null. */
  readonly pid: number | null;
  /** Null while nothing was ever to be updated. */
  readonly state: Stage | null;
  readonly generation: number | null;
  /** What is updated, e.g. `service web`. */
  readonly what: string | null;
  readonly version: string | null;
  /** What ran before. */
  readonly previous: string | null;
  /** Why it did not become what it was to be. */
  readonly failure: Failure | null;
  /** The last offer that was not admitted. */
  readonly refusal: RefusedOffer | null;
  /** Whether the control plane knows all of this. */
  readonly isTold: boolean;
  /** When the agent looks after it again, or null where it waits for a hint. */
  readonly nextTryAt: string | null;
  /** Why none of this can be known. */
  readonly fault: string | null;
};

/** How updates stand, or null where there never was one. */
export function updaterStatus(stateDir: string, nextTryAt: string | null): UpdaterStatus | null {
  if (!existsSync(bookPath(stateDir))) return null;
  const found = { pid: updaterIn(stateDir)?.pid ?? null, nextTryAt };
  try {
    const { memory, untold } = new UpdateBook(fileStore(bookPath(stateDir)));
    const { update, refusal } = memory;
    const { kind, name } = update ? intentIn(update.intent).executor : {};
    return {
      ...found,
      state: update && stageOf(update),
      generation: update?.generation ?? null,
      what: kind && name ? (kind === 'agent' ? 'the agent' : `${kind} ${name}`) : null,
      version: update?.target.version ?? null,
      previous: update?.previous?.version ?? null,
      failure: update?.failure ?? null,
      refusal,
      isTold: untold.length === 0 && (update === null || update.isReported),
      fault: null,
    };
  } catch (fault) {
    return { ...found, ...nothing, fault: reasonOf(fault) };
  }
}

/** The rows for people. */
export function updaterWords(status: UpdaterStatus): [string, string][] {
  const { fault, state, refusal, nextTryAt, pid } = status;
  if (fault !== null) return [['Update', fault]];
  const words: [string, string][] = [];
  if (state !== null) words.push(['Update', updateWords(status)]);
  if (refusal) words.push(['Update refused', `${refusal.code} at ${refusal.at}: ${refusal.words}`]);
  if (pid !== null) words.push(['Updater', `at work, pid ${pid}`]);
  else if (nextTryAt !== null) words.push(['Updater', `tries again at ${nextTryAt}`]);
  return words;
}

function updateWords({ state, what, version, previous, generation, failure, isTold }: UpdaterStatus): string {
  const former = previous === null ? '' : `, in place of ${previous}`;
  const why = failure === null ? '' : `: ${failure.code === null ? '' : `${failure.code}: `}${failure.words}`;
  const told = isTold || !over.includes(state) ? '' : ' (not told yet)';
  return `${state}, version ${version} of ${what}${former} (generation ${generation})${told}${why}`;
}

const over: readonly (Stage | null)[] = ['HEALTHY', 'ROLLED_BACK', 'ABORTED'];

const nothing = {
  state: null,
  generation: null,
  what: null,
  version: null,
  previous: null,
  failure: null,
  refusal: null,
  isTold: false,
} as const;
