/** Who holds the authority over devices, over GraphQL: the field of devices, and the steps of a hand-over. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { invariant } from '@flotilla/kernel/invariant';
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import { Domain } from '../domain/graphql.ts';
import { domainsById } from '../domain/queries.ts';
import type { PlainDevice } from '../listing/plain-device.ts';
import { isUuid } from '../of-tenant.ts';
import { mayAdminister, mayRead } from '../rules.ts';
import type { HandOver } from './fence/hand-over.ts';
import {
  AcknowledgeReleaseInput,
  Authority,
  AuthorityClaim,
  AuthoritySubjectInput,
  MeetAuthorityClaimInput,
  ReleaseAuthorityInput,
  RenewAuthorityLeaseInput,
  TakeAuthorityInput,
} from './graphql.ts';
import { authorityByDevice, standingOf } from './queries.ts';

/** Fields of devices and the mutations that change who holds. */
@Resolver(() => Device)
export class AuthorityResolver {
  readonly #handOver: HandOver;

  constructor(handOver: HandOver) {
    this.#handOver = handOver;
  }

  @FieldResolver(() => Authority, { description: 'Who may declare desired state for it.' })
  async authority(@Root() row: PlainDevice, @Ctx() context: Context): Promise<Authority> {
    const found = await context.loader(authorityByDevice).load(row.id);
    invariant(found, 'every device stands under an authority');
    const { since } = found;
    const changedAt = since !== null && since > row.authorityChangedAt ? since : row.authorityChangedAt;
    return { ...found, lastAuthoritativeUpdateAt: changedAt };
  }

  @FieldResolver(() => Domain, {
    nullable: true,
    description: 'The domain whose authority it is under; null for one of its own, and where nobody ever took any.',
  })
  async authorityDomain(@Root() row: PlainDevice, @Ctx() context: Context): Promise<Domain | null> {
    const found = await context.loader(authorityByDevice).load(row.id);
    return found?.domainId ? context.loader(domainsById).load(found.domainId) : null;
  }

  @Authorize(mayAdminister)
  @Mutation(() => Authority, {
    description:
      'First step of a hand-over: asks the holder to let go. This control plane does so at once when it is the holder.',
  })
  async releaseAuthority(
    @Arg('input', () => ReleaseAuthorityInput, { description: 'Whose, and why.' }) input: ReleaseAuthorityInput,
    @Ctx() context: Context,
  ): Promise<Authority> {
    await this.#handOver.release(context.viewer, input, input.reason);
    return shown(context, input);
  }

  @Authorize(mayAdminister)
  @Mutation(() => Authority, { description: 'The holder says that it has let go.' })
  async acknowledgeRelease(
    @Arg('input', () => AcknowledgeReleaseInput, { description: 'Whose.' }) input: AcknowledgeReleaseInput,
    @Ctx() context: Context,
  ): Promise<Authority> {
    const { authorityId, epoch } = input;
    await this.#handOver.acknowledge(context.viewer, input, { authorityId, epoch });
    return shown(context, input);
  }

  @Authorize(mayAdminister)
  @Mutation(() => Authority, {
    description:
      'Second step of a hand-over: takes what nobody holds, or what its holder lost by silence, with the next epoch. ' +
      'CONFLICT while somebody holds.',
  })
  async takeAuthority(
    @Arg('input', () => TakeAuthorityInput, { description: 'Whose, and by whom.' }) input: TakeAuthorityInput,
    @Ctx() context: Context,
  ): Promise<Authority> {
    const { authorityId, masterOfRecord, controllerIds, leaseS = null } = input;
    await this.#handOver.take(context.viewer, input, { authorityId, masterOfRecord, controllerIds, leaseS });
    return shown(context, input);
  }

  @Authorize(mayAdminister)
  @Mutation(() => Date, { description: 'A control plane was heard. Answers until when its lease lasts.' })
  async renewAuthorityLease(
    @Arg('input', () => RenewAuthorityLeaseInput, { description: 'Which.' }) input: RenewAuthorityLeaseInput,
    @Ctx() context: Context,
  ): Promise<Date> {
    return this.#handOver.renew(context.viewer, input.authorityId, input.seconds);
  }

  @Authorize(mayRead)
  @Query(() => AuthorityClaim, { description: 'What this control plane says of a device or a domain to another one.' })
  async authorityClaim(
    @Arg('of', () => AuthoritySubjectInput, { description: 'Which.' }) of: AuthoritySubjectInput,
    @Ctx() context: Context,
  ): Promise<AuthorityClaim> {
    const { writes } = await this.#handOver.claim(context.viewer, of);
    return { authority: await shown(context, of), writes };
  }

  @Authorize(mayAdminister)
  @Mutation(() => Authority, {
    description:
      'Hears what another control plane says of a device or a domain, after both could not hear each other: from now ' +
      'on both name the same holder and epoch, and what the losing one wrote is kept as conflicts.',
  })
  async meetAuthorityClaim(
    @Arg('input', () => MeetAuthorityClaimInput, { description: 'What it says.' }) input: MeetAuthorityClaimInput,
    @Ctx() context: Context,
  ): Promise<Authority> {
    const { authorityId, masterOfRecord, controllerIds, stage, epoch, writes } = input;
    assertClaim(input);
    const standing = { authorityId, masterOfRecord, controllerIds, stage, epoch };
    await this.#handOver.meet(context.viewer, input, { standing, writes });
    return shown(context, input);
  }
}

function assertClaim({ epoch, writes, authorityId }: MeetAuthorityClaimInput): void {
  const wrong = writes.find(({ writeId }) => !isUuid(writeId));
  if (epoch > 0 && writes.length <= 500 && !wrong && authorityId !== '') return;
  const words = 'A claim names its holder, an epoch above 0, and 500 writes at most, each with a UUID.';
  throw new Refusal('INVALID_INPUT', words, { element: wrong ? 'writes' : 'epoch' });
}

async function shown(context: Context, of: AuthoritySubjectInput): Promise<Authority> {
  const { subject, id } = of;
  const { tenantId } = context;
  const found = await context.read((em) => standingOf(em, { tenantId, subject, id }));
  invariant(found, 'what was just changed exists');
  return { ...found, lastAuthoritativeUpdateAt: found.since ?? new Date() };
}
