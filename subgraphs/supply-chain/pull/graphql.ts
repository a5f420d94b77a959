/** The public face of pull tokens. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** A token that opens one artifact. */
@ObjectType({ description: 'A token that opens one artifact for some minutes. Shown once: nobody can read it again.' })
export class PullToken {
  @Field(() => String, { description: 'The secret, for `Authorization: Bearer`.' })
  token!: string;

  @Field(() => String, { description: 'Where the bytes are, below the address of the API.' })
  path!: string;

  @Field(() => Date, { description: 'When it becomes worthless by itself.' })
  expiresAt!: Date;
}

/** What a token is to open. */
@InputType({ description: 'What a pull token is to open, and for how long.' })
export class CreatePullTokenInput {
  @Field(() => ID, { description: 'The artifact.' })
  artifactId!: string;

  @Field(() => Int, { defaultValue: 10, description: 'Minutes it is good for: 1 to 60.' })
  ttlMinutes!: number;
}
