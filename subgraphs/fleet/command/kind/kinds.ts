/**
 * The kinds of commands and what each may carry, checked before anything is queued: whoever gets a payload later, the
 * device above all, gets one that is complete and of the right shape. EXEC is checked by its runbook.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { checkedChannel } from '../../naming/words.ts';
import type { CommandKind } from '../events.ts';

/** What a payload is, whatever its kind. */
export type Payload = Readonly<Record<string, unknown>>;

/** What goes into a support bundle. */
export const supportBundleParts = ['logs', 'config', 'inventory', 'journal', 'queue', 'metrics'] as const;

/** How long a device may work on each kind once it has begun, in seconds. A runbook says so itself. */
export const runSeconds: Readonly<Record<Exclude<CommandKind, 'EXEC'>, number>> = {
  DRAIN: 3_600,
  UNCORDON: 60,
  CORDON: 60,
  RESTART_SERVICE: 300,
  SET_CHANNEL: 60,
  REFRESH_INVENTORY: 120,
  SUPPORT_BUNDLE: 900,
};

const servicePattern = /^[A-Za-z0-9@_][A-Za-z0-9@._:-]{0,63}$/;

const checks: Readonly<Record<Exclude<CommandKind, 'EXEC'>, (payload: Payload) => Payload>> = {
  DRAIN: (payload) => ({ graceS: checkedGrace(payload['graceS']) }),
  UNCORDON: () => ({}),
  CORDON: () => ({}),
  RESTART_SERVICE: (payload) => ({ service: checkedService(payload['service']) }),
  SET_CHANNEL: (payload) => ({ channel: checkedChannel(textOf('channel', payload['channel'])) }),
  REFRESH_INVENTORY: () => ({}),
  SUPPORT_BUNDLE: (payload) => ({ include: checkedParts(payload['include']) }),
};

const elements: Readonly<Record<CommandKind, readonly string[]>> = {
  DRAIN: ['graceS'],
  UNCORDON: [],
  CORDON: [],
  RESTART_SERVICE: ['service'],
  SET_CHANNEL: ['channel'],
  REFRESH_INVENTORY: [],
  SUPPORT_BUNDLE: ['include'],
  EXEC: ['runbookId', 'version', 'args'],
};

/** The payload as the device gets it. Refuses with INVALID_INPUT, naming the element. */
export function checkedPayload(kind: Exclude<CommandKind, 'EXEC'>, payload: unknown): Payload {
  return checks[kind](knownElements(kind, payload));
}

/** Which runbook an EXEC asks for, with which arguments. Refuses with INVALID_INPUT, naming the element. */
export type RunbookCall = { readonly runbookId: string; readonly version: number; readonly args: Payload };

/** The call of a runbook that a payload is. */
export function checkedCall(payload: unknown): RunbookCall {
  const { runbookId, version, args = {} } = knownElements('EXEC', payload);
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    throw wrong('version', 'The version of the runbook is a whole number from 1.');
  }
  return { runbookId: textOf('runbookId', runbookId), version, args: objectOf('args', args) };
}

function knownElements(kind: CommandKind, payload: unknown): Payload {
  const given = objectOf('payload', payload ?? {});
  const known = elements[kind];
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger === undefined) return given;
  const has = known.length === 0 ? 'has no elements' : `has ${known.join(', ')}`;
  throw wrong(stranger.slice(0, 40), `A ${kind} has no ${stranger.slice(0, 40)}; it ${has}.`);
}

function checkedGrace(value: unknown): number {
  const graceS = value ?? 60;
  if (typeof graceS === 'number' && Number.isInteger(graceS) && graceS >= 0 && graceS <= 3_600) return graceS;
  throw wrong('graceS', 'graceS is a whole number of seconds from 0 to 3600.');
}

/** A service's name must not be taken for an option by whatever restarts it. */
function checkedService(value: unknown): string {
  const service = textOf('service', value);
  if (servicePattern.test(service)) return service;
  throw wrong('service', 'A service is named by 1 to 64 of A-Z, a-z, 0-9, @ . _ : and -, and does not begin with -.');
}

function checkedParts(value: unknown): readonly string[] {
  const parts: unknown = value ?? ['logs', 'inventory'];
  const isKnown = (part: unknown) => supportBundleParts.some((known) => known === part);
  if (Array.isArray(parts) && parts.length > 0 && parts.every(isKnown)) return [...new Set(parts as string[])];
  throw wrong('include', `include lists one or more of ${supportBundleParts.join(', ')}.`);
}

function textOf(element: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(element, `The payload lacks ${element}, which is a text.`);
}

function objectOf(element: string, value: unknown): Payload {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Payload;
  throw wrong(element, `The ${element} is an object.`);
}

function wrong(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
