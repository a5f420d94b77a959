/** The public face of programs of agents that a tenant vouches for. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';

/** A program of agents that is accepted. */
@ObjectType({ description: 'A program of agents that somebody of the tenant vouches for, by its measurement.' })
export class AgentMeasurement {
  @Field(() => ID, { description: "SHA-256 of the program's file, lower-case hex." })
  sha256!: string;

  @Field(() => String, { description: 'Why it was accepted.' })
  reason!: string;

  @Field(() => Date, { description: 'When it was accepted.' })
  acceptedAt!: Date;

  @Field(() => String, { description: 'Who accepted it, e.g. `user:<id>`.' })
  acceptedBy!: string;
}

/** Which measurement, and why. */
@InputType({ description: 'Which measurement, and why.' })
export class AgentMeasurementInput {
  @Field(() => ID, { description: "SHA-256 of the program's file, lower-case hex." })
  sha256!: string;

  @Field(() => String, { description: 'Why, for those who read it later.' })
  reason!: string;
}
