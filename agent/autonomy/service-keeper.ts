/** Checks the services of a device that is on its own, one after another, and restarts those that fail, within bounds. */
import { afterCheck, afterRestart, type LocalService, type ServiceState } from './autonomy.ts';
import { runProgram } from './run-program.ts';

/** What the keeper works with. */
export type KeeperParts = {
  readonly services: readonly LocalService[];
  /** Records a decision; it may be carried out if this answers true. */
  readonly decide: (what: string, details: Readonly<Record<string, unknown>>) => boolean;
  readonly record: (kind: string, body: Readonly<Record<string, unknown>>) => boolean;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

const checkTimeoutMs = 10_000;
const restartTimeoutMs = 60_000;

/** Keeps the services. */
export class ServiceKeeper {
  readonly #parts: KeeperParts;
  readonly #states = new Map<string, ServiceState>();
  #isBusy = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Starts the check that is due, if none runs. */
  tick(now: number): void {
    if (this.#isBusy) return;
    const due = this.#parts.services.find(({ name }) => (this.#states.get(name)?.dueAt ?? 0) <= now);
    if (!due) return;
    this.#isBusy = true;
    void this.#look(due).finally(() => {
      this.#isBusy = false;
    });
  }

  /** How each service does. */
  report(): { readonly name: string; readonly failures: number; readonly restarts: number }[] {
    return [...this.#states].map(([name, { failures, restartedAt }]) => ({
      name,
      failures,
      restarts: restartedAt.length,
    }));
  }

  async #look(service: LocalService): Promise<void> {
    const { name } = service;
    const { exitCode } = await runProgram(service.check, checkTimeoutMs);
    const before = this.#states.get(name) ?? { failures: 0, restartedAt: [], dueAt: 0 };
    const now = performance.now();
    const { state, isRestartDue } = afterCheck(service, before, { isWell: exitCode === 0, now });
    this.#states.set(name, state);
    if (!isRestartDue) return;
    const { decide, record, say } = this.#parts;
    const facts = { subject: `service:${name}`, service: name, failures: state.failures, checkExitCode: exitCode };
    if (!decide('restart_service', facts)) return;
    this.#states.set(name, afterRestart(state, now));
    say(`The service ${name} fails: restarting it.`, facts);
    const end = await runProgram(service.restart, restartTimeoutMs);
    record('service.restarted', { service: name, ...end });
  }
}
