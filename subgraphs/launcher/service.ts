/** What the supervisor needs to know about a service it runs; the list of them is `layout.ts`. */

/** A program to run. */
export type ServiceCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
};

/** One service: one process of its own, with whatever children it has. */
export type Service = {
  readonly name: string;
  readonly run: ServiceCommand;
  /** Resolves when the service does its work, rejects with the reason it does not yet. Asked repeatedly. */
  readonly probe: () => Promise<void>;
  readonly readyTimeoutMs: number;
  /** Services stop from the highest tier to the lowest, those of one tier together. */
  readonly stopTier: 0 | 1 | 2 | 3;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  /** Exit codes after which starting it again is senseless, with what to say instead. */
  readonly finalExits?: Readonly<Record<number, string>>;
  /** Removes what a crash left in the way of the next start. */
  readonly beforeStart?: () => Promise<void>;
};
