/** The root fields about sessions: a person sees and ends their own; tenant administrators may end any. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { PageArgs } from '@flotilla/kernel/page-args';
import { holdsRole } from '@flotilla/kernel/viewer';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { sessionAggregate } from '../aggregates.ts';
import { person } from '../rules.ts';
import { RevokeSessionInput, Session, SessionConnection } from './graphql.ts';
import { findOpenSessions, findSession } from './queries.ts';

/** Queries and commands about sessions. */
@Resolver(() => Session)
export class SessionResolver {
  readonly #idleS: number;

  constructor(idleS: number) {
    this.#idleS = idleS;
  }

  /** Compares ids, never secrets. */
  @FieldResolver(() => Boolean, { description: 'Whether this very request is made with the session.' })
  isCurrent(@Root() session: Session, @Ctx() context: Context): boolean {
    return session.id === context.viewer.sessionId;
  }

  /** Those that are over are in the audit trail, not here. */
  @Authorize(person)
  @Query(() => SessionConnection, { description: "The caller's own sessions that are still good, newest first." })
  async sessions(@Ctx() context: Context, @Args(() => PageArgs) args: PageArgs): Promise<ConnectionOf<Session>> {
    const page = pageOf(args);
    const { tenantId } = context;
    const query = { tenantId, userId: context.viewer.subject, idleS: this.#idleS, page };
    const rows = await context.read((em) => findOpenSessions(em, query));
    return connectionOf(rows, page, {
      cursor: (row) => [row.createdAt.toISOString(), row.id],
    });
  }

  /** Another person's session is not found rather than forbidden, so that ids cannot be probed. */
  @Authorize(person)
  @Mutation(() => Session, { description: 'Ends a session: your own, or anybody’s of the tenant as TENANT_ADMIN.' })
  async revokeSession(
    @Ctx() context: Context,
    @Arg('input', () => RevokeSessionInput) { sessionId: id }: RevokeSessionInput,
  ): Promise<Session> {
    const { tenantId, viewer } = context;
    const before = await context.read((em) => findSession(em, { tenantId, id }));
    if (!before || (before.userId !== viewer.subject && !holdsRole(viewer, 'TENANT_ADMIN'))) {
      throw new Refusal('NOT_FOUND', 'There is no such session.', { sessionId: id });
    }
    await context.handle(sessionAggregate, { id, command: { type: 'RevokeSession', reason: 'REVOKED' } });
    const after = await context.read((em) => findSession(em, { tenantId, id }));
    invariant(after, 'a session that was revoked has a row');
    return after;
  }
}
