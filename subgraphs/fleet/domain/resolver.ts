/** Domains over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { domainAggregate } from '../aggregates.ts';
import { refusingDuplicates } from '../refusing-duplicates.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { Spectrum } from '../spectrum/graphql.ts';
import { countsByDomain, spectrumOf } from '../spectrum/queries.ts';
import { CreateDomainInput, Domain } from './graphql.ts';
import { domainsById, domainsByParent, findDomain, findDomains } from './queries.ts';
import type { DomainRow } from './row.ts';

/** Queries, mutations and fields of domains. */
@Resolver(() => Domain)
export class DomainResolver {
  @Authorize(mayRead)
  @Query(() => [Domain], { description: 'All domains of the tenant by path: parents before children.' })
  async domains(@Ctx() context: Context): Promise<Domain[]> {
    return context.read(findDomains);
  }

  @Authorize(mayRead)
  @Query(() => Domain, { nullable: true, description: 'One domain; null when the tenant has none with this id.' })
  async domain(
    @Arg('id', () => ID, { description: 'Identity of the domain.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Domain | null> {
    return context.read((em) => findDomain(em, id));
  }

  @Authorize(mayOperate)
  @Mutation(() => Domain, { description: 'Creates a domain, below another or as a root.' })
  async createDomain(
    @Arg('input', () => CreateDomainInput, { description: 'The new domain.' }) input: CreateDomainInput,
    @Ctx() context: Context,
  ): Promise<Domain> {
    const domainId = randomUUID();
    const parent = input.parentId ? await requireDomain(context, input.parentId, 'parentId') : null;
    const { name, slug } = input;
    const command = { type: 'CreateDomain', domainId, name, slug, parent } as const;
    await refusingDuplicates(() => context.handle(domainAggregate, { id: domainId, command }));
    return requireDomain(context, domainId, 'id');
  }

  @FieldResolver(() => Domain, { nullable: true, description: 'The domain it is part of; null for a root.' })
  async parent(@Root() row: DomainRow, @Ctx() context: Context): Promise<Domain | null> {
    return row.parentId ? context.loader(domainsById).load(row.parentId) : null;
  }

  @FieldResolver(() => [Domain], { description: 'The domains directly below it, by path.' })
  async children(@Root() row: DomainRow, @Ctx() context: Context): Promise<Domain[]> {
    return (await context.loader(domainsByParent).load(row.id)) ?? [];
  }

  @FieldResolver(() => Int, { description: 'Devices in it and below, all but revoked ones.' })
  async deviceCount(@Root() row: DomainRow, @Ctx() context: Context): Promise<number> {
    const counts = await context.loader(countsByDomain).load(row.id);
    return [...(counts ?? [])].reduce(
      (sum, [state, count]) => (state === 'REVOKED' || state === 'RETIRED' ? sum : sum + count),
      0,
    );
  }

  @FieldResolver(() => Spectrum, { description: 'Its devices and those below by connectivity.' })
  async spectrum(@Root() row: DomainRow, @Ctx() context: Context): Promise<Spectrum> {
    return spectrumOf((await context.loader(countsByDomain).load(row.id)) ?? new Map());
  }
}

/** A domain of the viewer's tenant. Refuses with NOT_FOUND, naming the argument. */
export async function requireDomain(context: Context, id: string, element: string): Promise<DomainRow> {
  const row = await context.loader(domainsById).clear(id).load(id);
  if (!row) throw noSuchDomain(id, element);
  return row;
}

/** The refusal of a domain that the tenant does not have, naming the argument. */
export function noSuchDomain(id: string, element: string): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such domain in this tenant.', { element, id });
}
