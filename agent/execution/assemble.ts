/**
 * Puts the parts of commands together for a running agent. Their connection is their own: a call that waits for 25 seconds
 * must not stand in the way of a heartbeat, nor count as a slow link.
 */
import type { Steward } from '../autonomy/steward.ts';
import { findingsOf } from '../commands/doctor.ts';
import type { Invocation } from '../commands/arguments.ts';
import { reasonOf } from '../failure.ts';
import type { Journal } from '../journal.ts';
import type { Output } from '../output.ts';
import type { Queue } from '../queue/queue.ts';
import { Connection } from '../running/connection.ts';
import type { Waker } from '../updater/waker.ts';
import type { CollectorReport } from '../wire.ts';
import { readPolicy } from './believing/policy-file.ts';
import { type Doer, Execution } from './execution.ts';
import { Ledger } from './keeping/ledger.ts';
import type { CommandOperation, Link } from './keeping/outbox.ts';
import type { Standing } from './keeping/standing.ts';

/** What commands are put together from. */
export type ExecutionParts = {
  readonly invocation: Invocation;
  readonly journal: Journal;
  readonly queue: Queue;
  readonly standing: Standing;
  readonly steward: Pick<Steward, 'noteSecurity' | 'policy'>;
  readonly connection: Connection;
  readonly collectors: () => readonly CollectorReport[];
  readonly output: Output;
  readonly waker: Pick<Waker, 'hint' | 'hinted'>;
  /** What else a support bundle can tell. */
  readonly journalFacts: () => unknown;
};

/** Longer than the server keeps a call waiting. */
const timeoutMs = 40_000;

/** Commands, and the connection they came by. */
export type Commands = { readonly execution: Execution; readonly stop: () => Promise<void> };

/** Puts them together, and goes on where an earlier life of the agent ended. */
export async function assembleExecution(parts: ExecutionParts): Promise<Commands> {
  const { invocation, journal, queue, standing, steward, connection, output } = parts;
  const { clock, detour } = connection;
  const line = new Connection(journal, { clock, timeoutMs, detour });
  const policy = () => readPolicy(journal.directory, invocation.isExecAllowed);
  const execution = new Execution({
    deviceId: journal.enrollment()?.deviceId ?? '',
    ledger: new Ledger(queue.database),
    standing,
    link: freshLink(line, connection),
    commandKey: () => journal.commandKey(),
    now: () => Date.now() + (line.clockSkewMs ?? connection.clockSkewMs ?? 0),
    knownEpoch: () => steward.policy.authorityEpoch,
    policy,
    doer: () => loadedDoer(parts, standing),
    updates: parts.waker,
    noteSecurity: (what, body) => steward.noteSecurity(what, body),
    say: (message, facts) => output.say(message, facts),
    warn: (message, facts) => output.warn(message, facts),
  });
  // A disk that is full now must not keep the device from reporting that it is.
  await execution.resume().catch((fault: unknown) => output.warn(`Commands cannot go on: ${reasonOf(fault)}`));
  const stop = async (): Promise<void> => {
    await execution.stop();
    line.close();
  };
  return { execution, stop };
}

/** Follows the device's other connection to a new certificate. */
function freshLink(line: Connection, other: Connection): Link {
  return {
    call<Result>(operation: CommandOperation, variables: unknown): Promise<Result> {
      // Not while a call waits: it would be cut off some seconds later.
      if (operation === 'awaitCommands' && line.certificatePem !== other.certificatePem) line.renew();
      return line.call<Result>(operation, variables);
    },
  };
}

async function loadedDoer(parts: ExecutionParts, standing: Standing): Promise<Doer> {
  const { invocation, journal, queue, connection, collectors, output, journalFacts } = parts;
  const { doerOf } = await import('./doing/doer.ts');
  return doerOf({
    stateDir: journal.directory,
    standing,
    policy: () => readPolicy(journal.directory, invocation.isExecAllowed),
    collectors,
    reportInventory: async (input) => void (await connection.call<boolean>('reportInventory', { input })),
    alwaysInBundles: { status: () => journal.status(), doctor: () => findingsOf(invocation) },
    onWishInBundles: {
      logs: () => output.recent(),
      queue: () => queue.tally(),
      journal: journalFacts,
    },
  });
}
