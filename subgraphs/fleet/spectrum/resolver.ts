/** The spectrum over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Numbered } from '@flotilla/kernel/live';
import { Args, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import { findSubtreeIds } from '../domain/queries.ts';
import { requireDomain } from '../domain/resolver.ts';
import { SpectrumArgs, SpectrumHistoryArgs } from '../list-args.ts';
import { mayRead } from '../rules.ts';
import { Spectrum, SpectrumPoint, SpectrumUpdate } from './graphql.ts';
import { readSpectrum, readSpectrumHistory } from './queries.ts';
import { watchSpectrum } from './watch.ts';

/** Queries and subscriptions of the spectrum. */
@Resolver()
export class SpectrumResolver {
  @Authorize(mayRead)
  @Query(() => Spectrum, { description: 'Participating devices by connectivity, now.' })
  async spectrum(@Args(() => SpectrumArgs) { domainId }: SpectrumArgs, @Ctx() context: Context): Promise<Spectrum> {
    return currentSpectrum(context, domainId);
  }

  @Authorize(mayRead)
  @Query(() => [SpectrumPoint], {
    description:
      'Participating devices by connectivity over a range of 7 days at most: a point per minute, or 400 points.',
  })
  async spectrumHistory(
    @Args(() => SpectrumHistoryArgs) { from, to, domainId }: SpectrumHistoryArgs,
    @Ctx() context: Context,
  ): Promise<SpectrumPoint[]> {
    const domainIds = await subtreeOf(context, domainId);
    return context.read((em) => readSpectrumHistory(em, { from, to, domainIds }));
  }

  @Authorize(mayRead)
  @Subscription(() => SpectrumUpdate, {
    description: 'The spectrum now, and again whenever a count has changed, at most once a second.',
    subscribe: ({ args, context }) =>
      watchSpectrum(
        () => currentSpectrum((context as Context).renewed(), (args as SpectrumArgs).domainId),
        (context as Context).logger,
      ),
  })
  spectrumChanged(@Args(() => SpectrumArgs) _args: SpectrumArgs, @Root() update: Numbered<Spectrum>): SpectrumUpdate {
    return { seq: update.seq, spectrum: update.value };
  }
}

async function currentSpectrum(context: Context, domainId: string | null | undefined): Promise<Spectrum> {
  const { tenantId } = context;
  const domainIds = await subtreeOf(context, domainId);
  return context.read((em) => readSpectrum(em, { tenantId, domainIds }));
}

/** The domains of a scope; null for the whole tenant. Refuses a domain that the tenant does not have. */
export async function subtreeOf(context: Context, domainId: string | null | undefined): Promise<string[] | null> {
  if (!domainId) return null;
  const top = await requireDomain(context, domainId, 'domainId');
  return context.read((em) => findSubtreeIds(em, top.path));
}
