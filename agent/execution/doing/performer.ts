/**
 * Does what a believed and allowed command says. It is loaded when the first command comes: most devices get none for
 * months, and would pay for it with memory.
 */
import type { HookName, Policy } from '../believing/policy.ts';
import type { Standing, WorkState } from '../keeping/standing.ts';
import { applied, failure, type Order, type Performed } from '../orders.ts';
import { cutTo } from './output-window.ts';
import { type ProgramEnd, runProgram } from './process-group.ts';
import { withoutMatches } from './redaction.ts';

/** What doing a command needs of the agent. */
export type PerformerTools = {
  readonly standing: Standing;
  readonly policy: () => Policy;
  readonly refreshInventory: () => Promise<void>;
  /** Collects a support bundle; answers what is told of it. */
  readonly supportBundle: (commandId: string, include: readonly string[]) => Promise<string>;
};

const hookOutputBytesMax = 16_384;
const outputBytesMax = 65_536;
const timeMs = { hook: 60_000, restart: 300_000, execDefault: 300_000, execMax: 3_600_000 } as const;

/** Does commands, one call each. */
export class Performer {
  readonly #tools: PerformerTools;

  constructor(tools: PerformerTools) {
    this.#tools = tools;
  }

  /** Does one. What it throws is a fault of this device. */
  async perform(order: Order, signal: AbortSignal): Promise<Performed> {
    const { standing, refreshInventory, supportBundle } = this.#tools;
    const { commandId, kind, payload } = order;
    switch (kind) {
      case 'CORDON':
        return this.#cordon(order, signal);
      case 'DRAIN':
        return this.#drain(order, signal);
      case 'UNCORDON':
        return this.#uncordon(order, signal);
      case 'RESTART_SERVICE':
        return this.#restart(order, signal);
      case 'SET_CHANNEL':
        standing.channel = text(payload['channel']);
        return this.#hooked(
          order,
          { hook: 'channel', environment: { FLOTILLA_CHANNEL: text(payload['channel']) } },
          signal,
        );
      case 'REFRESH_INVENTORY':
        await refreshInventory();
        return applied();
      case 'SUPPORT_BUNDLE':
        return applied({ output: await supportBundle(commandId, texts(payload['include'])) });
      case 'EXEC':
        return this.#exec(order, signal);
    }
  }

  async #cordon(order: Order, signal: AbortSignal): Promise<Performed> {
    this.#become('CORDONED');
    return this.#hooked(order, { hook: 'cordon' }, signal);
  }

  async #drain(order: Order, signal: AbortSignal): Promise<Performed> {
    const graceS = number(order.payload['graceS'], 60);
    this.#become('CORDONED');
    const environment = { FLOTILLA_GRACE_S: String(graceS) };
    const wish = { hook: 'drain', environment, timeoutMs: graceS * 1_000 + timeMs.hook } as const;
    const performed = await this.#hooked(order, wish, signal);
    if (performed.outcome === 'APPLIED') this.#become('DRAINED');
    return performed;
  }

  /** The hook comes first: work must not be sent to a device that is not ready for it. */
  async #uncordon(order: Order, signal: AbortSignal): Promise<Performed> {
    const performed = await this.#hooked(order, { hook: 'uncordon' }, signal);
    if (performed.outcome === 'APPLIED') this.#become('OPEN');
    return performed;
  }

  async #restart({ commandId, payload }: Order, signal: AbortSignal): Promise<Performed> {
    const service = text(payload['service']);
    const { services, path } = this.#tools.policy();
    const own = Object.hasOwn(services, service) ? services[service] : undefined;
    const argv = own ?? ['systemctl', '--no-ask-password', 'restart', '--', service];
    const program = {
      argv,
      timeoutMs: timeMs.restart,
      outputBytesMax: hookOutputBytesMax,
      environment: {},
      isContained: false,
    };
    const end = await runProgram(commandId, program, signal);
    if (end.how === 'NOT_STARTED' && !own) {
      const where = path ?? 'agent.json in its state directory';
      return failure(
        `This device has no systemctl, and its policy (${where}) names no program for ${service} under services.`,
      );
    }
    return performedOf(argv[0] ?? '', end, { redact: [], outputBytesMax: hookOutputBytesMax });
  }

  /** The arguments are those of the envelope, each of them one; there is nothing here that would read them. */
  async #exec({ commandId, payload }: Order, signal: AbortSignal): Promise<Performed> {
    const argv = texts(payload['argv']);
    const [program] = argv;
    if (!program?.startsWith('/')) return failure('The envelope names no program by its path.');
    const bytesMax = Math.min(number(payload['outputMaxBytes'], outputBytesMax), outputBytesMax);
    const askedMs = number(payload['timeoutS'], timeMs.execDefault / 1_000) * 1_000;
    const timeoutMs = Math.min(askedMs, timeMs.execMax);
    const run = { argv, timeoutMs, outputBytesMax: bytesMax, environment: {}, isContained: true };
    const end = await runProgram(commandId, run, signal);
    return performedOf(program, end, { redact: texts(payload['redact']), outputBytesMax: bytesMax });
  }

  async #hooked(
    { commandId }: Order,
    wish: { hook: HookName; environment?: Readonly<Record<string, string>>; timeoutMs?: number },
    signal: AbortSignal,
  ): Promise<Performed> {
    const { hook, environment = {}, timeoutMs = timeMs.hook } = wish;
    const argv = this.#tools.policy().hooks[hook];
    if (!argv) return applied();
    const program = { argv, timeoutMs, outputBytesMax: hookOutputBytesMax, environment, isContained: false };
    const end = await runProgram(commandId, program, signal);
    return performedOf(`The ${hook} hook`, end, { redact: [], outputBytesMax: hookOutputBytesMax });
  }

  #become(work: WorkState): void {
    this.#tools.standing.work = work;
  }
}

function performedOf(
  what: string,
  { how, exitCode, cause, output: kept }: ProgramEnd,
  shown: { readonly redact: readonly string[]; readonly outputBytesMax: number },
): Performed {
  const left = withoutMatches(kept.text, shown.redact);
  const output = left === null ? null : cutTo(left, shown.outputBytesMax);
  const outputTruncated = kept.isTruncated || output === null || output.length < (left?.length ?? 0);
  const told = { exitCode, output, outputTruncated };
  const suffix = left === null ? ' Its output is withheld: a pattern to redact it came to no end.' : '';
  if (how === 'EXITED' && exitCode === 0) return applied({ ...told, reason: suffix.trim() || null });
  const words = {
    EXITED: exitCode === null ? `was ended by ${cause}` : `ended with exit code ${exitCode}`,
    TIMED_OUT: 'was ended because its time was over',
    STOPPED: 'was stopped',
    NOT_STARTED: `could not be started: ${cause}`,
  } as const;
  return failure(`${what} ${words[how]}.${suffix}`, told);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : [];
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : otherwise;
}
