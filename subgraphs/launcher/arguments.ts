/** The launcher's command line: five flags, and one line of usage for everything else. */

/** What the person asked for. */
export type Arguments = {
  readonly mode: 'start' | 'status' | 'help';
  readonly fresh: boolean;
  readonly json: boolean;
  /** How many virtual devices to run beside this machine's own agent. */
  readonly fleetSize: number;
};

/** The command line is not understood. The message names the part that is not. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `--help` prints. */
export const usage = `Usage: npm start [-- <options>]

Brings up the whole of Flotilla on this machine: databases, services, console and an agent for the machine itself.

  --fresh       start over: delete the data directory's contents first
  --fleet <n>   add n virtual devices
  --status      say what is running (exit code 0: everything; 1: not everything), and stop there
  --json        with --status: as JSON
  --help        this text

Ports, the data directory and everything else are environment variables: see docs/operating.md.`;

function fleetSizeFrom(text: string | undefined): number {
  const size = Number(text);
  if (text === undefined || !/^\d+$/.test(text) || size < 1 || size > 20_000) {
    throw new UsageError('--fleet needs a number of devices from 1 to 20000');
  }
  return size;
}

/** Reads the command line. Throws `UsageError` for a flag that does not exist or makes no sense. */
export function parseArguments(words: readonly string[]): Arguments {
  const found = { fresh: false, json: false, fleetSize: 0 };
  let mode: Arguments['mode'] = 'start';
  const rest = words.flatMap((word) => (word.startsWith('--fleet=') ? ['--fleet', word.slice(8)] : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--fresh') found.fresh = true;
    else if (word === '--json') found.json = true;
    else if (word === '--fleet') found.fleetSize = fleetSizeFrom(rest.shift());
    else if (word === '--status') mode = 'status';
    else if (word === '--help' || word === '-h') mode = 'help';
    else throw new UsageError(`unknown option ${word}`);
  }
  if (found.json && mode === 'start') throw new UsageError('--json goes with --status');
  return { mode, ...found };
}
