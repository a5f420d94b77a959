/** The public face of locations. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';

/** Where devices stand. */
@ObjectType({ description: 'Where devices stand, and which failure domains they share there.' })
export class Location {
  @Field(() => ID, { description: 'Immutable identity of the location.' })
  id!: string;

  @Field(() => String, { description: 'What people call it, unique in the tenant.' })
  name!: string;

  @Field(() => String, { description: 'IANA time zone its maintenance windows are evaluated in.' })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: 'Devices of one group share an address translation.' })
  natGroup?: string | null | undefined;
}

/** What a new location needs. */
@InputType({ description: 'What a new location needs.' })
export class CreateLocationInput {
  @Field(() => String, { description: 'What people call it, unique in the tenant: 1 to 80 characters.' })
  name!: string;

  @Field(() => String, { description: 'IANA time zone, e.g. `Europe/Amsterdam`.' })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: 'The address translation its devices share, if one is known.' })
  natGroup?: string | null;
}
