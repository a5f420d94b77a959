/** Settings of domains over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { domainSettingsAggregate } from '../aggregates.ts';
import { Domain } from '../domain/graphql.ts';
import { requireDomain } from '../domain/resolver.ts';
import type { DomainRow } from '../domain/row.ts';
import { mayAdminister } from '../rules.ts';
import { defaultDomainSettings } from './domain-settings.ts';
import { DomainSettings, SetDomainSettingsInput } from './graphql.ts';
import { ownSettings, settingsOf } from './queries.ts';

/** The field of domains and the mutation that changes it. */
@Resolver(() => Domain)
export class DomainSettingsResolver {
  @Authorize(mayAdminister)
  @Mutation(() => Domain, { description: 'Changes how the devices of a domain, and those below, are judged.' })
  async setDomainSettings(
    @Arg('input', () => SetDomainSettingsInput, { description: 'What to set.' }) input: SetDomainSettingsInput,
    @Ctx() context: Context,
  ): Promise<Domain> {
    const { domainId, ...changes } = input;
    const domain = await requireDomain(context, domainId, 'domainId');
    const inherited = await inheritedFrom(context, domain.parentId);
    const command = { type: 'SetDomainSettings', domainId: domain.id, changes, inherited } as const;
    await context.handle(domainSettingsAggregate, { id: domain.id, command });
    return domain;
  }

  @FieldResolver(() => DomainSettings, { description: 'How its devices are judged and what they may do.' })
  async settings(@Root() { id, tenantId }: DomainRow, @Ctx() context: Context): Promise<DomainSettings> {
    return context.read(async (em) => {
      const settings = (await settingsOf(em, tenantId, [id])).get(id) ?? defaultDomainSettings;
      return { ...settings, setHere: Object.keys(await ownSettings(em, tenantId, id)).toSorted() };
    });
  }
}

async function inheritedFrom(context: Context, parentId: string | null | undefined) {
  if (!parentId) return defaultDomainSettings;
  const settings = await context.read((em) => settingsOf(em, context.tenantId, [parentId]));
  return settings.get(parentId) ?? defaultDomainSettings;
}
