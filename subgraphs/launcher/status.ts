/** `npm start -- --status`: what runs, since when, in how much memory, and where to reach it. */
import { familyOf, listProcesses, residentBytes } from './processes.ts';
import { isRunning, readRunRecord, type RunRecord, type ServiceState } from './run-record.ts';

/** One line of the answer. */
export type ProcessStatus = {
  readonly name: string;
  readonly pid: number | null;
  readonly state: ServiceState | 'gone';
  readonly restarts: number;
  readonly processes: number;
  readonly rssBytes: number;
};

/** The whole answer, as `--json` prints it. */
export type Status = {
  readonly isUp: boolean;
  readonly dataDirectory: string;
  readonly startedAt: string | null;
  readonly urls: Readonly<Record<string, string>>;
  readonly processes: readonly ProcessStatus[];
  readonly rssBytes: number;
};

function processStatuses(record: RunRecord): ProcessStatus[] {
  const all = listProcesses();
  const services = record.services.map(({ name, state, process: identity, restarts }): ProcessStatus => {
    const isAlive = isRunning(identity);
    const pids = identity && isAlive ? familyOf(identity.pid, all).map(({ pid }) => pid) : [];
    return {
      name,
      pid: identity && isAlive ? identity.pid : null,
      state: isAlive || state === 'restarting' || state === 'ended' ? state : 'gone',
      restarts,
      processes: pids.length,
      rssBytes: residentBytes(pids),
    };
  });
  const { pid } = record.launcher;
  const launcher = { name: 'launcher', pid, state: 'ready', restarts: 0, processes: 1 } as const;
  return [{ ...launcher, rssBytes: residentBytes([pid]) }, ...services];
}

/** Looks at the processes of the record. */
export function readStatus(dataDirectory: string): Status {
  const record = readRunRecord(dataDirectory);
  if (!record || !isRunning(record.launcher)) {
    return { isUp: false, dataDirectory, startedAt: null, urls: {}, processes: [], rssBytes: 0 };
  }
  const processes = processStatuses(record);
  return {
    isUp: processes.every(({ state }) => state === 'ready'),
    dataDirectory,
    startedAt: record.startedAt,
    urls: record.urls,
    processes,
    rssBytes: processes.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
  };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

/** The answer for people. */
export function describeStatus(status: Status): string {
  if (status.processes.length === 0) return `Flotilla is not running on ${status.dataDirectory}.`;
  const urls = Object.entries(status.urls).map(([name, address]) => `  ${name.padEnd(12)} ${address}`);
  const rows = status.processes.map(({ name, pid, state, processes, rssBytes, restarts }) => {
    const children = processes > 1 ? `${processes} processes` : '';
    const again = restarts > 0 ? `restarts: ${restarts}` : '';
    const cells = [name.padEnd(12), String(pid ?? '-').padStart(8), state.padEnd(10), megabytes(rssBytes).padStart(8)];
    return `  ${cells.join('  ')}  ${[children, again].filter(Boolean).join(', ')}`.trimEnd();
  });
  const total = `  ${'total'.padEnd(12)}  ${''.padStart(8)}  ${''.padEnd(10)}  ${megabytes(status.rssBytes).padStart(8)}`;
  const head = `Flotilla is ${status.isUp ? 'up' : 'not wholly up'} since ${status.startedAt}; data in ${status.dataDirectory}`;
  return [
    head,
    ...urls,
    '',
    `  ${'process'.padEnd(12)}  ${'pid'.padStart(8)}  ${'state'.padEnd(10)}  ${'RSS'.padStart(8)}`,
    ...rows,
    total,
  ].join('\n');
}
