/** The public face of domains. */
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

/** A scope of trust and authority inside a tenant. */
@Key('id')
@ObjectType({ description: 'A scope of trust and authority inside a tenant; domains form a tree and own devices.' })
export class Domain {
  @Field(() => ID, { description: 'Immutable identity of the domain.' })
  id!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => String, { description: 'Short name for addresses, unique in the tenant.' })
  slug!: string;

  @Field(() => String, { description: 'Slugs from the root to here, joined by `/`.' })
  path!: string;
}

/** What a new domain needs. */
@InputType({ description: 'What a new domain needs.' })
export class CreateDomainInput {
  @Field(() => String, { description: 'What people call it: 1 to 80 characters.' })
  name!: string;

  @Field(() => String, { description: 'Short name, unique in the tenant: 1 to 40 of a-z, 0-9 and hyphens.' })
  slug!: string;

  @Field(() => ID, { nullable: true, description: 'The domain it is part of; absent for a root of the tree.' })
  parentId?: string | null;
}
