/** The public shape of the catalogue of series. */
import { Field, ObjectType } from 'type-graphql';

/** One series of the catalogue. */
@ObjectType({ description: 'A series every agent knows.' })
export class MetricDescription {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its unit.' })
  unit!: string;

  @Field(() => String, { description: 'What it measures.' })
  description!: string;
}
