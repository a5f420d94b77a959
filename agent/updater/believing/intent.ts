/**
 * The two signed texts of an update as this device understands them: the intent, which says what should run, and the lease,
 * which names who may start it. What is not understood entirely is refused; a name that could leave its directory too.
 */
import { canonicalJson } from '../canonical.ts';
import { Unverified } from '../refusal.ts';
import type { Installation, LeaseHeld } from '../update.ts';

/** What an artifact is: one file to be started, or an archive that holds it. */
export type Packing = 'PROGRAM' | 'TAR' | 'TAR_GZIP';

const packings: Readonly<Record<string, Packing>> = {
  'application/octet-stream': 'PROGRAM',
  'application/javascript': 'PROGRAM',
  'application/x-tar': 'TAR',
  'application/gzip': 'TAR_GZIP',
};

/** What an artifact of a media type is, or null where this device does not know it. */
export function packingOf(mediaType: string): Packing | null {
  return Object.hasOwn(packings, mediaType) ? (packings[mediaType] ?? null) : null;
}

/** The bytes that should run. */
export type ArtifactAbout = Installation & {
  readonly size: number;
  readonly mediaType: string;
  readonly name: string;
};

/** What could start them. What this device cannot do it says to the control plane, and does not refuse to know. */
const executorKinds = ['service', 'systemd', 'container', 'agent'] as const;

/** What starts them. */
export type ExecutorAbout = {
  readonly kind: (typeof executorKinds)[number];
  readonly name: string;
  /** File to be started, inside what was unpacked; where there is only a program, it has the executor's name. */
  readonly entry: string | null;
  readonly args: readonly string[];
  /** Ports of a container that are the device's own, as `8080:80`. */
  readonly ports: readonly string[];
  /** How long it may take to end by itself. */
  readonly stopGraceS: number;
};

/** What must hold before an update counts as healthy. */
export type HealthCheck =
  | { readonly kind: 'exit' | 'control-plane'; readonly timeoutS: number }
  | { readonly kind: 'http'; readonly timeoutS: number; readonly url: string; readonly status: number }
  | { readonly kind: 'command'; readonly timeoutS: number; readonly argv: readonly string[] };

/** An intent. */
export type Intent = {
  readonly intentId: string;
  readonly tenantId: string;
  readonly deviceId: string;
  readonly generation: number;
  readonly artifact: ArtifactAbout;
  readonly executor: ExecutorAbout;
  readonly health: readonly HealthCheck[];
  readonly mirrors: readonly string[];
  readonly expiresAtMs: number;
};

/** A lease, and what it is for. */
export type Lease = LeaseHeld & { readonly deviceId: string; readonly intentDigest: string };

/** Whether an update is of the agent itself, or of what runs beside it. The two never overlap. */
export function phaseOf({ executor }: Intent): 'AGENT' | 'HOST' {
  return executor.kind === 'agent' ? 'AGENT' : 'HOST';
}

type Members = Readonly<Record<string, unknown>>;

const nameShape = /^[A-Za-z0-9](?:[A-Za-z0-9._@-]{0,118}[A-Za-z0-9])?$/;
const digestShape = /^sha256:[0-9a-f]{64}$/;
const portsShape = /^\d{1,5}:\d{1,5}$/;
const textDigestShape = /^[0-9a-f]{64}$/;
const checksMax = 16;
const mirrorsMax = 16;
const timeoutMaxS = 3_600;

/** Reads an intent. Throws Unverified when it is none, or asks for what no intent may. */
export function intentIn(text: string): Intent {
  const said = canonicalMembers(text, 'intent');
  return {
    intentId: textOf(said, 'intentId'),
    tenantId: textOf(said, 'tenantId'),
    deviceId: textOf(said, 'deviceId'),
    generation: countOf(said, 'generation'),
    artifact: artifactIn(membersOf(said, 'artifact')),
    executor: executorIn(membersOf(said, 'executor')),
    health: listOf(said, 'health', checksMax).map(checkIn),
    mirrors: listOf(said, 'mirrors', mirrorsMax).map(mirrorIn),
    expiresAtMs: timeOf(said, 'expiresAt'),
  };
}

/** Reads a lease. Throws Unverified when it is none. */
export function leaseIn(text: string): Lease {
  const said = canonicalMembers(text, 'lease');
  return {
    leaseId: textOf(said, 'leaseId'),
    deviceId: textOf(said, 'deviceId'),
    intentDigest: digestIn(said, 'intentDigest', textDigestShape),
    fence: countOf(said, 'fence'),
    beginBeforeMs: timeOf(said, 'beginBefore'),
  };
}

function artifactIn(said: Members): ArtifactAbout {
  const mediaType = textOf(said, 'mediaType');
  return {
    digest: digestIn(said, 'digest', digestShape),
    size: countOf(said, 'size'),
    mediaType,
    name: textOf(said, 'name'),
    version: textOf(said, 'version'),
  };
}

