/** The public face of who asks. */
import type { Role as RoleName } from '@flotilla/kernel/viewer';
import { Field, ObjectType } from 'type-graphql';
import { Session } from '../session/graphql.ts';
import { Tenant } from '../tenant/graphql.ts';
import { Role, User } from '../user/graphql.ts';

/** Another desk of the same person. */
@ObjectType({ description: 'A tenant the person who asks can sign in to.' })
export class Membership {
  @Field(() => String, { description: 'What the tenant is called.' })
  tenantName!: string;

  @Field(() => String, { description: 'The short name of the tenant: `/auth/login?tenant=<slug>` enters it.' })
  tenantSlug!: string;

  @Field(() => [Role], { description: 'The roles the person has there.' })
  roles!: readonly RoleName[];

  @Field(() => Boolean, { description: 'Whether it is the tenant this request acts in.' })
  isCurrent!: boolean;
}

/** The person who asks. */
@ObjectType({ description: 'The person who asks, and as what.' })
export class Viewer {
  @Field(() => User, { description: 'The person.' })
  user!: User;

  @Field(() => Tenant, { description: 'The tenant the person acts in.' })
  tenant!: Tenant;

  @Field(() => [Role], { description: 'The roles this request is made with.' })
  roles!: RoleName[];

  @Field(() => Session, { nullable: true, description: 'The session of this request; null for a bearer token.' })
  session!: Session | null;
}
