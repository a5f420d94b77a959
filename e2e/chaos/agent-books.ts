/**
 * What this machine's agent says of its telemetry: every record it numbered, and where each of them is. Its queue is
 * open to one process only, so the agent is halted for the moment it takes to copy the file.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from './installation.ts';
import { signalProcess } from './process-table.ts';

/** The account of one class of records. */
export type Account = {
  readonly produced: number;
  readonly accepted: number;
  readonly dropped: number;
  readonly queued: number;
};

/** The agent's books at one moment in which no batch was on its way. */
export type AgentBooks = {
  readonly samples: Account;
  readonly kernelEvents: Account;
  readonly epoch: number;
  /** Every number up to this one is with the server, for the agent has been told so. */
  readonly acknowledgedSeq: number;
  /** Losses it has not yet been able to declare. */
  readonly undeclared: number;
};

/** Copies the books. Waits for a moment without a batch whose fate is unknown. */
export async function readAgentBooks(installation: Installation): Promise<AgentBooks> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const books = copyBooks(installation);
    if (books) return books;
    await delay(130);
  }
  throw new Error('the agent always had a batch on its way');
}

function copyBooks(installation: Installation): AgentBooks | undefined {
  const state = join(installation.dataDirectory, 'agent');
  const copy = mkdtempSync(join(tmpdir(), 'flotilla-books-'));
  const agent = installation.pidOf('agent');
  try {
    signalProcess(agent, 'SIGSTOP');
    for (const name of ['queue.sqlite', 'queue.sqlite-wal']) {
      if (existsSync(join(state, name))) copyFileSync(join(state, name), join(copy, name));
    }
  } finally {
    signalProcess(agent, 'SIGCONT');
  }
  const database = new DatabaseSync(join(copy, 'queue.sqlite'));
  try {
    return readBooks(database);
  } finally {
    database.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

function readBooks(database: DatabaseSync): AgentBooks | undefined {
  const number = (sql: string, ...values: string[]): number =>
    Number(Object.values(database.prepare(sql).get(...values) ?? { none: 0 })[0] ?? 0);
  const meta = (key: string): number => number('select value from meta where key = ?', key);
  const account = (name: string): Account => ({
    produced: meta(`produced_${name}`),
    accepted: meta(`accepted_${name}`),
    dropped: meta(`dropped_${name}`),
    queued: number('select sum(to_seq - from_seq + 1) from chunks where class = ?', name),
  });
  if (number('select count(*) from flight') > 0) return undefined;
  const firstWaiting = number(
    'select min(first) from (select min(from_seq) as first from chunks union all select min(from_seq) from losses)',
  );
  return {
    samples: account('SAMPLES'),
    kernelEvents: account('KERNEL_EVENTS'),
    epoch: meta('epoch'),
    acknowledgedSeq: (firstWaiting || meta('next_seq')) - 1,
    undeclared: number('select sum(count) from losses'),
  };
}
