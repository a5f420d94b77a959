/** Writes that lost, over GraphQL, and the authority of domains. */
import { Authorize } from '@flotilla/kernel/authorize';
import { pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Device } from '../../device/graphql.ts';
import { devicesById } from '../../device/queries.ts';
import { Domain } from '../../domain/graphql.ts';
import { domainsById, findSubtreeIds } from '../../domain/queries.ts';
import { requireDomain } from '../../domain/resolver.ts';
import type { DomainRow } from '../../domain/row.ts';
import { mayOperate, mayRead } from '../../rules.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import {
  Authority,
  AuthorityConflict,
  AuthorityConflictConnection,
  ResolveAuthorityConflictInput,
} from '../graphql.ts';
import { authorityByDomain, findConflict, findConflicts, type ShownConflict } from '../queries.ts';
import type { HandOver } from './hand-over.ts';

/** Which conflicts. */
@ArgsType()
export class AuthorityConflictArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only of this domain and below; absent for the whole tenant.' })
  domainId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only open ones, or only others; absent for both.' })
  isOpen?: boolean | null;
}

/** Queries, mutations and fields of conflicts. */
@Resolver(() => AuthorityConflict)
export class ConflictResolver {
  readonly #handOver: HandOver;

  constructor(handOver: HandOver) {
    this.#handOver = handOver;
  }

  @Authorize(mayRead)
  @Query(() => AuthorityConflictConnection, { description: 'Writes that lost against the holder, newest first.' })
  async authorityConflicts(
    @Args(() => AuthorityConflictArgs) args: AuthorityConflictArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<AuthorityConflict>> {
    const page = pageOf(args);
    const { domainId, isOpen = null } = args;
    const top = domainId ? await requireDomain(context, domainId, 'domainId') : null;
    return context.read(async (em) => {
      const domainIds = top ? await findSubtreeIds(em, top.path) : null;
      return findConflicts(em, { domainIds, isOpen, page });
    });
  }

  @Authorize(mayOperate)
  @Mutation(() => AuthorityConflict, { description: 'A person is done with a conflict. It stays in the history.' })
  async resolveAuthorityConflict(
    @Arg('input', () => ResolveAuthorityConflictInput, { description: 'Which, and how.' })
    input: ResolveAuthorityConflictInput,
    @Ctx() context: Context,
  ): Promise<AuthorityConflict> {
    const { conflictId } = input;
    const known = await context.read((em) => findConflict(em, conflictId));
    if (!known) throw new Refusal('NOT_FOUND', 'There is no such conflict in this tenant.', { conflictId });
    const of = { subject: known.subject, id: known.subjectId };
    await this.#handOver.resolveConflict(context.viewer, of, { conflictId, reason: input.reason });
    const resolved = await context.read((em) => findConflict(em, conflictId));
    invariant(resolved, 'a conflict stays');
    return resolved;
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device it was about.' })
  async device(@Root() row: ShownConflict, @Ctx() context: Context): Promise<Device | null> {
    return row.subject === 'DEVICE' ? context.loader(devicesById).load(row.subjectId) : null;
  }

  @FieldResolver(() => Domain, { nullable: true, description: 'The domain it was about.' })
  async domain(@Root() row: ShownConflict, @Ctx() context: Context): Promise<Domain | null> {
    return row.subject === 'DOMAIN' ? context.loader(domainsById).load(row.subjectId) : null;
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who was done with it.' })
  resolvedByUser(@Root() row: ShownConflict): UserReference | null {
    return userIn(row.resolvedBy);
  }

  @FieldResolver(() => Boolean, { description: 'Whether nobody is done with it yet.' })
  isOpen(@Root() row: ShownConflict): boolean {
    return row.resolvedAt === null;
  }
}

/** The authority of domains. */
@Resolver(() => Domain)
export class DomainAuthorityResolver {
  @FieldResolver(() => Authority, { description: 'Who may declare desired state for it and the devices in it.' })
  async authority(@Root() row: DomainRow, @Ctx() context: Context): Promise<Authority> {
    const found = await context.loader(authorityByDomain).load(row.id);
    invariant(found, 'every domain stands under an authority');
    return { ...found, lastAuthoritativeUpdateAt: found.since ?? row.createdAt };
  }

  @FieldResolver(() => Domain, {
    nullable: true,
    description: 'The domain above whose authority it is under; null for one of its own, and where nobody took any.',
  })
  async authorityDomain(@Root() row: DomainRow, @Ctx() context: Context): Promise<Domain | null> {
    const found = await context.loader(authorityByDomain).load(row.id);
    return found?.domainId ? context.loader(domainsById).load(found.domainId) : null;
  }
}
