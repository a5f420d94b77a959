/**
 * Whether what was started is well: each check of the intent in turn, again and again until it holds or its time is over.
 * All the while the process must live; one that ends is not well, whatever a check said before.
 */
import { isAbsolute, join } from 'node:path';
import { runProgram } from '../execution/doing/process-group.ts';
import { reasonOf } from '../failure.ts';
import type { HealthCheck, Intent } from './believing/intent.ts';
import type { Executor } from './executors/executor.ts';
import type { Installation } from './update.ts';

/** What checks need of the device. */
export type HealthTools = {
  /** Why the control plane cannot be reached, or null. */
  readonly reach: () => Promise<string | null>;
};

/** An intent without checks still wants what it starts to stay. */
const leastCheck: HealthCheck = { kind: 'exit', timeoutS: 2 };
/** Whatever an intent wants of an agent, it is worth nothing unless the control plane hears of it. */
const agentCheck: HealthCheck = { kind: 'control-plane', timeoutS: 120 };
const everyMs = 200;
const requestMs = 2_000;

/** Why what was started is not well, or null. Throws only when it was told to stop looking. */
export async function prove(
  { intent, executor, signal }: { readonly intent: Intent; readonly executor: Executor; readonly signal: AbortSignal },
  tools: HealthTools,
): Promise<string | null> {
  const { digest, version } = intent.artifact;
  const target = { digest, version };
  for (const check of checksOf(intent)) {
    const why = await held(check, { target, executor, signal, tools });
    if (why !== null) return why;
  }
  return null;
}

function checksOf({ health, executor }: Intent): readonly HealthCheck[] {
  const isHeard = health.some(({ kind }) => kind === 'control-plane');
  if (executor.kind === 'agent') return isHeard ? health : [...health, agentCheck];
  return health.length > 0 ? health : [leastCheck];
}

type Proving = {
  readonly target: Installation;
  readonly executor: Executor;
  readonly signal: AbortSignal;
  readonly tools: HealthTools;
};

async function held(check: HealthCheck, proving: Proving): Promise<string | null> {
  const { executor, target, signal } = proving;
  const until = performance.now() + check.timeoutS * 1_000;
  let why: string | null = 'it was not asked yet';
  for (;;) {
    signal.throwIfAborted();
    if (!(await executor.isRunning(target))) return `Version ${target.version} does not run any more.`;
    // Staying alive for the whole time is this check; the others hold as soon as they hold once.
    if (check.kind !== 'exit') why = await faultOf(check, proving);
    if (why === null) return (await executor.isRunning(target)) ? null : `Version ${target.version} ended.`;
    if (performance.now() >= until) break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(everyMs, check.timeoutS * 1_000)));
  }
  return check.kind === 'exit' ? null : `${wordsOf(check)} did not hold within ${check.timeoutS} s: ${why}.`;
}

async function faultOf(check: HealthCheck, { target, executor, signal, tools }: Proving): Promise<string | null> {
  switch (check.kind) {
    case 'http':
      return httpFault(check.url, check.status);
    case 'command':
      return commandFault(check.argv, { directory: executor.directoryOf(target), timeoutS: check.timeoutS, signal });
    case 'control-plane':
      return executor.reach ? executor.reach(target) : tools.reach();
    case 'exit':
      return null;
  }
}

function httpFault(url: string, status: number): Promise<string | null> {
  const { get } = process.getBuiltinModule('node:http');
  return new Promise((resolve) => {
    const outgoing = get(url, { agent: false, signal: AbortSignal.timeout(requestMs) }, (incoming) => {
      incoming.destroy();
      const { statusCode } = incoming;
      resolve(statusCode === status ? null : `it answered ${String(statusCode)}`);
    });
    outgoing.on('error', (fault) => resolve(reasonOf(fault)));
  });
}

async function commandFault(
  argv: readonly string[],
  about: { readonly directory: string; readonly timeoutS: number; readonly signal: AbortSignal },
): Promise<string | null> {
  const [file = '', ...rest] = argv;
  const program = {
    argv: [isAbsolute(file) ? file : join(about.directory, file), ...rest],
    timeoutMs: about.timeoutS * 1_000,
    outputBytesMax: 1_024,
    environment: {},
    isContained: true,
  };
  const { how, exitCode, cause } = await runProgram(`health-check-${process.pid}`, program, about.signal);
  if (how === 'EXITED' && exitCode === 0) return null;
  return how === 'EXITED' ? `it ended with ${exitCode ?? cause}` : `it was ${how} ${cause ?? ''}`.trim();
}

function wordsOf(check: HealthCheck): string {
  switch (check.kind) {
    case 'http':
      return `${check.url} answering ${check.status}`;
    case 'command':
      return `The command ${check.argv[0]}`;
    case 'control-plane':
      return 'Reaching the control plane';
    case 'exit':
      return 'Staying alive';
  }
}
