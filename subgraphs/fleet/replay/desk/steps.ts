/** The places in a call of a return where a process may die; tests let it die there. */
export const replaySteps = [
  'open: before the lock',
  'open: recorded',
  'open: committed',
  'upload: checked',
  'upload: locked',
  'upload: recorded',
  'upload: committed',
  'close: recorded',
  'close: committed',
] as const;

/** One of those places. */
export type ReplayStep = (typeof replaySteps)[number];

/** Is told of each step; there is none outside of tests. */
export type Probe = (step: ReplayStep) => void | Promise<void>;
