/** All services together: started one by one or side by side, recorded, their logs kept small, stopped in order. */
import { join } from 'node:path';
import type { LauncherConfig } from './config.ts';
import { DiskWatch } from './disk-watch.ts';
import { logPath, rotateLog } from './log-file.ts';
import type { Progress } from './progress.ts';
import { identityOf, removeRunRecord, writeRunRecord } from './run-record.ts';
import type { Service } from './service.ts';
import { SupervisedProcess } from './supervised-process.ts';

const upkeepIntervalMs = 2_000;
/** The whole stop must be over within 10 s; each tier gets its share of what the tiers before it left. */
const stopBudgetMs = 9_000;
const tierGraceMs = 3_500;

/** Runs the services. One per launcher. */
export class Supervisor {
  readonly #config: LauncherConfig;
  readonly #progress: Progress;
  readonly #processes: SupervisedProcess[] = [];
  readonly #startedAt = new Date().toISOString();
  readonly #logDirectory: string;
  readonly #diskWatch: DiskWatch;
  readonly #upkeep: NodeJS.Timeout;
  #isRecordStale = false;
  #stopping: Promise<void> | undefined;

  constructor(config: LauncherConfig, progress: Progress) {
    this.#config = config;
    this.#progress = progress;
    this.#logDirectory = join(config.dataDirectory, 'logs');
    this.#diskWatch = new DiskWatch(config.dataDirectory, (line) => progress.say(line));
    this.#upkeep = setInterval(() => this.#keepUp(), upkeepIntervalMs);
    this.#record();
  }

  /** Starts a service and resolves when it is ready. Throws `StartFailure` when it does not come up. */
  async start(service: Service): Promise<void> {
    if (this.#stopping) throw new Error('stopping');
    const supervised = new SupervisedProcess(service, {
      logDirectory: this.#logDirectory,
      say: (line) => this.#progress.say(line),
      changed: () => this.#record(),
    });
    this.#processes.push(supervised);
    await supervised.start();
  }

  /** Stops everything in order and resolves when no process is left. Asking again waits for the same stop. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopInOrder();
    return this.#stopping;
  }

  /** Kills everything at once. */
  kill(): void {
    for (const supervised of this.#processes) supervised.kill();
    removeRunRecord(this.#config.dataDirectory);
  }

  async #stopInOrder(): Promise<void> {
    clearInterval(this.#upkeep);
    const deadline = performance.now() + stopBudgetMs;
    for (const tier of [3, 2, 1, 0]) {
      const left = Math.max(500, deadline - performance.now());
      const members = this.#processes.filter(({ service }) => service.stopTier === tier);
      await Promise.all(members.map((supervised) => supervised.stop(Math.min(tierGraceMs, left))));
    }
    removeRunRecord(this.#config.dataDirectory);
  }

  /** Called whenever a service starts or ends, which on a full disk must not end the launcher: it is made up for. */
  #record(): void {
    const { consoleUrl, apiUrl, agentsUrl, issuerUrl } = this.#config;
    try {
      writeRunRecord(this.#config.dataDirectory, {
        launcher: identityOf(process.pid),
        startedAt: this.#startedAt,
        urls: { console: consoleUrl, api: `${apiUrl}/graphql`, agents: agentsUrl, issuer: issuerUrl },
        services: this.#processes.map(({ recorded }) => recorded),
      });
      this.#isRecordStale = false;
    } catch {
      this.#isRecordStale = true;
    }
  }

  #keepUp(): void {
    this.#diskWatch.look();
    if (this.#isRecordStale) this.#record();
    for (const { service } of this.#processes) {
      try {
        rotateLog(logPath(this.#logDirectory, service.name), this.#config.logFileMaxMb * 1024 * 1024);
      } catch {
        // No room for the copy; the log grows until there is.
      }
    }
  }
}
