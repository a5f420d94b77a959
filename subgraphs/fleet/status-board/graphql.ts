/** The public face of status boards. */
import { Field, InputType, ObjectType } from 'type-graphql';
import { Spectrum } from '../spectrum/graphql.ts';

/** What a stranger may see of one tenant. */
@ObjectType({ description: 'What anyone may see of a tenant that publishes its board: counts, nothing else.' })
export class StatusBoardEntry {
  @Field(() => String, { description: 'Name of the tenant.' })
  tenantName!: string;

  @Field(() => Spectrum, { description: 'Its devices by connectivity.' })
  spectrum!: Spectrum;
}

/** Whether to show the board. */
@InputType({ description: 'Whether anyone may see the counts of this tenant.' })
export class PublishStatusBoardInput {
  @Field(() => Boolean, { description: 'True shows the board, false takes it down.' })
  published!: boolean;
}
