/**
 * The permissions of one device, one after the other. A device is busy exactly while its lease is ACTIVE or SUSPECT:
 * it starts on an answer to `BeginLease` and on nothing else, and only its own report, with the fence of this lease, or
 * two persons end it. Time ends what has not begun. Pure: the clock of the database and the budgets come in the command.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type {
  LeaseEvent,
  LeaseFacts,
  LeaseGranted,
  LeaseOutcome,
  LeaseStage,
  SuspicionCause,
  UpdateStep,
  WithdrawalCause,
} from './events.ts';

/** Every legal change of a lease. The ones that lead nowhere have freed their slot. */
export const leaseTransitions: Readonly<Record<LeaseStage, readonly LeaseStage[]>> = {
  GRANTED: ['ACTIVE', 'EXPIRED', 'ABORTED'],
  ACTIVE: ['SUSPECT', 'SUCCEEDED', 'FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN'],
  SUSPECT: ['SUCCEEDED', 'FAILED', 'ROLLED_BACK', 'ABORTED', 'OVERRIDDEN'],
  SUCCEEDED: [],
  FAILED: [],
  ROLLED_BACK: [],
  ABORTED: [],
  EXPIRED: [],
  OVERRIDDEN: [],
};

/** Whether a lease in this stage holds its slots. */
export function isOpen(stage: LeaseStage): boolean {
  return leaseTransitions[stage].length > 0;
}

/** The newest lease of a device. */
export type Lease = {
  readonly stage: LeaseStage;
  readonly facts: LeaseFacts;
  readonly beginBefore: string;
  readonly deadlineS: number;
  /** The person who wants it overridden, and why; null while nobody does. */
  readonly override: { readonly by: string; readonly reason: string } | null;
};

/** What the stream of a device's leases comes to. `fence` is the last one given out. */
export type LeaseState = { readonly fence: number; readonly lease: Lease | null };

/** Let the device start, if it says so in time. Refused while it holds a lease. */
export type GrantLease = { readonly type: 'GrantLease' } & Omit<LeaseGranted['data'], 'fence' | 'scopes'>;

/** The device asks to start. `isRunning` and `hasRoom` are as they are under the locks of this transaction. */
export type BeginLease = {
  readonly type: 'BeginLease';
  readonly leaseId: string;
  readonly fence: number;
  readonly intentDigest: string;
  readonly now: string;
  readonly isRunning: boolean;
  readonly hasRoom: boolean;
};

/** The device says how it ended. */
export type ReportLease = {
  readonly type: 'ReportLease';
  readonly leaseId: string;
  readonly fence: number;
  readonly outcome: LeaseOutcome;
  readonly code: string | null;
  readonly detail: string | null;
  readonly steps?: readonly UpdateStep[];
};

/** Take it back if the device has not begun. */
export type WithdrawLease = {
  readonly type: 'WithdrawLease';
  readonly fence: number;
  readonly cause: WithdrawalCause;
  readonly code: string | null;
  readonly detail: string | null;
};

/** End it if it has not begun in time. */
export type ExpireLease = { readonly type: 'ExpireLease'; readonly fence: number; readonly now: string };

/** The device that has begun is not heard, or takes too long. */
export type SuspectLease = { readonly type: 'SuspectLease'; readonly fence: number; readonly cause: SuspicionCause };

/** A person wants the slot freed. */
export type RequestOverride = {
  readonly type: 'RequestOverride';
  readonly leaseId: string;
  readonly by: string;
  readonly reason: string;
};

/** A second person agrees. */
export type ApproveOverride = { readonly type: 'ApproveOverride'; readonly leaseId: string; readonly by: string };

/** Every command of the leases of a device. */
export type LeaseCommand =
  | GrantLease
  | BeginLease
  | ReportLease
  | ExpireLease
  | WithdrawLease
  | SuspectLease
  | RequestOverride
  | ApproveOverride;

