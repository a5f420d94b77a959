/** The public face of a service account, and the inputs of the commands about one. */
import { connectionType } from '@flotilla/kernel/connection';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** A machine's right to act. */
@ObjectType({ description: "A machine's scoped, expiring right to act in the tenant." })
export class ServiceAccount {
  @Field(() => ID, { description: 'Immutable identity of the service account.' })
  id!: string;

  @Field(() => String, { description: 'What the machine is called.' })
  name!: string;

  @Field(() => [String], { description: 'What the machine may do, e.g. fleet:read; never widened.' })
  scopes!: string[];

  @Field(() => Date, { description: 'When the token stops working; never prolonged.' })
  expiresAt!: Date;

  @Field(() => Date, { description: 'When the account was created.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the account was revoked; null: it was not.' })
  revokedAt?: Date | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When the token was last used, to the minute; null: never.' })
  lastUsedAt?: Date | null | undefined;
}

/** A page of service accounts. */
export const ServiceAccountConnection = connectionType(ServiceAccount, 'ServiceAccount');

/** A new service account with its token. */
@ObjectType({ description: 'A new service account with its token.' })
export class ServiceAccountCreated {
  @Field(() => ServiceAccount, { description: 'The account.' })
  serviceAccount!: ServiceAccount;

  @Field(() => String, { description: 'Bearer token, shown this once: only its hash is kept.' })
  token!: string;
}

/** What a new service account needs. */
@InputType({ description: 'What a new service account needs.' })
export class CreateServiceAccountInput {
  @Field(() => String, { description: 'What the machine is called: 1 to 80 characters.' })
  name!: string;

  @Field(() => [String], {
    description: 'At least one of fleet:read, fleet:write, telemetry:read, access:read, access:write.',
  })
  scopes!: string[];

  @Field(() => Int, { description: 'Hours until the token stops working: 1 to 8784.' })
  ttlHours!: number;
}

/** Which service account is to end. */
@InputType({ description: 'Which service account is to end.' })
export class RevokeServiceAccountInput {
  @Field(() => ID, { description: 'The service account.' })
  serviceAccountId!: string;
}
