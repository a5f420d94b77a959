/** The launcher's main line: understand what is asked, then start everything in order, or say in one line why not. */
import { ConfigError } from '@flotilla/kernel/config';
import { parseArguments, usage, UsageError, type Arguments } from './arguments.ts';
import { bringUp } from './bring-up.ts';
import { readLauncherConfig } from './config.ts';
import { Progress } from './progress.ts';
import { checkDataDirectory } from './preflight.ts';
import { messageOf, StartFailure } from './start-failure.ts';
import { describeStatus, readStatus } from './status.ts';

function printStatus({ json }: Arguments): void {
  const status = readStatus(readLauncherConfig().dataDirectory);
  console.log(json ? JSON.stringify(status, undefined, 2) : describeStatus(status));
  process.exitCode = status.isUp ? 0 : 1;
}

async function dispatch(words: readonly string[]): Promise<void> {
  const asked = parseArguments(words);
  if (asked.mode === 'help') return console.log(usage);
  if (asked.mode === 'status') return printStatus(asked);
  const config = readLauncherConfig();
  checkDataDirectory(config.dataDirectory);
  await bringUp(config, asked, new Progress(config.dataDirectory));
}

/** A file that cannot be written says itself which one and why; that is no fault of the launcher. */
function isOfTheDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO'].includes((error as NodeJS.ErrnoException | null)?.code ?? '');
}

/** Does what the command line says. Never throws: a failure is one line on stderr and an exit code. */
export async function launch(words: readonly string[]): Promise<void> {
  try {
    await dispatch(words);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`flotilla: ${error.message}\n\n${usage}`);
      process.exit(2);
    }
    // A failure that is ours to explain is one line; anything else is a fault of the launcher, and its stack is wanted.
    const isExplained = error instanceof StartFailure || error instanceof ConfigError || isOfTheDisk(error);
    console.error(isExplained ? `flotilla: ${messageOf(error)}` : error);
    process.exit(1);
  }
}
