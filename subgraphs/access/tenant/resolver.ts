/** The root fields about tenants: the caller's own for everybody, all of them for platform administrators. */
import { Authorize, signedIn } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { invariant } from '@flotilla/kernel/invariant';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { provisionTenant } from '../provisioning.ts';
import { platformAdmin } from '../rules.ts';
import { CreateTenantInput, Tenant, TenantConnection } from './graphql.ts';
import { findTenants, tenantsById } from './queries.ts';

/** Queries and commands about tenants. */
@Resolver(() => Tenant)
export class TenantResolver {
  readonly #database: Database;
  readonly #tail: Pick<LogTail, 'committed'>;

  constructor(database: Database, tail: Pick<LogTail, 'committed'>) {
    this.#database = database;
    this.#tail = tail;
  }

  /** Never null: a caller without a tenant is refused before. */
  @Authorize(signedIn)
  @Query(() => Tenant, { description: 'The tenant the caller acts in.' })
  async tenant(@Ctx() context: Context): Promise<Tenant> {
    const row = await context.loader(tenantsById).load(context.tenantId);
    invariant(row, 'a caller acts in a tenant that exists');
    return row;
  }

  /** Reads across tenants, which is what the role is for. */
  @Authorize(platformAdmin)
  @Query(() => TenantConnection, { description: 'All tenants of the platform, by slug.' })
  async tenants(@Args(() => PageArgs) args: PageArgs): Promise<ConnectionOf<Tenant>> {
    const page = pageOf(args);
    const rows = await this.#database.inTenant(everyTenant, (em) => findTenants(em, page));
    return connectionOf(rows, page, { cursor: (row) => [row.slug] });
  }

  /** The new tenant's events belong to the new tenant; the actor in them is the caller. */
  @Authorize(platformAdmin)
  @Mutation(() => Tenant, { description: 'Creates a tenant with its first administrator.' })
  async createTenant(
    @Ctx() context: Context,
    @Arg('input', () => CreateTenantInput) input: CreateTenantInput,
  ): Promise<Tenant> {
    const { name, slug, firstAdminEmail: email } = input;
    const users = [{ email, name: email, roles: ['TENANT_ADMIN'] as const }];
    const tenantId = await provisionTenant(this.#database, { name, slug, users }, context.viewer);
    this.#tail.committed();
    const rows = await this.#database.inTenant(tenantId, (em) => tenantsById.load(em, [tenantId]));
    const row = rows.get(tenantId);
    invariant(row, 'a created tenant has a row');
    return row;
  }
}
