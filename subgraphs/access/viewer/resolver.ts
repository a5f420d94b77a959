/** The root fields that tell callers who they are. */
import { anyone, Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Database } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { findTenantsOf } from '../introspection/lookups.ts';
import { ServiceAccount } from '../service-account/graphql.ts';
import { findServiceAccount } from '../service-account/queries.ts';
import { findSession } from '../session/queries.ts';
import { tenantsById } from '../tenant/queries.ts';
import { usersById } from '../user/queries.ts';
import { Membership, Viewer } from './graphql.ts';

/** Queries about the caller. */
@Resolver(() => Viewer)
export class ViewerResolver {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Never refuses, so that a page can ask before it knows whether anybody is there. */
  @Authorize(anyone)
  @Query(() => Viewer, {
    nullable: true,
    description: 'The person who asks: null when anonymous. A service account asks for serviceAccount instead.',
  })
  async viewer(@Ctx() context: Context): Promise<Viewer | null> {
    const { kind, subject, roles, sessionId } = context.viewer;
    if (kind !== 'user') return null;
    const { tenantId } = context;
    const [user, tenant, session] = await Promise.all([
      context.loader(usersById).load(subject),
      context.loader(tenantsById).load(tenantId),
      context.read((em) => findSession(em, { tenantId, id: sessionId ?? '' })),
    ]);
    invariant(user && tenant, 'a person who is signed in has a user and a tenant');
    return { user, tenant, roles: [...roles], session: session };
  }

  /** Names and slugs only: everything else of another tenant is seen by signing in there. */
  @FieldResolver(() => [Membership], {
    description: 'Every tenant the person can sign in to, this one included, by name.',
  })
  async memberships(@Root() { user, tenant }: Viewer): Promise<Membership[]> {
    const found = await findTenantsOf(this.#database, { tenantId: tenant.id, id: user.id });
    return found.map(({ tenantId, name, slug, roles }) => ({
      tenantName: name,
      tenantSlug: slug,
      roles,
      isCurrent: tenantId === tenant.id,
    }));
  }

  /** The counterpart of `viewer` for machines. */
  @Authorize(anyone)
  @Query(() => ServiceAccount, { nullable: true, description: 'The service account that asks: null for anybody else.' })
  async serviceAccount(@Ctx() context: Context): Promise<ServiceAccount | null> {
    if (context.viewer.kind !== 'service') return null;
    const { tenantId, viewer } = context;
    return context.read((em) => findServiceAccount(em, { tenantId, id: viewer.subject }));
  }
}
