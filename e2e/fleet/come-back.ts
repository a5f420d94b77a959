/**
 * The return protocol from the device's side: hello, chunks from where the server is, close. One call of `comeBack` is
 * one session from beginning to end; whatever breaks is thrown, and the caller says hello again.
 */
import type { OperationName } from '../../agent/documents/ids.ts';
import { CallRefused } from '../../agent/transport.ts';
import type { DeviceChronicle } from './chronicle.ts';

/** Performs one operation at the agents' door, as the agent's own connection does. */
export type Caller = { call<Result>(operation: OperationName, variables: unknown): Promise<Result> };

/** Where a device stands in its return, and may be struck by lightning. */
export const returnSteps = [
  'open: sent',
  'open: answered',
  'upload: sent',
  'upload: answered',
  'upload: deleted',
  'close: sent',
  'close: answered',
] as const;

/** One of the steps. */
export type ReturnStep = (typeof returnSteps)[number];

/** What was heard of the server, in its order. */
export type Heard =
  | { readonly what: 'session'; readonly sessionEpoch: number; readonly resumeFrom: number; readonly isOver: boolean }
  | { readonly what: 'receipt'; readonly acknowledgedSeq: number; readonly duplicate: boolean }
  | { readonly what: 'conclusion'; readonly outcome: 'LIVE' | 'QUARANTINED'; readonly lastSeq: number };

/** How a device comes back. */
export type ReturnOptions = {
  readonly bootId: string;
  readonly chunkRecordsMax?: number;
  /** Between two chunks. */
  readonly pauseMs?: number;
  readonly heard?: (answer: Heard) => void;
  readonly step?: (step: ReturnStep) => Promise<void> | void;
  /** Called for each refusal that asks for patience. */
  readonly deferred?: () => void;
};

/** How a return ended. `NOTHING` when there was nothing to tell. */
export type Ending = 'LIVE' | 'QUARANTINED' | 'NOTHING';

type Session = {
  readonly sessionToken: string;
  readonly sessionEpoch: number;
  readonly resumeFrom: number;
  readonly chunkRecordsMax: number;
  readonly retryAfterMs: number | null;
  readonly nothingToReplay: boolean;
};
type Receipt = { readonly acknowledgedSeq: number; readonly duplicate: boolean; readonly retryAfterMs: number | null };
type Conclusion = { readonly outcome: 'LIVE' | 'QUARANTINED' };

/** Comes back once. Throws CallRefused or CallFailed where the session did not reach its end. */
export async function comeBack(caller: Caller, chronicle: DeviceChronicle, options: ReturnOptions): Promise<Ending> {
  const { heard = () => undefined, bootId } = options;
  const call = new Steps(caller, options);
  const session = await call.patiently<Session>('openReplay', () => ({ input: chronicle.hello(bootId) }));
  const { sessionToken, sessionEpoch, resumeFrom, nothingToReplay: isOver } = session;
  heard({ what: 'session', sessionEpoch, resumeFrom, isOver });
  await call.reach('open: answered');
  chronicle.acknowledge(resumeFrom - 1);
  if (isOver) return 'NOTHING';
  await pause(session.retryAfterMs ?? 0);
  const recordsMax = Math.min(session.chunkRecordsMax, options.chunkRecordsMax ?? Infinity);
  let upTo = resumeFrom - 1;
  for (
    let records = chronicle.chunk(upTo, recordsMax);
    records.length > 0;
    records = chronicle.chunk(upTo, recordsMax)
  ) {
    const input = { sessionToken, epoch: chronicle.epoch, fromSeq: records[0]?.seq, records };
    const receipt = await call.patiently<Receipt>('uploadReplayChunk', () => ({ input }));
    const { acknowledgedSeq, duplicate } = receipt;
    heard({ what: 'receipt', acknowledgedSeq, duplicate });
    await call.reach('upload: answered');
    upTo = Math.max(upTo, acknowledgedSeq);
    chronicle.acknowledge(acknowledgedSeq);
    await call.reach('upload: deleted');
    await pause(Math.max(receipt.retryAfterMs ?? 0, options.pauseMs ?? 0));
  }
  const { lastSeq } = chronicle;
  const { outcome } = await call.patiently<Conclusion>('closeReplay', () => ({ input: { sessionToken, lastSeq } }));
  heard({ what: 'conclusion', outcome, lastSeq });
  await call.reach('close: answered');
  return outcome;
}

const sentSteps: Readonly<Record<string, ReturnStep>> = {
  openReplay: 'open: sent',
  uploadReplayChunk: 'upload: sent',
  closeReplay: 'close: sent',
};

/** Calls that wait when they are asked to, and the steps they reach. */
class Steps {
  readonly #caller: Caller;
  readonly #options: ReturnOptions;

  constructor(caller: Caller, options: ReturnOptions) {
    this.#caller = caller;
    this.#options = options;
  }

  async reach(step: ReturnStep): Promise<void> {
    await this.#options.step?.(step);
  }

  async patiently<Result>(operation: OperationName, variables: () => unknown): Promise<Result> {
    for (;;) {
      try {
        const answer = this.#caller.call<Result>(operation, variables());
        const step = sentSteps[operation];
        // A fault of the call is met by awaiting it, not while lightning strikes.
        answer.catch(() => undefined);
        if (step) await this.reach(step);
        return await answer;
      } catch (fault) {
        const isBusy = fault instanceof CallRefused && ['LIMIT_EXCEEDED', 'UNAVAILABLE'].includes(fault.code);
        if (!isBusy) throw fault;
        this.#options.deferred?.();
        await pause((fault.retryAfterMs ?? 500) * (0.9 + Math.random() * 0.2));
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}
