/**
 * Who may say what a device should be. One holder at a time, fenced by an epoch; a hand-over has two steps: the holder
 * lets go (or its lease ends), then somebody takes with the next epoch. Two control planes that could not hear each
 * other may both have taken: when they meet, both reckon the same outcome from the two claims, and what the losing one
 * wrote becomes conflicts that people see. Pure: leases are judged by the database's clock and come in the command.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedName, checkedReason } from '../naming/words.ts';
import type { AuthorityConflictDetected, AuthorityEvent, AuthorityFacts, AuthoritySubject } from './events.ts';

/** HELD and RELEASING: the named authority holds. VACANT: nobody does; the named one was the last. */
export type AuthorityStage = 'HELD' | 'RELEASING' | 'VACANT';

/** How a device or a domain stands. */
export type AuthorityStanding = Omit<AuthorityFacts, 'subject' | 'id'> & { readonly stage: AuthorityStage };

/** What holds where nobody ever took anything. */
export const originalStanding: AuthorityStanding = {
  stage: 'HELD',
  authorityId: 'global',
  masterOfRecord: 'GLOBAL',
  epoch: 1,
  controllerIds: [],
};

/** One authority as its stream tells it. `own` is null while it is inherited. */
export type AuthorityState = {
  readonly own: AuthorityStanding | null;
  readonly conflicts: readonly { readonly conflictId: string; readonly digest: string; readonly isOpen: boolean }[];
};

/** Whose authority a command is about, and what it inherits as long as it has none of its own. */
type About = {
  readonly subject: AuthoritySubject;
  readonly id: string;
  readonly inherited: AuthorityStanding;
};

/** Ask the holder to let go. When this control plane is the holder, it does so at once. */
export type ReleaseAuthority = About & {
  readonly type: 'ReleaseAuthority';
  readonly reason: string;
  readonly ownAuthorityId: string;
};

/** The holder says that it has let go. */
export type AcknowledgeRelease = About & {
  readonly type: 'AcknowledgeRelease';
  readonly authorityId: string;
  readonly epoch: number;
};

/** Take what nobody holds, or whose holder was not heard for longer than its lease. */
export type TakeAuthority = About &
  Pick<AuthorityFacts, 'authorityId' | 'masterOfRecord' | 'controllerIds'> & {
    readonly type: 'TakeAuthority';
    readonly leaseS: number | null;
    readonly isLeaseExpired: boolean;
  };

/** A desired-state write: who made it, under which epoch, and what it said. */
export type DesiredWrite = {
  /** The same on every control plane that knows of the write. */
  readonly writeId: string;
  readonly authorityId: string;
  readonly epoch: number;
  readonly what: string;
  readonly content: unknown;
};

/** What one control plane says of a subject: how it stands there, and what was written under it. */
export type AuthorityClaim = {
  readonly standing: AuthorityStanding;
  readonly writes: readonly DesiredWrite[];
};

/** Meet another control plane's claim. `local` is ours of the same subject. */
export type MeetClaim = About & {
  readonly type: 'MeetClaim';
  readonly local: readonly DesiredWrite[];
  readonly remote: AuthorityClaim;
};

/** Keep a refused write where people see it. */
export type RecordConflict = About & {
  readonly type: 'RecordConflict';
  readonly conflictId: string;
  readonly authorityId: string;
  readonly epoch: number;
  readonly what: string;
  readonly content: unknown;
};

/** Be done with a conflict. */
export type ResolveConflict = About & {
  readonly type: 'ResolveConflict';
  readonly conflictId: string;
  readonly reason: string;
};

/** Every command of an authority. */
export type AuthorityCommand =
  ReleaseAuthority | AcknowledgeRelease | TakeAuthority | MeetClaim | RecordConflict | ResolveConflict;

const controllersMax = 16;
const leaseBoundsS = { min: 5, max: 31_536_000 } as const;

/** The decider of the streams `authority-device-<id>` and `authority-domain-<id>`. */
export const authority: Decider<AuthorityState, AuthorityCommand, AuthorityEvent> & { category: string } = {
  category: 'authority',
  initialState: { own: null, conflicts: [] },
  decide(command, state) {
    const now = state.own ?? command.inherited;
    switch (command.type) {
      case 'ReleaseAuthority':
        return release(command, now);
      case 'AcknowledgeRelease':
        return acknowledge(command, now);
      case 'TakeAuthority':
        return take(command, now);
      case 'MeetClaim':
        return meet(command, state);
      case 'RecordConflict': {
        const { conflictId, authorityId, epoch, what, content } = command;
        return conflict(command, state, { conflictId, write: { authorityId, epoch, what, content }, current: now });
      }
      case 'ResolveConflict':
        return resolve(command, state);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AuthorityReleaseRequested':
        return { ...state, own: standingIn(event.data, 'RELEASING') };
      case 'AuthorityReleased':
        return { ...state, own: standingIn(event.data, 'VACANT') };
      case 'AuthorityTaken':
        return { ...state, own: standingIn(event.data, 'HELD') };
      case 'AuthorityConflictDetected': {
        const { conflictId } = event.data;
        const seen = { conflictId, digest: digestOf(event.data), isOpen: true };
        return { ...state, conflicts: [...state.conflicts, seen] };
      }
      case 'AuthorityConflictResolved': {
        const { conflictId } = event.data;
        const close = (each: AuthorityState['conflicts'][number]) =>
          each.conflictId === conflictId ? { ...each, isOpen: false } : each;
        return { ...state, conflicts: state.conflicts.map(close) };
      }
      default:
        return state;
    }
  },
};

