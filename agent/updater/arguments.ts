/** The command lines of the updater: `updater`, and `bundle apply <directory>`. */
import { parseArgs } from 'node:util';
import { AgentFailure, exitCodes } from '../failure.ts';

/** What was asked of the updater. */
export type UpdaterInvocation = {
  readonly stateDir: string;
  /** The bundle to be applied, or null. */
  readonly bundle: string | null;
  /** Null for as fast as it comes. */
  readonly bytesPerS: number | null;
  /** The relay it calls through while the control plane cannot be reached, or null. */
  readonly via: string | null;
};

const options = {
  state: { type: 'string' },
  'download-rate': { type: 'string' },
  via: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Reads the arguments; throws an AgentFailure (usage) that names the wrong one. */
export function parseUpdaterInvocation(argv: readonly string[], defaultStateDir: string): UpdaterInvocation {
  const { values, positionals } = parsed(argv);
  const [word, verb, directory, ...extra] = positionals;
  const bundle = word === 'bundle' ? directory : undefined;
  if (word === 'bundle' && (verb !== 'apply' || bundle === undefined || extra.length > 0)) {
    throw usage('It is "bundle apply <directory>".');
  }
  if (word === 'updater' && verb !== undefined) throw usage(`"${verb}" is one argument too many.`);
  const rate = values['download-rate'];
  return {
    stateDir: values.state ?? defaultStateDir,
    bundle: bundle ?? null,
    bytesPerS: rate === undefined ? null : kilobytes(rate) * 1_024,
    via: values.via ?? null,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (fault) {
    throw usage(`${fault instanceof Error ? fault.message.split('. ')[0] : ''}.`);
  }
}

function kilobytes(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 1) return value;
  throw usage('--download-rate must be a number of kilobytes a second, 1 or more.');
}

function usage(message: string): AgentFailure {
  return new AgentFailure(`${message} See flotilla-agent --help.`, exitCodes.usage);
}
