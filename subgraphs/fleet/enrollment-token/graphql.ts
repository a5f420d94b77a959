/** The public face of enrollment tokens. */
import { connectionType } from '@flotilla/kernel/connection';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Label, LabelInput } from '../naming/graphql.ts';

/** Whether a token can still be used. */
export const EnrollmentTokenState = {
  OPEN: 'OPEN',
  REDEEMED: 'REDEEMED',
  EXPIRED: 'EXPIRED',
  REVOKED: 'REVOKED',
} as const;

registerEnumType(EnrollmentTokenState, {
  name: 'EnrollmentTokenState',
  description: 'Whether an enrollment token can still be used.',
  valuesConfig: {
    OPEN: { description: 'One device can redeem it.' },
    REDEEMED: { description: 'A device has redeemed it.' },
    EXPIRED: { description: 'Nobody redeemed it in time.' },
    REVOKED: { description: 'A person made it worthless before it was used.' },
  },
});

/** A one-use token that lets one device claim. */
@ObjectType({ description: 'A one-use token that lets one device claim. Its secret was shown once and is not kept.' })
export class EnrollmentToken {
  @Field(() => ID, { description: 'Identity of the token; not its secret.' })
  id!: string;

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => String, { description: 'Who made it, e.g. `user:<id>`.' })
  createdBy!: string;

  @Field(() => Date, { description: 'When it becomes worthless by itself.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When a device redeemed it.' })
  redeemedAt?: Date | null | undefined;

  @Field(() => ID, { nullable: true, description: 'The device that redeemed it.' })
  redeemedBy?: string | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When a person revoked it.' })
  revokedAt?: Date | null | undefined;

  @Field(() => [Label], { description: 'Labels its device gets.' })
  labels!: Label[];

  @Field(() => String, { description: 'Channel its device gets: dev, canary or prod.' })
  channel!: string;
}

/** A page of enrollment tokens. */
export const EnrollmentTokenConnection = connectionType(EnrollmentToken, 'EnrollmentToken');

/** A new token and the command that redeems it. */
@ObjectType({ description: 'A new token and the command that redeems it. Shown once: nobody can read it again.' })
export class EnrollmentTokenCreated {
  @Field(() => EnrollmentToken, { description: 'The token as it is listed from now on.' })
  enrollmentToken!: EnrollmentToken;

  @Field(() => String, { description: 'The secret text to give to the agent.' })
  token!: string;

  @Field(() => String, { description: 'The command to run on the device.' })
  command!: string;

  @Field(() => String, { description: 'SHA-256 of the certificate authority the agent will pin, lower-case hex.' })
  caFingerprint!: string;
}

/** What the device that redeems the token becomes. */
@InputType({ description: 'What the device that redeems the token becomes.' })
export class CreateEnrollmentTokenInput {
  @Field(() => ID, { description: 'The domain it belongs to.' })
  domainId!: string;

  @Field(() => ID, { nullable: true, description: 'Where it stands.' })
  locationId?: string | null;

  @Field(() => [LabelInput], { defaultValue: [], description: 'Labels it gets; auto-approval rules look at them.' })
  labels!: LabelInput[];

  @Field(() => String, { defaultValue: 'prod', description: 'Channel it gets: dev, canary or prod.' })
  channel!: string;

  @Field(() => Int, { defaultValue: 15, description: 'Minutes the token lives: 1 to 15.' })
  ttlMinutes!: number;
}

/** Which token to issue anew. */
@InputType({ description: 'Which token to issue anew.' })
export class ReissueEnrollmentTokenInput {
  @Field(() => ID, { description: 'Identity of the token that was lost, expired or revoked.' })
  tokenId!: string;

  @Field(() => Int, { defaultValue: 15, description: 'Minutes the new token lives: 1 to 15.' })
  ttlMinutes!: number;
}

/** Which token to revoke. */
@InputType({ description: 'Which token to revoke.' })
export class RevokeEnrollmentTokenInput {
  @Field(() => ID, { description: 'Identity of the token.' })
  id!: string;
}
