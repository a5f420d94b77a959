/** The public face of a session, and the input of the command about one. */
import { connectionType } from '@flotilla/kernel/connection';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

/** One person in one browser. */
@ObjectType({ description: 'One person in one browser, until it expires, idles or is revoked.' })
export class Session {
  @Field(() => ID, { description: 'Immutable identity of the session; not the secret that proves it.' })
  id!: string;

  @Field(() => Date, { description: 'When the person signed in.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When the session last called the API, to the minute.' })
  lastSeenAt!: Date;

  @Field(() => Date, { description: 'When the session ends, however busy it is.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the session was ended before its time; null: it was not.' })
  revokedAt?: Date | null | undefined;

  @Field(() => String, { nullable: true, description: 'What the browser called itself at sign-in.' })
  userAgent?: string | null | undefined;
}

/** A page of sessions. */
export const SessionConnection = connectionType(Session, 'Session');

/** Which session is to end. */
@InputType({ description: 'Which session is to end.' })
export class RevokeSessionInput {
  @Field(() => ID, { description: "The session; another person's session needs TENANT_ADMIN." })
  sessionId!: string;
}
