/** Locations over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { locationAggregate } from '../aggregates.ts';
import { refusingDuplicates } from '../refusing-duplicates.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { CreateLocationInput, Location } from './graphql.ts';
import { findLocations, locationsById } from './queries.ts';
import type { LocationRow } from './row.ts';

/** Queries and mutations of locations. */
@Resolver(() => Location)
export class LocationResolver {
  @Authorize(mayRead)
  @Query(() => [Location], { description: 'All locations of the tenant by name.' })
  async locations(@Ctx() context: Context): Promise<Location[]> {
    return context.read(findLocations);
  }

  @Authorize(mayOperate)
  @Mutation(() => Location, { description: 'Creates a location.' })
  async createLocation(
    @Arg('input', () => CreateLocationInput, { description: 'The new location.' }) input: CreateLocationInput,
    @Ctx() context: Context,
  ): Promise<Location> {
    const locationId = randomUUID();
    const { name, timeZone, natGroup = null } = input;
    const command = { type: 'CreateLocation', locationId, name, timeZone, natGroup } as const;
    await refusingDuplicates(() => context.handle(locationAggregate, { id: locationId, command }));
    return requireLocation(context, locationId);
  }
}

/** A location of the viewer's tenant. Refuses with NOT_FOUND. */
export async function requireLocation(context: Context, id: string): Promise<LocationRow> {
  const row = await context.loader(locationsById).clear(id).load(id);
  if (!row) throw noSuchLocation(id);
  return row;
}

/** The refusal of a location that the tenant does not have. */
export function noSuchLocation(id: string): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such location in this tenant.', { element: 'locationId', id });
}