/** The decider of the stream `lease-<deviceId>`. */
export const lease: Decider<LeaseState, LeaseCommand, LeaseEvent> & { category: string } = {
  category: 'lease',
  initialState: { fence: 0, lease: null },
  decide(command, state) {
    switch (command.type) {
      case 'GrantLease':
        return grant(command, state);
      case 'BeginLease':
        return begin(command, state);
      case 'ReportLease':
        return report(command, state);
      case 'ExpireLease':
        return expire(command, state);
      case 'WithdrawLease':
        return withdraw(command, state);
      case 'SuspectLease':
        return suspect(command, state);
      case 'RequestOverride':
        return requestOverride(command, state);
      case 'ApproveOverride':
        return approveOverride(command, state);
    }
  },
  evolve(state, event) {
    if (event.type === 'LeaseGranted') return granted(event.data);
    const { lease: held } = state;
    if (!held) return state;
    switch (event.type) {
      case 'LeaseBegun':
        return { ...state, lease: { ...held, stage: 'ACTIVE' } };
      case 'LeaseReported':
        return { ...state, lease: { ...held, stage: event.data.outcome } };
      case 'LeaseExpired':
        return { ...state, lease: { ...held, stage: 'EXPIRED' } };
      case 'LeaseWithdrawn':
        return { ...state, lease: { ...held, stage: 'ABORTED' } };
      case 'LeaseSuspected':
        return { ...state, lease: { ...held, stage: 'SUSPECT' } };
      case 'LeaseOverrideRequested': {
        const { requestedBy: by, reason } = event.data;
        return { ...state, lease: { ...held, override: { by, reason } } };
      }
      case 'LeaseOverridden':
        return { ...state, lease: { ...held, stage: 'OVERRIDDEN' } };
    }
  },
};

/** What the answer to a device that asks to start is, by the state after the command. */
export type BeginVerdict = 'PERMITTED' | 'STALE' | 'EXPIRED' | 'OTHER_INTENT' | 'NOT_NOW';

/** Whether the device may work under this fence, and if not, why. Asked again, it answers the same. */
export function beginVerdict(
  command: Omit<BeginLease, 'type' | 'now' | 'isRunning' | 'hasRoom'>,
  state: LeaseState,
): BeginVerdict {
  const held = named(command, state);
  if (!held) return 'STALE';
  if (held.facts.intentDigest !== command.intentDigest) return 'OTHER_INTENT';
  switch (held.stage) {
    case 'ACTIVE':
    case 'SUSPECT':
      return 'PERMITTED';
    case 'GRANTED':
      return 'NOT_NOW';
    case 'EXPIRED':
      return 'EXPIRED';
    default:
      return 'STALE';
  }
}

/** A time some seconds after another, RFC 3339. */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1_000).toISOString();
}

function grant(command: GrantLease, { fence, lease: held }: LeaseState): LeaseEvent[] {
  if (held && isOpen(held.stage)) {
    const { leaseId, deviceId } = held.facts;
    const words = 'The device holds a lease already. It ends by its report, or by two persons.';
    throw new Refusal('CONFLICT', words, { deviceId, leaseId, state: held.stage });
  }
  const { type: _, ...data } = command;
  const scopes = data.limits.map(({ scope }) => scope);
  return [{ type: 'LeaseGranted', data: { ...data, fence: fence + 1, scopes } }];
}

function granted(data: LeaseGranted['data']): LeaseState {
  const { beginBefore, deadlineS, generation: _, limits: __, ...facts } = data;
  return { fence: data.fence, lease: { stage: 'GRANTED', facts, beginBefore, deadlineS, override: null } };
}

function begin(command: BeginLease, state: LeaseState): LeaseEvent[] {
  const held = named(command, state);
  if (held?.stage !== 'GRANTED' || held.facts.intentDigest !== command.intentDigest) return [];
  if (isAtOrAfter(command.now, held.beginBefore)) return [{ type: 'LeaseExpired', data: held.facts }];
  if (!command.isRunning || !command.hasRoom) return [];
  const dueAt = later(command.now, held.deadlineS);
  return [{ type: 'LeaseBegun', data: { ...held.facts, dueAt } }];
}

