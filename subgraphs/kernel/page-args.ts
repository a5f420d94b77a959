/** The arguments every list takes, whoever serves it: `pageOf` in `connection.ts` checks them. */
import 'reflect-metadata';
import { ArgsType, Field, Int } from 'type-graphql';

/** Which page of a list. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: 'Rows of the page at most: 1 to 200.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before; absent for the first page.' })
  after?: string | null;
}