function executorIn(said: Members): ExecutorAbout {
  const kind = executorKinds.find((known) => known === said['kind']);
  if (!kind) throw unknown(`This device knows no executor ${JSON.stringify(said['kind'])}.`);
  const { entry = null, args = [], ports = [], stopGraceS = 10 } = said;
  if (entry !== null && typeof entry !== 'string') throw unknown('Its entry is not a path.');
  if (entry !== null && !isInside(entry)) throw leaving(`Its entry ${JSON.stringify(entry)} leaves its directory.`);
  if (!wordsIn(ports).every((port) => portsShape.test(port))) throw unknown('Its ports are not like 8080:80.');
  const words = { args: wordsIn(args), ports: wordsIn(ports) };
  return { kind, name: nameIn(said, 'name'), entry, ...words, stopGraceS: secondsIn(stopGraceS) };
}

function checkIn(value: unknown): HealthCheck {
  const said = asMembers(value);
  const timeoutS = secondsIn(said?.['timeoutS']);
  switch (said?.['kind']) {
    case 'exit':
    case 'control-plane':
      return { kind: said['kind'], timeoutS };
    case 'http': {
      const status = said['status'] === undefined ? 200 : countOf(said, 'status');
      return { kind: 'http', timeoutS, url: ownUrl(textOf(said, 'url')), status };
    }
    case 'command': {
      const argv = wordsIn(said['argv']);
      if (argv.length === 0) throw unknown('A health check names no command.');
      return { kind: 'command', timeoutS, argv };
    }
    default:
      throw unknown(`This device has no health check ${JSON.stringify(said?.['kind'])}.`);
  }
}

/** A health check asks this device alone: an intent is no way to make a fleet call somebody. */
function ownUrl(text: string): string {
  const url = urlOf(text);
  const isOwn = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && isOwn) return text;
  throw new Unverified('SCOPE_WIDENED', `A health check asks ${text}, which is not this device.`);
}

function mirrorIn(value: unknown): string {
  if (typeof value !== 'string') throw unknown('A mirror is not an address.');
  const { protocol } = urlOf(value);
  if (protocol === 'https:' || protocol === 'http:') return value;
  throw unknown(`A mirror is neither http nor https: ${value}.`);
}

/** Whether a path inside an artifact stays there. */
export function isInside(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\\') || path.includes('\0')) return false;
  return path.split('/').every((part) => part !== '..' && part !== '' && part !== '.');
}

function canonicalMembers(text: string, what: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unknown(`The ${what} is not JSON.`);
  }
  const said = asMembers(value);
  if (said?.['v'] !== 1) throw unknown(`The ${what} is of a form that this agent does not know.`);
  // Two texts of one meaning would have two digests, and a lease for one would not be for the other.
  if (canonicalJson(value) !== text) throw unknown(`The ${what} is not written canonically.`);
  return said;
}

function membersOf(said: Members, name: string): Members {
  const members = asMembers(said[name]);
  if (members) return members;
  throw unknown(`Its ${name} is missing.`);
}

function listOf(said: Members, name: string, max: number): readonly unknown[] {
  const value = said[name];
  if (Array.isArray(value) && value.length <= max) return value;
  throw unknown(`Its ${name} is not a list of ${max} at most.`);
}

function textOf(said: Members, name: string): string {
  const value = said[name];
  if (typeof value === 'string' && value !== '' && value.length <= 2_048) return value;
  throw unknown(`Its ${name} is missing.`);
}

function nameIn(said: Members, name: string): string {
  const text = textOf(said, name);
  if (nameShape.test(text) && !text.includes('..')) return text;
  throw leaving(`Its ${name} ${JSON.stringify(text)} is not a plain name.`);
}

function digestIn(said: Members, name: string, shape: RegExp): string {
  const text = textOf(said, name);
  if (shape.test(text)) return text;
  throw unknown(`Its ${name} is not a SHA-256 digest.`);
}

function countOf(said: Members, name: string): number {
  const value = said[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw unknown(`Its ${name} is not a number.`);
}

function timeOf(said: Members, name: string): number {
  const timeMs = Date.parse(textOf(said, name));
  if (Number.isNaN(timeMs)) throw unknown(`Its ${name} is not a time.`);
  return timeMs;
}

function secondsIn(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= timeoutMaxS) return value;
  throw unknown('A time limit is not a number of seconds.');
}

function wordsIn(value: unknown): readonly string[] {
  const isWords = Array.isArray(value) && value.every((word) => typeof word === 'string' && !word.includes('\0'));
  if (isWords && value.length <= 64) return value as readonly string[];
  throw unknown('Its arguments are not a list of words.');
}

function urlOf(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw unknown(`${JSON.stringify(text)} is not an address.`);
}

function asMembers(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
}

function unknown(message: string): Unverified {
  return new Unverified('UNKNOWN_MEDIA_TYPE', message);
}

function leaving(message: string): Unverified {
  return new Unverified('PATH_TRAVERSAL', message);
}
