/** Status boards over GraphQL. */
import { anyone, Authorize } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { statusBoardAggregate } from '../aggregates.ts';
import { mayAdminister } from '../rules.ts';
import { PublishStatusBoardInput, StatusBoardEntry } from './graphql.ts';
import { findStatusBoard } from './queries.ts';

/** Queries and mutations of status boards. */
@Resolver()
export class StatusBoardResolver {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  @Authorize(anyone)
  @Query(() => [StatusBoardEntry], { description: 'Counts of every tenant that publishes its board; nothing else.' })
  async statusBoard(): Promise<StatusBoardEntry[]> {
    return this.#database.inTenant(everyTenant, findStatusBoard);
  }

  @Authorize(mayAdminister)
  @Mutation(() => Boolean, { description: 'Shows the counts of this tenant to anyone, or to nobody any more.' })
  async publishStatusBoard(
    @Arg('input', () => PublishStatusBoardInput, { description: 'Whether to show them.' })
    input: PublishStatusBoardInput,
    @Ctx() context: Context,
  ): Promise<boolean> {
    const command = { type: 'PublishStatusBoard', isPublished: input.published } as const;
    const { state } = await context.handle(statusBoardAggregate, { id: context.tenantId, command });
    return state.isPublished;
  }
}
