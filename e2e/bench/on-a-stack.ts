/** Where a bench runs: on the stack that answers; where none does, on one of its own for the time of the bench. */
import { presetApiUrl } from '../fleet/config.ts';
import { OwnStack } from './api/own-stack.ts';

/** A bench: its own program, so that it can be started again beside a stack, and what it does. */
export type Bench = { readonly program: string; readonly run: (argv: readonly string[]) => Promise<void> };

/** Runs a bench to its end. A reason why it cannot run is told, and makes the exit code 1. */
export async function runBench(bench: Bench, argv: readonly string[]): Promise<void> {
  await begin(bench, argv).catch((thrown: unknown) => {
    tell(`The bench cannot run: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exitCode = 1;
  });
}

/** Says something to the person who waits; what is measured goes to the other stream. */
export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

async function begin({ program, run }: Bench, argv: readonly string[]): Promise<void> {
  const isHelp = argv.includes('--help') || argv.includes('-h');
  if (isHelp || (await answers(presetApiUrl))) return run(argv);
  tell(`No stack answers at ${presetApiUrl}: starting one of its own.`);
  const interrupted = new Promise<never>((_, reject) => {
    process.once('SIGINT', () => reject(new Error('interrupted')));
  });
  const stack = await OwnStack.start(interrupted);
  try {
    const report = stack.run(process.execPath, [program, ...argv]);
    process.stdout.write(await Promise.race([report, interrupted]));
  } finally {
    await stack.stop();
  }
}

async function answers(apiUrl: string): Promise<boolean> {
  return fetch(`${apiUrl}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
