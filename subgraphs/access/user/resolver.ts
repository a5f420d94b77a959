/** The root fields about users, all for tenant administrators but one: ending one's own sessions. */
import { randomUUID } from 'node:crypto';
import { allow, Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { PageArgs } from '@flotilla/kernel/page-args';
import { holdsRole } from '@flotilla/kernel/viewer';
import { Arg, Args, ArgsType, Ctx, Field, Mutation, Query, Resolver } from 'type-graphql';
import { administratorOf } from '../administrator.ts';
import { userAggregate } from '../aggregates.ts';
import { refusingDuplicates } from '../duplicates.ts';
import { person } from '../rules.ts';
import {
  AddUserInput,
  EndUserSessionsInput,
  ReinstateUserInput,
  SetUserRolesInput,
  SuspendUserInput,
  User,
  UserConnection,
} from './graphql.ts';
import { findUsers, usersById } from './queries.ts';
import type { UserCommand } from './user.ts';

const administrators = allow(['TENANT_ADMIN'], 'access:write');

@ArgsType()
class UsersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Filter: role:, status:, email:, name: and bare words, e.g. `role:OPERATOR status:ACTIVE ann`.',
  })
  q?: string | null;
}

/** Queries and commands about users. */
@Resolver(() => User)
export class UserResolver {
  /** By e-mail address. */
  @Authorize(allow(['TENANT_ADMIN'], 'access:read'))
  @Query(() => UserConnection, { description: 'The users of the tenant, by e-mail address.' })
  async users(@Ctx() context: Context, @Args(() => UsersArgs) args: UsersArgs): Promise<ConnectionOf<User>> {
    const page = pageOf(args);
    const { tenantId } = context;
    const rows = await context.read((em) => findUsers(em, { tenantId, page, q: args.q ?? null }));
    return connectionOf(rows, page, { cursor: (row) => [row.email] });
  }

  /** The address may be one the issuer does not know yet. */
  @Authorize(administrators)
  @Mutation(() => User, { description: 'Adds a person to the tenant; they sign in with the verified address.' })
  async addUser(@Ctx() context: Context, @Arg('input', () => AddUserInput) input: AddUserInput): Promise<User> {
    const userId = randomUUID();
    const { email, name, roles } = input;
    const by = administratorOf(context.viewer);
    return change(context, userId, { type: 'AddUser', userId, email, name, roles, by });
  }

  /** Counts from the user's next request on. */
  @Authorize(administrators)
  @Mutation(() => User, { description: "Replaces a user's roles; counts from the next request on." })
  async setUserRoles(
    @Ctx() context: Context,
    @Arg('input', () => SetUserRolesInput) input: SetUserRolesInput,
  ): Promise<User> {
    const by = administratorOf(context.viewer);
    return change(context, input.userId, { type: 'SetUserRoles', roles: input.roles, by });
  }

  /** Ends every session of the user for good. */
  @Authorize(administrators)
  @Mutation(() => User, { description: 'Suspends a user and ends every session; counts from the next request on.' })
  async suspendUser(
    @Ctx() context: Context,
    @Arg('input', () => SuspendUserInput) input: SuspendUserInput,
  ): Promise<User> {
    const by = administratorOf(context.viewer);
    return change(context, input.userId, { type: 'SuspendUser', reason: input.reason, by });
  }

  /** Sessions that ended with the suspension stay ended. */
  @Authorize(administrators)
  @Mutation(() => User, { description: 'Lets a suspended user sign in again.' })
  async reinstateUser(
    @Ctx() context: Context,
    @Arg('input', () => ReinstateUserInput) input: ReinstateUserInput,
  ): Promise<User> {
    return change(context, input.userId, { type: 'ReinstateUser', by: administratorOf(context.viewer) });
  }

  /** Includes the session the call is made with. */
  @Authorize(person)
  @Mutation(() => User, { description: 'Signs a user out everywhere: yourself, or anybody as TENANT_ADMIN.' })
  async endUserSessions(
    @Ctx() context: Context,
    @Arg('input', () => EndUserSessionsInput) input: EndUserSessionsInput,
  ): Promise<User> {
    const { viewer } = context;
    if (input.userId !== viewer.subject && viewer.kind === 'user' && !holdsRole(viewer, 'TENANT_ADMIN')) {
      throw new Refusal('FORBIDDEN', "Ending another person's sessions needs TENANT_ADMIN.", {
        roles: ['TENANT_ADMIN'],
      });
    }
    return change(context, input.userId, { type: 'EndUserSessions' });
  }
}

async function change(context: Context, userId: string, command: UserCommand): Promise<User> {
  await refusingDuplicates(() => context.handle(userAggregate, { id: userId, command }));
  const row = await context.loader(usersById).load(userId);
  invariant(row, 'a user that was changed has a row');
  return row;
}