/** Whether somebody who names an authority and an epoch may write. A lower epoch may not, and neither may a higher one. */
export function mayWrite(
  standing: AuthorityStanding,
  presented: { readonly authorityId: string; readonly epoch: number },
): boolean {
  if (standing.stage === 'VACANT') return false;
  return standing.authorityId === presented.authorityId && standing.epoch === presented.epoch;
}

/**
 * What two control planes agree on that come to different standings of one subject: the higher epoch. Where both name
 * the same epoch for different holders, the one that still holds does, or the name that sorts first, by an epoch above
 * both, so that the other's writes are stale on every device. Both sides reckon the same, whoever is called local.
 */
export function agreed(one: AuthorityStanding, other: AuthorityStanding): AuthorityStanding {
  if (one.epoch !== other.epoch) return one.epoch > other.epoch ? one : other;
  if (one.authorityId === other.authorityId) return further(one, other);
  const isVacant = (standing: AuthorityStanding) => standing.stage === 'VACANT';
  if (isVacant(one) !== isVacant(other)) return { ...(isVacant(one) ? other : one), epoch: one.epoch + 1 };
  return { ...(one.authorityId < other.authorityId ? one : other), epoch: one.epoch + 1 };
}

const stages: readonly AuthorityStage[] = ['HELD', 'RELEASING', 'VACANT'];

/** Of one holder and epoch, the later stage is the newer news. */
function further(one: AuthorityStanding, other: AuthorityStanding): AuthorityStanding {
  return stages.indexOf(one.stage) >= stages.indexOf(other.stage) ? one : other;
}

function release(command: ReleaseAuthority, now: AuthorityStanding): readonly AuthorityEvent[] {
  if (now.stage === 'VACANT') throw standsOtherwise(command, now, 'Nobody holds it, so nobody can release it.');
  const reason = checkedReason(command.reason);
  const facts = factsOf(command, now);
  const requested: AuthorityEvent[] =
    now.stage === 'RELEASING' ? [] : [{ type: 'AuthorityReleaseRequested', data: { ...facts, reason } }];
  if (now.authorityId !== command.ownAuthorityId) return requested;
  return [...requested, { type: 'AuthorityReleased', data: { ...facts, cause: 'ACKNOWLEDGED', reason } }];
}

function acknowledge(command: AcknowledgeRelease, now: AuthorityStanding): readonly AuthorityEvent[] {
  const { authorityId, epoch } = command;
  const isSame = now.authorityId === authorityId && now.epoch === epoch;
  if (isSame && now.stage === 'VACANT') return [];
  if (isSame && now.stage === 'RELEASING') {
    const reason = 'the holder let go';
    return [{ type: 'AuthorityReleased', data: { ...factsOf(command, now), cause: 'ACKNOWLEDGED', reason } }];
  }
  const words = isSame
    ? 'Nobody asked the holder to release it.'
    : `${authorityId} at epoch ${epoch} is not the holder: ${nameOf(now)} is.`;
  throw standsOtherwise(command, now, words);
}

