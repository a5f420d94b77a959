/**
 * What starts and stops what is updated. Everything but the start of a new version may be repeated: after a kill the
 * updater does again what it cannot know to be done.
 */
import type { Installation } from '../update.ts';

/** Verified bytes on this device's disk, in a directory that is the updater's alone. */
export type StagedArtifact = Installation & {
  readonly path: string;
  readonly mediaType: string;
  readonly size: number;
};

/** One thing that can be updated. Methods throw Unable where this device cannot do it, and say what is missing. */
export type Executor = {
  /** Makes verified bytes ready to be started, without starting them, and answers the hash of what would be started. */
  prepare(artifact: StagedArtifact): Promise<string>;
  /** Hash of what would be started now, or null when nothing stands ready. */
  preparedHash(target: Installation): Promise<string | null>;
  /** What is switched to, or null. */
  current(): Promise<Installation | null>;
  /** Ends whatever of it runs. */
  stop(): Promise<void>;
  /** From now on the next start is of this; null for nothing. Atomic. */
  switchTo(target: Installation | null): Promise<void>;
  /** Starts what was switched to, once. */
  start(target: Installation): Promise<void>;
  /** Where the files of a version stand. */
  directoryOf(target: Installation): string;
  /** Whether exactly this runs. */
  isRunning(target: Installation): Promise<boolean>;
  /** Why the control plane does not know of it by itself, or null; only what speaks to the control plane has this. */
  reach?(target: Installation): Promise<string | null>;
};
