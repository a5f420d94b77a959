/** One invocation from its arguments to its exit code. */
import { parseInvocation } from './arguments.ts';
import { attach, promote, push, sign, verify } from './commands/artifact.ts';
import { root, signNext } from './commands/metadata.ts';
import type { Session } from './commands/session.ts';
import type { CliEnvironment } from './config.ts';
import { CliFailure, exitCodes } from './failure.ts';
import { helpText } from './help.ts';
import { Output, type Streams } from './output.ts';

const commands = { push, sign, attach, verify, promote, root, 'sign-root': signNext };

/** Runs it. Never rejects: what goes wrong is said on standard error, and is the exit code. */
export async function runCli(
  argv: readonly string[],
  { environment, streams }: { readonly environment: CliEnvironment; readonly streams: Streams },
): Promise<number> {
  const output = new Output(argv.includes('--json'), streams);
  try {
    const invocation = parseInvocation(argv);
    if (invocation.command === 'help') {
      streams.stdout(helpText());
      return exitCodes.ok;
    }
    const session: Session = { invocation, output, environment };
    return await commands[invocation.command](session);
  } catch (thrown) {
    const facts = thrown instanceof CliFailure ? thrown.facts : {};
    output.say(thrown instanceof Error ? thrown.message : String(thrown), facts);
    return thrown instanceof CliFailure ? thrown.exitCode : exitCodes.failure;
  }
}