function report(command: ReportLease, state: LeaseState): LeaseEvent[] {
  const held = named(command, state);
  if (held?.stage !== 'ACTIVE' && held?.stage !== 'SUSPECT') return [];
  const { outcome, code, detail, steps } = command;
  return [{ type: 'LeaseReported', data: { ...held.facts, outcome, code, detail, ...(steps && { steps }) } }];
}

function withdraw({ fence, cause, code, detail }: WithdrawLease, { lease: held }: LeaseState): LeaseEvent[] {
  if (held?.stage !== 'GRANTED' || held.facts.fence !== fence) return [];
  return [{ type: 'LeaseWithdrawn', data: { ...held.facts, cause, code, detail } }];
}

function expire({ fence, now }: ExpireLease, { lease: held }: LeaseState): LeaseEvent[] {
  if (held?.stage !== 'GRANTED' || held.facts.fence !== fence || !isAtOrAfter(now, held.beginBefore)) return [];
  return [{ type: 'LeaseExpired', data: held.facts }];
}

function suspect({ fence, cause }: SuspectLease, { lease: held }: LeaseState): LeaseEvent[] {
  if (held?.stage !== 'ACTIVE' || held.facts.fence !== fence) return [];
  return [{ type: 'LeaseSuspected', data: { ...held.facts, cause } }];
}

function requestOverride({ leaseId, by, reason }: RequestOverride, state: LeaseState): LeaseEvent[] {
  const held = requireStuck(leaseId, state);
  if (held.override?.by === by) return [];
  return [{ type: 'LeaseOverrideRequested', data: { ...held.facts, requestedBy: by, reason: checkedReason(reason) } }];
}

function approveOverride({ leaseId, by }: ApproveOverride, state: LeaseState): LeaseEvent[] {
  const { facts, override } = requireStuck(leaseId, state);
  if (!override) {
    const words = 'Nobody asked to override this lease. Ask first, then let a second person agree.';
    throw new Refusal('CONFLICT', words, { leaseId });
  }
  if (override.by === by) {
    const words = 'Another person than the one who asked has to agree: the device may still be at work.';
    throw new Refusal('FORBIDDEN', words, { leaseId, rule: 'TWO_PERSONS' });
  }
  const data = { ...facts, requestedBy: override.by, approvedBy: by, reason: override.reason };
  return [{ type: 'LeaseOverridden', data }];
}

function requireStuck(leaseId: string, { lease: held }: LeaseState): Lease {
  if (held?.facts.leaseId !== leaseId) throw new Refusal('NOT_FOUND', 'There is no such lease.', { leaseId });
  if (held.stage === 'ACTIVE' || held.stage === 'SUSPECT') return held;
  const remedy = held.stage === 'GRANTED' ? 'It expires by itself.' : 'It holds no slot any more.';
  const words = `The lease is ${held.stage}. ${remedy}`;
  throw new Refusal('CONFLICT', words, { leaseId, state: held.stage });
}

/** The newest lease, if it is the one that is spoken of. */
function named(
  { leaseId, fence }: { readonly leaseId: string; readonly fence: number },
  { lease: held }: LeaseState,
): Lease | null {
  return held?.facts.leaseId === leaseId && held.facts.fence === fence ? held : null;
}

function checkedReason(text: string): string {
  const reason = text.trim();
  if (reason.length >= 3 && reason.length <= 500) return reason;
  const words = 'The reason has 3 to 500 characters: whoever looks later wants to know why.';
  throw new Refusal('INVALID_INPUT', words, { element: 'reason' });
}

function isAtOrAfter(at: string, other: string): boolean {
  return Date.parse(at) >= Date.parse(other);
}
