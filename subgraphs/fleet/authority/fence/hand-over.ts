/**
 * Hand-overs: every change of who holds, each alone with its tenant's fence, so that it sees all writes that were let
 * through and none that was not. Also where two control planes meet that could not hear each other for a while.
 */
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import { handleWithin } from '@flotilla/kernel/handle';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { ask } from '@flotilla/kernel/transaction';
import type { Viewer } from '@flotilla/kernel/viewer';
import { authorityAggregate } from '../../aggregates.ts';
import type { AuthorityClaim, AuthorityCommand, AuthorityStanding } from '../authority.ts';
import type { AuthoritySubject, MasterOfRecord } from '../events.ts';
import { desiredWritesOf, isLeaseExpired, standingOf } from '../queries.ts';
import { closeFence, retrying, streamIdOf } from './fence.ts';

/** What hand-overs work with. */
export type HandOverParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly ownAuthorityId: string;
};

/** A device or a domain of the viewer's tenant. */
export type Subject = { readonly subject: AuthoritySubject; readonly id: string };

/** Who is to hold. */
export type Taker = {
  readonly authorityId: string;
  readonly masterOfRecord: MasterOfRecord;
  readonly controllerIds: readonly string[];
  readonly leaseS: number | null;
};

const leaseMaxS = 31_536_000;

/** Changes who holds. */
export class HandOver {
  readonly #parts: HandOverParts;

  constructor(parts: HandOverParts) {
    this.#parts = parts;
  }

  /** First step: asks the holder to let go; this control plane does so at once when it is the holder. */
  release(viewer: Viewer, of: Subject, reason: string): Promise<AuthorityStanding> {
    const { ownAuthorityId } = this.#parts;
    return this.#command(viewer, of, async () => ({ type: 'ReleaseAuthority', reason, ownAuthorityId }));
  }

  /** The holder, which is another control plane, says that it has let go. */
  acknowledge(viewer: Viewer, of: Subject, holder: { authorityId: string; epoch: number }): Promise<AuthorityStanding> {
    return this.#command(viewer, of, async () => ({ type: 'AcknowledgeRelease', ...holder }));
  }

  /** Second step: somebody takes what is free, or what its holder has lost by silence. */
  take(viewer: Viewer, of: Subject, taker: Taker): Promise<AuthorityStanding> {
    const { ownAuthorityId } = this.#parts;
    return this.#command(viewer, of, async (em, { tenantId, current }) => {
      // Whoever decides here is heard: it cannot have lost its own lease by silence.
      const isHolderHere = current.authorityId === ownAuthorityId;
      const isExpired = !isHolderHere && (await isLeaseExpired(em, tenantId, current.authorityId));
      if (taker.leaseS !== null) await extendLease(em, { ...taker, tenantId, seconds: taker.leaseS });
      return { type: 'TakeAuthority', ...taker, isLeaseExpired: isExpired };
    });
  }

  /** A control plane was heard: its lease lasts from now on. No fact, as a heartbeat is none. */
  async renew(viewer: Viewer, authorityId: string, seconds: number): Promise<Date> {
    if (!(Number.isInteger(seconds) && seconds >= 5 && seconds <= leaseMaxS)) {
      const words = `seconds is a whole number from 5 to ${leaseMaxS}; ${seconds} is not.`;
      throw new Refusal('INVALID_INPUT', words, { element: 'seconds' });
    }
    const tenantId = tenantOf(viewer);
    return this.#parts.database.inTenant(tenantId, (em) => extendLease(em, { tenantId, authorityId, seconds }));
  }

  /** What this control plane says of a subject to another one. */
  async claim(viewer: Viewer, of: Subject): Promise<AuthorityClaim> {
    const tenantId = tenantOf(viewer);
    return this.#parts.database.inTenant(tenantId, async (em) => {
      await closeFence(em, tenantId);
      const standing = await known(em, tenantId, of);
      return { standing, writes: await desiredWritesOf(em, { tenantId, ...of }) };
    });
  }

  /** Hears what another control plane says of a subject: from now on both know the same holder and epoch. */
  meet(viewer: Viewer, of: Subject, remote: AuthorityClaim): Promise<AuthorityStanding> {
    return this.#command(viewer, of, async (em, { tenantId }) => {
      return { type: 'MeetClaim', local: await desiredWritesOf(em, { tenantId, ...of }), remote };
    });
  }

  /** A person is done with a conflict. */
  async resolveConflict(
    viewer: Viewer,
    of: Subject,
    resolution: { conflictId: string; reason: string },
  ): Promise<void> {
    await this.#command(viewer, of, async () => ({ type: 'ResolveConflict', ...resolution }));
  }

  async #command(
    viewer: Viewer,
    of: Subject,
    make: (em: EntityManager, at: { tenantId: string; current: AuthorityStanding }) => Promise<Incomplete>,
  ): Promise<AuthorityStanding> {
    const { database, tail } = this.#parts;
    const tenantId = tenantOf(viewer);
    const attempt = () =>
      database.inTenant(tenantId, async (em) => {
        await closeFence(em, tenantId);
        const current = await known(em, tenantId, of);
        const command = { ...of, inherited: current, ...(await make(em, { tenantId, current })) } as AuthorityCommand;
        const id = streamIdOf(of.subject, of.id);
        const { state } = await handleWithin(em, authorityAggregate, { id, command, viewer });
        return state.own ?? current;
      });
    const standing = await retrying(attempt, authorityAggregate.category);
    tail.committed();
    return standing;
  }
}

/** A command without what every command of an authority says of its subject. */
type Incomplete = AuthorityCommand extends infer Each
  ? Each extends AuthorityCommand
    ? Omit<Each, 'subject' | 'id' | 'inherited'>
    : never
  : never;

async function known(em: EntityManager, tenantId: string, of: Subject): Promise<AuthorityStanding> {
  const found = await standingOf(em, { tenantId, ...of });
  const { subject, id } = of;
  if (!found) throw new Refusal('NOT_FOUND', `There is no such ${subject.toLowerCase()} in this tenant.`, { id });
  const { stage, authorityId, masterOfRecord, epoch, controllerIds } = found;
  return { stage, authorityId, masterOfRecord, epoch, controllerIds };
}

async function extendLease(
  em: EntityManager,
  lease: { readonly tenantId: string; readonly authorityId: string; readonly seconds: number },
): Promise<Date> {
  const [row] = await ask<{ expires_at: string }>(
    em,
    `insert into authority_leases as l (tenant_id, authority_id, expires_at)
     values ($1, $2, now() + $3 * interval '1 second')
     on conflict (tenant_id, authority_id) do update set expires_at = greatest(l.expires_at, excluded.expires_at)
     returning expires_at`,
    [lease.tenantId, lease.authorityId, lease.seconds],
  );
  return new Date(row?.expires_at ?? 0);
}

function tenantOf({ tenantId }: Viewer): string {
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  return tenantId;
}
