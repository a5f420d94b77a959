/**
 * What somebody wants devices to do, checked and complete: the same for one device and for ten thousand. What depends on
 * the device alone is checked when its command is queued.
 */
import type { EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import type { Viewer } from '@flotilla/kernel/viewer';
import { findRunbookVersion } from '../../runbook/queries.ts';
import { assertMayRun } from '../../runbook/template/may-run.ts';
import { renderArgv } from '../../runbook/template/render.ts';
import type { CommandKind, DeliverySemantics } from '../events.ts';
import { canonicalJson } from '@flotilla/kernel/canonical-json';
import { checkedCall, checkedPayload, runSeconds, type Payload } from '../kind/kinds.ts';

/** An order as somebody gives it. */
export type OrderInput = {
  readonly kind: CommandKind;
  readonly payload?: unknown;
  readonly delivery?: DeliverySemantics | null;
  readonly expiresInS?: number | null;
};

/** An order that can be queued. */
export type Order = {
  readonly kind: CommandKind;
  readonly payload: Payload;
  readonly delivery: DeliverySemantics;
  readonly expiresInS: number;
  readonly runS: number;
  readonly runbookId: string | null;
  /** The runbook's own threshold for a second person; null without. */
  readonly fourEyesAboveDevices: number | null;
};

const expiresInDefaultS = 3_600;
const expiresInS = { min: 5, max: 2_592_000 } as const;
const payloadMaxBytes = 16 * 1024;

/** Checks an order. Refuses with INVALID_INPUT, naming the element, or FORBIDDEN or CONFLICT about its runbook. */
export async function checkedOrder(em: EntityManager, input: OrderInput, viewer: Viewer): Promise<Order> {
  const { kind } = input;
  const lifeS = input.expiresInS ?? expiresInDefaultS;
  if (!Number.isInteger(lifeS) || lifeS < expiresInS.min || lifeS > expiresInS.max) {
    const words = `expiresInS is a whole number from ${expiresInS.min} to ${expiresInS.max}; ${lifeS} is not.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'expiresInS' });
  }
  assertSize(input.payload);
  const common = { kind, expiresInS: lifeS };
  if (kind === 'EXEC') {
    return { ...common, delivery: input.delivery ?? 'AT_MOST_ONCE', ...(await checkedExec(em, input.payload, viewer)) };
  }
  const payload = checkedPayload(kind, input.payload);
  const rest = { runS: runSeconds[kind], runbookId: null, fourEyesAboveDevices: null };
  return { ...common, delivery: input.delivery ?? 'AT_LEAST_ONCE', payload, ...rest };
}

/**
 * What a device gets for an EXEC: the arguments as they will stand, and the signed definition they come from, so that it
 * can see for itself that the one follows from the other.
 */
async function checkedExec(em: EntityManager, given: unknown, viewer: Viewer) {
  const { runbookId, version, args } = checkedCall(given);
  const runbook = await findRunbookVersion(em, runbookId, version);
  if (!runbook) throw new Refusal('NOT_FOUND', 'There is no such version of a runbook.', { runbookId, version });
  const { stage, definition, name, contentHash, signature } = runbook;
  assertMayRun(viewer, definition);
  if (stage !== 'APPROVED') {
    const remedy = stage === 'DRAFT' ? 'A second person must approve it first.' : 'Use a newer version.';
    throw new Refusal('CONFLICT', `Version ${version} of ${name} is ${stage}. ${remedy}`, {
      runbookId,
      version,
      state: stage,
    });
  }
  const argv = renderArgv(definition, args);
  const { timeoutS, outputMaxBytes, redact } = definition;
  const payload = {
    runbookId,
    version,
    name,
    args,
    argv,
    timeoutS,
    outputMaxBytes,
    redact,
    contentHash,
    definition: canonicalJson(definition),
    definitionSignature: signature,
  };
  return { payload, runS: timeoutS, runbookId, fourEyesAboveDevices: definition.fourEyesAboveDevices };
}

function assertSize(payload: unknown): void {
  if (Buffer.byteLength(JSON.stringify(payload ?? {})) <= payloadMaxBytes) return;
  throw new Refusal('INVALID_INPUT', `A payload has ${payloadMaxBytes} bytes at most.`, { element: 'payload' });
}
