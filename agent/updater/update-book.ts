/**
 * The updater's journal: one small document, durable before anything is done that it tells of. It keeps the update with
 * its lease and fence, and the highest generation and fence this device ever believed, which outlive every update. A
 * document that cannot be read starts nothing.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AgentFailure } from '../failure.ts';
import type { ReasonCode } from './refusal.ts';
import { evolve, type Fact, known, stageOf, stepsAfter, transitions, type Update } from './update.ts';

/** An offer that was not admitted. */
export type RefusedOffer = { readonly code: ReasonCode; readonly words: string; readonly at: string };

/** A refusal as the control plane is told of it: by what it offered. */
export type RefusalToTell = Pick<RefusedOffer, 'code' | 'words'> & {
  readonly generation: number;
  readonly intentDigest: string;
};

/** All that is remembered. */
export type Memory = {
  readonly v: 1;
  readonly generationMax: number;
  readonly fenceMax: number;
  readonly update: Update | null;
  /** The last offer that was not admitted. */
  readonly refusal: RefusedOffer | null;
  /** Refusals that the control plane does not know yet. An older journal has none. */
  readonly untold?: readonly RefusalToTell[];
  /** Intents whose refusal it was told, the oldest first. */
  readonly told?: readonly string[];
};

/** Where the document lives. `save` returns when it would survive a power cut. */
export type Store = { load(): string | null; save(text: string): void };

const refusalsMax = 16;

const blank: Memory = { v: 1, generationMax: 0, fenceMax: 0, update: null, refusal: null };

/** One device's journal of updates. */
export class UpdateBook {
  readonly #store: Store;
  readonly #now: () => number;
  #memory: Memory;

  /** Reads what an earlier life noted. Throws an AgentFailure when that cannot be understood. */
  constructor(store: Store, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
    this.#memory = memoryIn(store.load());
  }

  /** What is remembered. */
  get memory(): Memory {
    return this.#memory;
  }

  /** The present update, or null when there never was one. */
  get update(): Update | null {
    return this.#memory.update;
  }

  /** Begins an update in place of the former one. */
  begin(about: Parameters<typeof known>[0]): void {
    const generationMax = Math.max(this.#memory.generationMax, about.generation);
    this.#save({ ...this.#memory, generationMax, update: known(about), refusal: null });
  }

  /** Notes what happened to the update. */
  note(fact: Fact): void {
    const { update, fenceMax } = this.#memory;
    if (!update) throw new Error('there is no update');
    const evolved = evolve(update, fact);
    const steps = stepsAfter(update, evolved, new Date(this.#now()).toISOString());
    const next = { ...this.#memory, update: { ...evolved, steps } };
    if (fact.type !== 'leased') return this.#save(next);
    this.#save({ ...next, fenceMax: Math.max(fenceMax, fact.lease.fence), refusal: null });
  }

  /** Refusals that are to be told, the oldest first. */
  get untold(): readonly RefusalToTell[] {
    return this.#memory.untold ?? [];
  }

  /** Notes that an offer was not admitted, and that it is to be told if it says of what. The update is not touched. */
  refuse(refusal: RefusedOffer, about: Pick<RefusalToTell, 'generation' | 'intentDigest'> | null = null): void {
    const { refusal: last, told = [] } = this.#memory;
    const { code, words } = refusal;
    const known = [...told, ...this.untold.map(({ intentDigest }) => intentDigest)];
    const isNew = about !== null && !known.includes(about.intentDigest);
    // The same offer comes again and again; a disk must not be worn out by it.
    if (!isNew && last?.code === code && last.words === words) return;
    const untold = isNew ? [...this.untold, { ...about, code, words }].slice(-refusalsMax) : this.untold;
    this.#save({ ...this.#memory, refusal, untold });
  }

  /** Notes that the control plane knows of a refusal. */
  toldOf({ intentDigest }: Pick<RefusalToTell, 'intentDigest'>): void {
    const untold = this.untold.filter((each) => each.intentDigest !== intentDigest);
    const told = [...(this.#memory.told ?? []), intentDigest].slice(-refusalsMax);
    this.#save({ ...this.#memory, untold, told });
  }

  #save(memory: Memory): void {
    this.#store.save(`${JSON.stringify(memory, null, 2)}\n`);
    this.#memory = memory;
  }
}

/** A store in a file: written whole or not at all, and synced with its directory. */
export function fileStore(path: string): Store {
  return {
    load: () => {
      try {
        return readFileSync(path, 'utf8');
      } catch (fault) {
        if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw fault;
      }
    },
    save: (text) => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.tmp`;
      rmSync(temporary, { force: true });
      const descriptor = openSync(temporary, 'wx', 0o600);
      try {
        writeSync(descriptor, text);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, path);
      syncDirectory(dirname(path));
    },
  };
}

/** Makes the names in a directory durable. */
export function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a state directory has refusals that the control plane does not know of. */
export function hasUntold(stateDir: string): boolean {
  return isSo(stateDir, ({ untold }) => untold.length > 0);
}

/** Whether an update of a state directory is being applied, or taken back. */
export function isBeingApplied(stateDir: string): boolean {
  return isSo(stateDir, ({ update }) => update !== null && stageOf(update) === 'APPLYING');
}

function isSo(stateDir: string, holds: (book: UpdateBook) => boolean): boolean {
  try {
    return holds(new UpdateBook(fileStore(bookPath(stateDir))));
  } catch {
    // A damaged journal is told of by whoever works with it.
    return false;
  }
}

/** Where a state directory keeps its journal of updates. */
export function bookPath(stateDir: string): string {
  return join(stateDir, 'updater', 'journal.json');
}

function memoryIn(text: string | null): Memory {
  if (text === null) return blank;
  try {
    const memory = JSON.parse(text) as Memory;
    const areMarks = Number.isSafeInteger(memory.generationMax) && Number.isSafeInteger(memory.fenceMax);
    const isUpdate = memory.update === null || memory.update.at in transitions;
    if (memory.v === 1 && areMarks && isUpdate) return memory;
  } catch {
    // It is told below, like every other damage.
  }
  // Beginning anew would forget which generation and fence must not come back.
  throw new AgentFailure('The journal of updates is damaged, so nothing is updated. Enroll this device again.');
}
