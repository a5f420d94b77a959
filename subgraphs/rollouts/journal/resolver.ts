/** What a device was told to run and how that went, as a field of the device. */
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { shownRollout } from '../plan/shown.ts';
import { Device } from '../references.ts';
import { Rollout } from '../rollout/graphql.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { UpdateJournalConnection, UpdateJournalEntry } from './graphql.ts';
import { findJournal, type JournalRow } from './queries.ts';

/** Fields of the journal. */
@Resolver(() => UpdateJournalEntry)
export class UpdateJournalResolver {
  @FieldResolver(() => Rollout, { nullable: true, description: 'The rollout it was of.' })
  async rollout(@Root() { rolloutId }: JournalRow, @Ctx() context: Context): Promise<Rollout | null> {
    const row = await context.loader(rolloutsById).load(rolloutId);
    return row && shownRollout(row);
  }
}

/** What the journal adds to a device. */
@Resolver(() => Device)
export class DeviceJournalResolver {
  @FieldResolver(() => UpdateJournalConnection, {
    description: 'Every update it was permitted and every intent it refused, newest first.',
  })
  async updateJournal(
    @Root() { id }: Device,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<UpdateJournalEntry>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findJournal(em, id, page));
    return connectionOf(rows, page, { cursor: ({ place, id: entryId }) => [place, entryId] });
  }
}
