/** The program: reads the command line, runs one command, and ends with its exit code. */
import { parseInvocation } from './commands/arguments.ts';
import { doctor } from './commands/doctor.ts';
import { enroll } from './commands/enroll.ts';
import { helpText } from './commands/help.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';
import { defaultStateDir } from './config.ts';
import { AgentFailure, exitCodes, reasonOf } from './failure.ts';
import { becomeFrugal, stayFrugal } from './frugality.ts';
import { Output } from './output.ts';
import { handOver } from './updater/succession/hand-over.ts';
import { agentVersion } from './version.ts';

const stopped = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopped.abort());

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const output = new Output(argv.includes('--json'));
  try {
    return await perform(argv, output);
  } catch (fault) {
    if (stopped.signal.aborted && !(fault instanceof AgentFailure && fault.exitCode !== exitCodes.failure))
      return exitCodes.failure;
    output.warn(`flotilla-agent: ${reasonOf(fault)}`);
    return fault instanceof AgentFailure ? fault.exitCode : exitCodes.failure;
  }
}

async function perform(argv: readonly string[], output: Output): Promise<number> {
  if (argv[0] === 'updater' || argv[0] === 'bundle') {
    const { updaterCommand } = await import('./updater/command.ts');
    return updaterCommand(argv, { output, signal: stopped.signal, defaultStateDir: defaultStateDir() });
  }
  const invocation = parseInvocation(argv, defaultStateDir());
  switch (invocation.command) {
    case 'help':
      process.stdout.write(`${helpText(defaultStateDir())}\n`);
      return exitCodes.ok;
    case 'version':
      output.data({ version: agentVersion }, agentVersion);
      return exitCodes.ok;
    case 'enroll':
      return enroll(invocation, output, stopped.signal);
    case 'run':
      handOver(invocation);
      becomeFrugal();
      stayFrugal();
      return run(invocation, output, stopped.signal);
    case 'status':
      return status(invocation, output);
    case 'doctor':
      return doctor(invocation, output);
  }
}
