/** The spectrum over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import type { Numbered } from '@flotilla/kernel/live';
import { Arg, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { findSubtreeIds } from '../domain/queries.ts';
import { requireDomain } from '../domain/resolver.ts';
import { mayRead } from '../rules.ts';
import { Spectrum, SpectrumPoint, SpectrumUpdate } from './graphql.ts';
import { readSpectrum, readSpectrumHistory } from './queries.ts';
import { watchSpectrum } from './watch.ts';

const domainIdOptions = {
  nullable: true,
  description: 'Only this domain and below; absent for the whole tenant.',
} as const;

/** Queries and subscriptions of the spectrum. */
@Resolver()
export class SpectrumResolver {
  @Authorize(mayRead)
  @Query(() => Spectrum, { description: 'Participating devices by connectivity, now.' })
  async spectrum(
    @Arg('domainId', () => ID, domainIdOptions) domainId: string | null | undefined,
    @Ctx() context: Context,
  ): Promise<Spectrum> {
    return currentSpectrum(context, domainId);
  }

  @Authorize(mayRead)
  @Query(() => [SpectrumPoint], {
    description:
      'Participating devices by connectivity over a range of 7 days at most: a point per minute, or 400 points.',
  })
  async spectrumHistory(
    @Arg('from', () => Date, { description: 'Beginning of the range.' }) from: Date,
    @Arg('to', () => Date, { description: 'End of the range.' }) to: Date,
    @Arg('domainId', () => ID, domainIdOptions) domainId: string | null | undefined,
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
        () => currentSpectrum((context as Context).renewed(), args['domainId'] as string | null | undefined),
        (context as Context).logger,
      ),
  })
  spectrumChanged(
    @Arg('domainId', () => ID, domainIdOptions) _domainId: string | null | undefined,
    @Root() update: Numbered<Spectrum>,
  ): SpectrumUpdate {
    return { seq: update.seq, spectrum: update.value };
  }
}

async function currentSpectrum(context: Context, domainId: string | null | undefined): Promise<Spectrum> {
  const { tenantId } = context;
  const domainIds = await subtreeOf(context, domainId);
  return context.read((em) => readSpectrum(em, { tenantId, domainIds }));
}

async function subtreeOf(context: Context, domainId: string | null | undefined): Promise<string[] | null> {
  if (!domainId) return null;
  const top = await requireDomain(context, domainId, 'domainId');
  return context.read((em) => findSubtreeIds(em, top.path));
}
