/**
 * An order while somebody writes it: everything is text until it is read here, once, into the payload the API takes.
 * Slips are named by their field; what the API alone can judge is left to it.
 */
import type { CommandKind } from '../../gql/graphql.ts';

/** What a support bundle can hold. */
export const bundleParts = ['logs', 'config', 'inventory', 'journal', 'queue', 'metrics'] as const;

/** One argument of a runbook, as far as the form needs to know it. */
export interface OrderParameter {
  name: string;
  type: 'STRING' | 'ENUM' | 'INT' | 'BOOLEAN';
  pattern: string | null;
  lengthMax: number | null;
  values: readonly string[] | null;
  min: number | null;
  max: number | null;
}

/** A runbook that can be run. */
export interface OrderRunbook {
  runbookId: string;
  version: number;
  name: string;
  description: string;
  parameters: readonly OrderParameter[];
}

/** What stands in the fields. */
export interface OrderDraft {
  kind: CommandKind;
  graceS: string;
  service: string;
  channel: string;
  include: readonly string[];
  /** `<runbookId> <version>`; empty while none is chosen. */
  runbook: string;
  args: Readonly<Record<string, string>>;
}

/** An empty order of a kind. */
export function emptyOrder(kind: CommandKind): OrderDraft {
  return {
    kind,
    graceS: '60',
    service: '',
    channel: 'prod',
    include: ['logs', 'inventory'],
    runbook: '',
    args: {},
  };
}

/** The key by which a form names a version of a runbook. */
export function runbookKey({ runbookId, version }: Pick<OrderRunbook, 'runbookId' | 'version'>): string {
  return `${runbookId} ${version}`;
}

/** Whether a kind has anything to fill in. */
export function hasFields(kind: CommandKind): boolean {
  return kind !== 'CORDON' && kind !== 'UNCORDON' && kind !== 'REFRESH_INVENTORY';
}

/** A payload, or the field that keeps it from being one. */
export type ReadOrder =
  | {
      readonly kind: 'payload';
      readonly payload: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'slip'; readonly field: string; readonly why: string };

/** Reads a draft. */
export function readOrder(draft: OrderDraft, runbooks: readonly OrderRunbook[]): ReadOrder {
  switch (draft.kind) {
    case 'DRAIN':
      return wholeIn(draft.graceS, { min: 0, max: 3600 })
        ? payload({ graceS: Number(draft.graceS) })
        : slip('graceS', 'A whole number of seconds from 0 to 3600.');
    case 'RESTART_SERVICE':
      return draft.service.trim() === ''
        ? slip('service', 'Name the service.')
        : payload({ service: draft.service.trim() });
    case 'SET_CHANNEL':
      return payload({ channel: draft.channel });
    case 'SUPPORT_BUNDLE':
      return draft.include.length === 0
        ? slip('include', 'Choose at least one part.')
        : payload({ include: draft.include });
    case 'EXEC':
      return readCall(draft, runbooks);
    case 'CORDON':
    case 'UNCORDON':
    case 'REFRESH_INVENTORY':
      return payload({});
  }
}

function readCall(draft: OrderDraft, runbooks: readonly OrderRunbook[]): ReadOrder {
  const runbook = runbooks.find((each) => runbookKey(each) === draft.runbook);
  if (runbook === undefined) return slip('runbook', 'Choose a runbook.');
  const args: Record<string, string | number | boolean> = {};
  for (const parameter of runbook.parameters) {
    const text = draft.args[parameter.name] ?? firstValueOf(parameter);
    const why = slipOf(parameter, text);
    if (why !== undefined) return slip(parameter.name, why);
    args[parameter.name] =
      parameter.type === 'INT' ? Number(text) : parameter.type === 'BOOLEAN' ? text === 'true' : text;
  }
  return payload({
    runbookId: runbook.runbookId,
    version: runbook.version,
    args,
  });
}

/** What stands in a field nobody has touched. */
export function firstValueOf({ type, values }: OrderParameter): string {
  if (type === 'ENUM') return values?.[0] ?? '';
  return type === 'BOOLEAN' ? 'false' : '';
}

function slipOf({ name, type, lengthMax, min, max }: OrderParameter, text: string): string | undefined {
  if (type === 'INT' && !wholeIn(text, { min: min ?? -Infinity, max: max ?? Infinity })) {
    return `${name} is a whole number from ${min} to ${max}.`;
  }
  if (type === 'STRING' && lengthMax !== null && text.length > lengthMax)
    return `${name} has ${lengthMax} characters at most.`;
  return undefined;
}

function wholeIn(text: string, { min, max }: { min: number; max: number }): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max;
}

function payload(value: Readonly<Record<string, unknown>>): ReadOrder {
  return { kind: 'payload', payload: value };
}

function slip(field: string, why: string): ReadOrder {
  return { kind: 'slip', field, why };
}