function take(command: TakeAuthority, now: AuthorityStanding): readonly AuthorityEvent[] {
  const { masterOfRecord, leaseS, isLeaseExpired } = command;
  const authorityId = checkedName('authorityId', command.authorityId);
  const controllerIds = checkedControllers(command.controllerIds);
  if (leaseS !== null && !(leaseS >= leaseBoundsS.min && leaseS <= leaseBoundsS.max && Number.isInteger(leaseS))) {
    const words = `leaseS is a whole number from ${leaseBoundsS.min} to ${leaseBoundsS.max}; ${leaseS} is not.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'leaseS' });
  }
  const taken: AuthorityEvent = {
    type: 'AuthorityTaken',
    data: {
      subject: command.subject,
      id: command.id,
      authorityId,
      masterOfRecord,
      controllerIds,
      leaseS,
      epoch: now.epoch + 1,
      origin: 'HANDOVER',
    },
  };
  if (now.stage === 'VACANT' || now.authorityId === authorityId) return [taken];
  if (!isLeaseExpired) {
    const words = `${nameOf(now)} holds it. It has to release it first, or its lease has to end.`;
    throw standsOtherwise(command, now, words);
  }
  const reason = `not heard for longer than its lease; taken over by ${authorityId}`;
  return [{ type: 'AuthorityReleased', data: { ...factsOf(command, now), cause: 'LEASE_EXPIRED', reason } }, taken];
}

function meet(command: MeetClaim, state: AuthorityState): readonly AuthorityEvent[] {
  const local = state.own ?? command.inherited;
  const { standing } = command.remote;
  const outcome = agreed(local, standing);
  const events = towards(command, local, outcome);
  if (local.authorityId === standing.authorityId) return events;
  const isOurs = outcome.authorityId === local.authorityId;
  const [kept, lost] = isOurs ? [command.local, command.remote.writes] : [command.remote.writes, command.local];
  const known = new Set(kept.map(({ writeId }) => writeId));
  let folded = state;
  for (const write of lost.filter(({ writeId }) => !known.has(writeId))) {
    const found = conflict(command, folded, { conflictId: write.writeId, write, current: outcome });
    folded = found.reduce<AuthorityState>((before, event) => authority.evolve(before, event), folded);
    events.push(...found);
  }
  return events;
}

/** The facts that lead from how it stands here to what was agreed on. */
function towards(about: About, local: AuthorityStanding, outcome: AuthorityStanding): AuthorityEvent[] {
  const facts = factsOf(about, outcome);
  const isSame = outcome.authorityId === local.authorityId && outcome.epoch === local.epoch;
  const events: AuthorityEvent[] = [];
  if (!isSame) events.push({ type: 'AuthorityTaken', data: { ...facts, leaseS: null, origin: 'CLAIM' } });
  const reason = 'as another control plane knew it';
  if (outcome.stage === (isSame ? local.stage : 'HELD')) return events;
  if (outcome.stage === 'RELEASING') events.push({ type: 'AuthorityReleaseRequested', data: { ...facts, reason } });
  if (outcome.stage === 'VACANT') {
    events.push({ type: 'AuthorityReleased', data: { ...facts, cause: 'ACKNOWLEDGED', reason } });
  }
  return events;
}

type Attempt = {
  readonly conflictId: string;
  readonly write: Pick<DesiredWrite, 'authorityId' | 'epoch' | 'what' | 'content'>;
  readonly current: AuthorityStanding;
};

/** The same write, tried again, is the same conflict. */
function conflict(about: About, state: AuthorityState, attempt: Attempt): readonly AuthorityConflictDetected[] {
  const { conflictId, write, current } = attempt;
  const { authorityId, epoch, what, content } = write;
  const digest = digestOf(write);
  if (state.conflicts.some((known) => known.digest === digest || known.conflictId === conflictId)) return [];
  const { subject, id } = about;
  const { authorityId: currentAuthorityId, epoch: currentEpoch } = current;
  const data = { conflictId, subject, id, authorityId, epoch, currentAuthorityId, currentEpoch, what, content };
  return [{ type: 'AuthorityConflictDetected', data }];
}

function resolve(command: ResolveConflict, state: AuthorityState): readonly AuthorityEvent[] {
  const { subject, id, conflictId } = command;
  const known = state.conflicts.find((each) => each.conflictId === conflictId);
  if (!known) throw new Refusal('NOT_FOUND', 'There is no such conflict.', { conflictId });
  const reason = checkedReason(command.reason);
  return known.isOpen ? [{ type: 'AuthorityConflictResolved', data: { conflictId, subject, id, reason } }] : [];
}

function standingIn(facts: AuthorityFacts, stage: AuthorityStage): AuthorityStanding {
  const { authorityId, masterOfRecord, epoch, controllerIds } = facts;
  return { stage, authorityId, masterOfRecord, epoch, controllerIds };
}

function factsOf({ subject, id }: About, standing: AuthorityStanding): AuthorityFacts {
  const { authorityId, masterOfRecord, epoch, controllerIds } = standing;
  return { subject, id, authorityId, masterOfRecord, epoch, controllerIds };
}

function digestOf({ authorityId, epoch, what, content }: Attempt['write']): string {
  return JSON.stringify([authorityId, epoch, what, content]);
}

function nameOf({ authorityId, epoch }: AuthorityStanding): string {
  return `${authorityId} at epoch ${epoch}`;
}

function standsOtherwise({ subject, id }: About, now: AuthorityStanding, message: string): Refusal {
  const { stage, authorityId: currentAuthorityId, epoch: currentEpoch } = now;
  return new Refusal('CONFLICT', message, { subject, id, state: stage, currentAuthorityId, currentEpoch });
}

function checkedControllers(ids: readonly string[]): readonly string[] {
  if (ids.length > controllersMax) {
    throw new Refusal('INVALID_INPUT', `At most ${controllersMax} controllers act for an authority.`, {
      element: 'controllerIds',
    });
  }
  return [...new Set(ids.map((id) => checkedName('controllerIds', id)))].toSorted((a, b) => (a < b ? -1 : 1));
}
