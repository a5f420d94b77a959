/** The command line: what may be said and what was said. Pure, except that it knows the default state directory. */
import { parseArgs } from 'node:util';
import { AgentFailure, exitCodes } from '../failure.ts';
import { type DeviceKind, deviceKinds } from '../wire.ts';

/** The commands. */
export const commands = ['enroll', 'run', 'status', 'doctor'] as const;

/** What was asked for. */
export type Invocation = {
  readonly command: (typeof commands)[number] | 'help' | 'version';
  readonly stateDir: string;
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly name: string | null;
  readonly kind: DeviceKind;
  readonly isWaiting: boolean;
  readonly isJson: boolean;
  readonly pushEveryMs: number;
  readonly queueBytesMax: number;
  /** File with the services it may look after while it is on its own, or null. */
  readonly servicesFile: string | null;
  /** Whether runbooks may run here, where the device's own policy does not say. */
  readonly isExecAllowed: boolean;
  /** Address of the relay that it calls through while it cannot reach the control plane, or null. */
  readonly via: string | null;
  /** Where it listens as a relay for other devices, or null. */
  readonly relayAt: { readonly host: string; readonly port: number } | null;
  readonly relayBytesMax: number;
  /** How fast updates may be fetched, in kilobytes a second; null for as fast as they come. */
  readonly downloadRate: number | null;
};

const options = {
  token: { type: 'string' },
  'token-file': { type: 'string' },
  state: { type: 'string' },
  name: { type: 'string' },
  kind: { type: 'string' },
  wait: { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  'push-every': { type: 'string' },
  'queue-max': { type: 'string' },
  services: { type: 'string' },
  'allow-exec': { type: 'boolean' },
  via: { type: 'string' },
  relay: { type: 'string' },
  'relay-max': { type: 'string' },
  'download-rate': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** Reads the arguments; throws an AgentFailure (usage) that names the wrong one. */
export function parseInvocation(argv: readonly string[], defaultStateDir: string): Invocation {
  const { values, positionals } = parsed(argv);
  const [word, ...extra] = positionals;
  if (extra.length > 0) throw usage(`"${extra[0]}" is one argument too many.`);
  return {
    command: commandOf(word, values),
    stateDir: values.state ?? defaultStateDir,
    token: values.token ?? null,
    tokenFile: values['token-file'] ?? null,
    name: values.name ?? null,
    kind: kindOf(values.kind),
    isWaiting: !values['no-wait'],
    isJson: values.json ?? false,
    pushEveryMs: numberOf('--push-every', values['push-every'] ?? '2', { min: 1, max: 3_600 }) * 1_000,
    queueBytesMax: numberOf('--queue-max', values['queue-max'] ?? '64', { min: 1, max: 4_096 }) * 1_048_576,
    servicesFile: values.services ?? null,
    isExecAllowed: values['allow-exec'] ?? false,
    via: values.via ?? null,
    relayAt: values.relay === undefined ? null : addressOf('--relay', values.relay),
    relayBytesMax: numberOf('--relay-max', values['relay-max'] ?? '32', { min: 1, max: 4_096 }) * 1_048_576,
    downloadRate: optionalNumberOf('--download-rate', values['download-rate'], { min: 1, max: 1_048_576 }),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (fault) {
    const why = fault instanceof Error ? (fault.message.split('. ')[0] ?? '') : '';
    throw usage(`${why}.`);
  }
}

function commandOf(word: string | undefined, values: { help?: boolean; version?: boolean }): Invocation['command'] {
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (word === undefined) throw usage('A command is missing.');
  if (word === 'help') return 'help';
  const known = commands.find((command) => command === word);
  if (known) return known;
  throw usage(`"${word}" is not a command.`);
}

function kindOf(text: string | undefined): DeviceKind {
  const wanted = (text ?? 'EDGE').toUpperCase();
  const known = deviceKinds.find((kind) => kind === wanted);
  if (known) return known;
  throw usage(`--kind must be one of ${deviceKinds.join(', ')}.`);
}

/** A host and a port, or a port alone, which is this machine's own: who listens for others has to say so. */
function addressOf(option: string, text: string): { host: string; port: number } {
  const [, host = '127.0.0.1', digits = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const portMax = 65_535;
  if (digits !== '' && port <= portMax) return { host: host.replace(/^\[|\]$/g, ''), port };
  throw usage(`${option} must be a port or an address like 192.0.2.7:4444.`);
}

function numberOf(option: string, text: string, bounds: { readonly min: number; readonly max: number }): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= bounds.min && value <= bounds.max) return value;
  throw usage(`${option} must be a number from ${bounds.min} to ${bounds.max}.`);
}

function optionalNumberOf(option: string, text: string | undefined, bounds: Parameters<typeof numberOf>[2]) {
  return text === undefined ? null : numberOf(option, text, bounds);
}

function usage(message: string): AgentFailure {
  return new AgentFailure(`${message} See flotilla-agent --help.`, exitCodes.usage);
}
