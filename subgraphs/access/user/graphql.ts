/** The public face of a user, and the inputs of the commands about one. */
import { connectionType } from '@flotilla/kernel/connection';
import { Key } from '@flotilla/kernel/schema';
import type { Role as RoleName } from '@flotilla/kernel/viewer';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { UserStatus as UserStatusName } from './user.ts';

/** The roles, as the schema shows them. */
export const Role = {
  VIEWER: 'VIEWER',
  OPERATOR: 'OPERATOR',
  SECURITY_ANALYST: 'SECURITY_ANALYST',
  FINOPS: 'FINOPS',
  TENANT_ADMIN: 'TENANT_ADMIN',
  PLATFORM_ADMIN: 'PLATFORM_ADMIN',
} as const satisfies Record<RoleName, RoleName>;

registerEnumType(Role, {
  name: 'Role',
  description: 'The six roles a person can hold in a tenant.',
  valuesConfig: {
    VIEWER: { description: 'Sees everything of the tenant and changes nothing.' },
    OPERATOR: { description: 'Enrolls, approves, steers and revokes devices. Includes VIEWER.' },
    SECURITY_ANALYST: { description: 'Investigates trust, supply chain and audit. Includes VIEWER.' },
    FINOPS: { description: 'Answers for cost and budgets. Includes VIEWER.' },
    TENANT_ADMIN: { description: 'Administers users and service accounts. Includes every role but PLATFORM_ADMIN.' },
    PLATFORM_ADMIN: { description: 'Creates tenants and administers the platform. Includes every other role.' },
  },
});

/** The stages of a membership, as the schema shows them. */
export const UserStatus = {
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
} as const satisfies Record<UserStatusName, UserStatusName>;

registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether a user may act.',
  valuesConfig: {
    ACTIVE: { description: 'May sign in and act.' },
    SUSPENDED: { description: 'May neither sign in nor act until reinstated; all earlier sessions are over.' },
  },
});

/** A person's membership of one tenant. */
@Key('id')
@ObjectType({ description: "A person's membership of one tenant." })
export class User {
  @Field(() => ID, { description: 'Immutable identity of the membership.' })
  id!: string;

  @Field(() => String, { description: 'E-mail address in lower case, unique in the tenant.' })
  email!: string;

  @Field(() => String, { description: 'What the person is called.' })
  name!: string;

  @Field(() => [Role], { description: 'The roles that were given; some include others.' })
  roles!: RoleName[];

  @Field(() => UserStatus, { description: 'Whether the user may act.' })
  status!: UserStatusName;

  @Field(() => Date, { description: 'When the user was added to the tenant.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the user last called the API, to the minute; null: never.' })
  lastSeenAt?: Date | null | undefined;
}

/** A page of users. */
export const UserConnection = connectionType(User, 'User');

/** What a new user needs. */
@InputType({ description: 'What a new user needs.' })
export class AddUserInput {
  @Field(() => String, { description: 'Address the issuer has verified or will verify; the person signs in with it.' })
  email!: string;

  @Field(() => String, { description: 'What the person is called: 1 to 120 characters.' })
  name!: string;

  @Field(() => [Role], { description: 'At least one role. Only a platform administrator may give PLATFORM_ADMIN.' })
  roles!: RoleName[];
}

/** Which roles a user is to hold. */
@InputType({ description: 'Which roles a user is to hold.' })
export class SetUserRolesInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string;

  @Field(() => [Role], { description: 'All roles from now on, at least one; what was held before is replaced.' })
  roles!: RoleName[];
}

/** Who is to be suspended and why. */
@InputType({ description: 'Who is to be suspended and why.' })
export class SuspendUserInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string;

  @Field(() => String, { description: 'Why, for the audit trail: 1 to 500 characters.' })
  reason!: string;
}

/** Who is to be reinstated. */
@InputType({ description: 'Who is to be reinstated.' })
export class ReinstateUserInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string;
}

/** Whose sessions are to end. */
@InputType({ description: 'Whose sessions are to end.' })
export class EndUserSessionsInput {
  @Field(() => ID, { description: 'The user; anybody but yourself needs TENANT_ADMIN.' })
  userId!: string;
}
