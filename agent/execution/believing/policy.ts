/**
 * What the owner of a device lets the control plane do with it: pure. The file stands on the device and is written there;
 * no command changes it. Whatever it does not speak of is allowed, except EXEC. A file that cannot be understood allows
 * nothing, because nobody can know what it was meant to forbid.
 */
import { type CommandKind, commandKinds, type Order } from '../orders.ts';

/** Name of the file, in the state directory and in /etc/flotilla. */
export const policyFileName = 'agent.json';

/** Yes, no, or only these: runbooks of EXEC, services of RESTART_SERVICE, channels of SET_CHANNEL. */
export type Permission = boolean | readonly string[];

/** Programs of this device, each with its arguments. */
export type Programs = Readonly<Record<string, readonly string[]>>;

/** What a device runs of its own when it is told to. */
export const hookNames = ['cordon', 'uncordon', 'drain', 'channel'] as const;

/** One of the hooks. */
export type HookName = (typeof hookNames)[number];

/** A device's policy. */
export type Policy = {
  /** Where it stands; null when the device has none. */
  readonly path: string | null;
  /** Why it cannot be understood; null when it can. */
  readonly fault: string | null;
  readonly allow: Readonly<Record<CommandKind, Permission>>;
  /** How services are restarted that systemd does not know. */
  readonly services: Programs;
  readonly hooks: Readonly<Partial<Record<HookName, readonly string[]>>>;
  /** Runbooks that run at a time. */
  readonly execConcurrency: number;
};

const names = ['allow', 'services', 'hooks', 'exec_concurrency'];
/** Which element of a payload has the name that a list of permissions lists. */
const listed: Readonly<Partial<Record<CommandKind, string>>> = {
  EXEC: 'name',
  RESTART_SERVICE: 'service',
  SET_CHANNEL: 'channel',
};

/** The policy of a device that has none. `isExecAllowed` is what was said when the agent was started. */
export function defaultPolicy(isExecAllowed: boolean): Policy {
  const allow = Object.fromEntries(commandKinds.map((kind) => [kind, kind !== 'EXEC' || isExecAllowed]));
  return {
    path: null,
    fault: null,
    allow: allow as Record<CommandKind, Permission>,
    services: {},
    hooks: {},
    execConcurrency: 2,
  };
}

/** The policy a file says. A faulty one is answered with its fault, and allows nothing. */
export function parsePolicy(text: string, path: string, isExecAllowed: boolean): Policy {
  const fallback = { ...defaultPolicy(isExecAllowed), path };
  try {
    const said = objectOf('the file', JSON.parse(text));
    assertKnown(said, names);
    const { services = {}, hooks = {}, exec_concurrency: execConcurrency = 2 } = said;
    if (typeof execConcurrency !== 'number' || !Number.isInteger(execConcurrency) || execConcurrency < 1) {
      throw new Error('exec_concurrency is a whole number from 1');
    }
    assertKnown(objectOf('hooks', hooks), hookNames);
    return {
      ...fallback,
      allow: { ...fallback.allow, ...permissionsOf(objectOf('allow', said['allow'] ?? {})) },
      services: programsOf('services', services),
      hooks: programsOf('hooks', hooks),
      execConcurrency: Math.min(execConcurrency, 16),
    };
  } catch (fault) {
    return { ...fallback, fault: fault instanceof Error ? (fault.message.split('\n')[0] ?? '') : String(fault) };
  }
}

/** Why this device will not do something, in words for whoever ordered it; null when it will. */
export function refusalOf({ kind, payload }: Order, policy: Policy): string | null {
  const where = policy.path ?? 'it has none';
  if (policy.fault !== null) return `The policy of this device (${where}) cannot be understood: ${policy.fault}.`;
  const permission = policy.allow[kind];
  if (permission === true) return null;
  if (permission === false) {
    const remedy = kind === 'EXEC' ? ' Its owner can list runbooks there, under allow.exec.' : '';
    return `The policy of this device (${where}) does not allow ${kind}.${remedy}`;
  }
  const name = listed[kind] === undefined ? undefined : payload[listed[kind]];
  if (typeof name === 'string' && permission.includes(name)) return null;
  return `The policy of this device (${where}) does not allow ${kind} of ${String(name).slice(0, 80)}.`;
}

function permissionsOf(said: Readonly<Record<string, unknown>>): Partial<Record<CommandKind, Permission>> {
  assertKnown(
    said,
    commandKinds.map((kind) => kind.toLowerCase()),
  );
  const permissions: Partial<Record<CommandKind, Permission>> = {};
  for (const kind of commandKinds) {
    const value = said[kind.toLowerCase()];
    if (value === undefined) continue;
    const isListable = listed[kind] !== undefined;
    if (typeof value !== 'boolean' && !(isListable && isTexts(value))) {
      throw new Error(`allow.${kind.toLowerCase()} is true, false${isListable ? ', or a list of names' : ''}`);
    }
    permissions[kind] = value;
  }
  return permissions;
}

function programsOf(element: string, value: unknown): Programs {
  const said = objectOf(element, value);
  for (const [name, argv] of Object.entries(said)) {
    const isProgram = isTexts(argv) && argv.length > 0 && argv.every((each) => !each.includes('\0'));
    if (!isProgram) throw new Error(`${element}.${name} is a program and its arguments, as a list of texts`);
  }
  return said as Programs;
}

/** A misspelt name must not be a permission. */
function assertKnown(said: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const stranger = Object.keys(said).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`"${stranger.slice(0, 40)}" is none of ${known.join(', ')}`);
}

function objectOf(element: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`${element} is not an object`);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
