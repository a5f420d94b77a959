/** The root fields about service accounts, for tenant administrators and for machines that administer. */
import { randomUUID } from 'node:crypto';
import { allow, Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { invariant } from '@flotilla/kernel/invariant';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { serviceAccountAggregate } from '../aggregates.ts';
import { hashSecret, newSecret, printServiceToken } from '../secrets.ts';
import {
  CreateServiceAccountInput,
  RevokeServiceAccountInput,
  ServiceAccount,
  ServiceAccountConnection,
  ServiceAccountCreated,
} from './graphql.ts';
import { findServiceAccount, findServiceAccounts } from './queries.ts';
import { scopes } from './service-account.ts';

/** Queries and commands about service accounts. */
@Resolver(() => ServiceAccount)
export class ServiceAccountResolver {
  /** The revoked and expired ones stay visible. */
  @Authorize(allow(['TENANT_ADMIN'], 'access:read'))
  @Query(() => ServiceAccountConnection, { description: 'The service accounts of the tenant, newest first.' })
  async serviceAccounts(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<ConnectionOf<ServiceAccount>> {
    const page = pageOf(args);
    const { tenantId } = context;
    const rows = await context.read((em) => findServiceAccounts(em, { tenantId, page }));
    return connectionOf(rows, page, { cursor: (row) => [row.createdAt.toISOString(), row.id] });
  }

  /** A machine passes on no scope it does not hold. */
  @Authorize(allow(['TENANT_ADMIN'], 'access:write'))
  @Mutation(() => ServiceAccountCreated, { description: 'Creates a service account; its token is shown this once.' })
  async createServiceAccount(
    @Ctx() context: Context,
    @Arg('input', () => CreateServiceAccountInput) input: CreateServiceAccountInput,
  ): Promise<ServiceAccountCreated> {
    const { viewer } = context;
    const [id, secret] = [randomUUID(), newSecret()];
    await context.handle(serviceAccountAggregate, {
      id,
      command: {
        type: 'CreateServiceAccount',
        serviceAccountId: id,
        name: input.name,
        scopes: input.scopes,
        ttlHours: input.ttlHours,
        secretHash: hashSecret(secret),
        now: new Date().toISOString(),
        grantable: viewer.kind === 'service' ? viewer.scopes : scopes,
      },
    });
    return { serviceAccount: await rowOf(context, id), token: printServiceToken(id, secret) };
  }

  /** Counts from the machine's next request on. */
  @Authorize(allow(['TENANT_ADMIN'], 'access:write'))
  @Mutation(() => ServiceAccount, { description: 'Ends a service account for good, from its next request on.' })
  async revokeServiceAccount(
    @Ctx() context: Context,
    @Arg('input', () => RevokeServiceAccountInput) { serviceAccountId: id }: RevokeServiceAccountInput,
  ): Promise<ServiceAccount> {
    await context.handle(serviceAccountAggregate, { id, command: { type: 'RevokeServiceAccount' } });
    return rowOf(context, id);
  }
}

async function rowOf(context: Context, id: string): Promise<ServiceAccount> {
  const { tenantId } = context;
  const row = await context.read((em) => findServiceAccount(em, { tenantId, id }));
  invariant(row, 'a service account that was changed has a row');
  return row;
}
