/** The public face of authorities: who holds, how it changes hands, and what lost. */
import { connectionType } from '@flotilla/kernel/connection';
import { Json } from '@flotilla/kernel/schema';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MasterOfRecord } from '../lifecycle/graphql.ts';

/** What an authority is held over. */
export const AuthoritySubject = { DEVICE: 'DEVICE', DOMAIN: 'DOMAIN' } as const;

registerEnumType(AuthoritySubject, {
  name: 'AuthoritySubject',
  description: 'What an authority is held over.',
  valuesConfig: {
    DEVICE: { description: 'One device, whatever its domain says.' },
    DOMAIN: { description: 'A domain, those below, and their devices, as far as they have none of their own.' },
  },
});

/** Where a hand-over stands. */
export const AuthorityStage = { HELD: 'HELD', RELEASING: 'RELEASING', VACANT: 'VACANT' } as const;

registerEnumType(AuthorityStage, {
  name: 'AuthorityStage',
  description: 'Where the authority stands between two holders.',
  valuesConfig: {
    HELD: { description: 'Somebody holds it.' },
    RELEASING: { description: 'The holder was asked to let go and has not answered; until then it holds.' },
    VACANT: { description: 'Nobody holds it: the next one may take it. Every write is refused until then.' },
  },
});

/** Who decides for a device or a domain. */
@ObjectType({ description: 'Who may declare desired state, fenced by an epoch.' })
export class Authority {
  @Field(() => String, { description: 'The control plane that holds, e.g. `global`; the last one while VACANT.' })
  authorityId!: string;

  @Field(() => MasterOfRecord, { description: 'The one master of record.' })
  masterOfRecord!: keyof typeof MasterOfRecord;

  @Field(() => AuthorityStage, { description: 'Where it stands between two holders.' })
  stage!: keyof typeof AuthorityStage;

  @Field(() => [String], { description: 'The controllers that act for the master.' })
  controllerIds!: readonly string[];

  @Field(() => Int, { description: 'Fencing number: rises with every hand-over; writes under another are refused.' })
  epoch!: number;

  @Field(() => Date, { nullable: true, description: 'Since when it stands so; null where nobody ever took it.' })
  since?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it is being released or vacant.' })
  reason?: string | null;

  @Field(() => Date, { description: 'When a fact of an authority last changed it.' })
  lastAuthoritativeUpdateAt!: Date;
}

/** Who writes. */
@InputType({ description: 'Under which authority a write is made.' })
export class AuthorityInput {
  @Field(() => String, { description: 'The control plane that writes.' })
  authorityId!: string;

  @Field(() => Int, { description: 'The epoch it believes to hold by.' })
  epoch!: number;
}

/** A device or a domain. */
@InputType({ description: 'The device or the domain whose authority it is about.' })
export class AuthoritySubjectInput {
  @Field(() => AuthoritySubject, { description: 'Which of the two.' })
  subject!: keyof typeof AuthoritySubject;

  @Field(() => ID, { description: 'Its identity.' })
  id!: string;
}

/** What to release. */
@InputType({ description: 'Which authority is to be released, and why.' })
export class ReleaseAuthorityInput extends AuthoritySubjectInput {
  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** What was released. */
@InputType({ description: 'Which authority its holder has let go.' })
export class AcknowledgeReleaseInput extends AuthoritySubjectInput {
  @Field(() => String, { description: 'The holder that let go.' })
  authorityId!: string;

  @Field(() => Int, { description: 'The epoch it held by.' })
  epoch!: number;
}

/** What to take. */
@InputType({ description: 'Which authority is taken, by whom, and for how long without being heard.' })
export class TakeAuthorityInput extends AuthoritySubjectInput {
  @Field(() => String, { description: 'The control plane that is to hold: 1 to 80 characters.' })
  authorityId!: string;

  @Field(() => MasterOfRecord, { description: 'At which level the master of record then stands.' })
  masterOfRecord!: keyof typeof MasterOfRecord;

  @Field(() => [String], { defaultValue: [], description: 'Through whom it acts, 16 at most.' })
  controllerIds!: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds without a renewal after which others may take over; absent: only a release lets go.',
  })
  leaseS?: number | null;
}

/** Who is alive. */
@InputType({ description: 'Which control plane was heard, and for how long that lasts.' })
export class RenewAuthorityLeaseInput {
  @Field(() => String, { description: 'The control plane.' })
  authorityId!: string;

  @Field(() => Int, { description: 'Seconds from now, 5 to 31536000.' })
  seconds!: number;
}

/** A write that lost. */
@ObjectType({ description: 'A write or a claim by somebody who did not hold. Nothing of it took effect.' })
export class AuthorityConflict {
  @Field(() => ID, { description: 'Identity of the conflict.' })
  id!: string;

  @Field(() => AuthoritySubject, { description: 'What it was about.' })
  subject!: keyof typeof AuthoritySubject;

  @Field(() => ID, { description: 'Identity of the device or the domain.' })
  subjectId!: string;

  @Field(() => String, { description: 'Who wrote.' })
  authorityId!: string;

  @Field(() => Int, { description: 'Under which epoch.' })
  epoch!: number;

  @Field(() => String, { description: 'Who held.' })
  currentAuthorityId!: string;

  @Field(() => Int, { description: 'By which epoch.' })
  currentEpoch!: number;

  @Field(() => String, { description: 'What the write wanted, in words.' })
  what!: string;

  @Field(() => Json, { description: 'What the write wanted, completely.' })
  content!: unknown;

  @Field(() => Date, { description: 'When it was refused, or found when two control planes met.' })
  detectedAt!: Date;

  @Field(() => String, { description: 'Whose call it was: `user:<id>`, `service:<id>` or `system`.' })
  detectedBy!: string;

  @Field(() => Date, { nullable: true, description: 'When a person was done with it; null while it is open.' })
  resolvedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What the person wrote about it.' })
  resolution?: string | null;
}

/** A page of writes that lost. */
export const AuthorityConflictConnection = connectionType(AuthorityConflict, 'AuthorityConflict');

/** Which conflict is done. */
@InputType({ description: 'Which conflict a person is done with, and how.' })
export class ResolveAuthorityConflictInput {
  @Field(() => ID, { description: 'Identity of the conflict.' })
  conflictId!: string;

  @Field(() => String, { description: 'What became of it, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** One write under an authority. */
@ObjectType({ description: 'A write of desired state, with the authority it was made under.' })
@InputType('DesiredWriteInput', { description: 'A write of desired state, with the authority it was made under.' })
export class DesiredWrite {
  @Field(() => ID, { description: 'The same on every control plane that knows of the write.' })
  writeId!: string;

  @Field(() => String, { description: 'Who wrote.' })
  authorityId!: string;

  @Field(() => Int, { description: 'Under which epoch.' })
  epoch!: number;

  @Field(() => String, { description: 'What the write wanted, in words or as the name of its fact.' })
  what!: string;

  @Field(() => Json, { description: 'What the write wanted, completely.' })
  content!: unknown;
}

/** What a control plane says of a subject. */
@ObjectType({ description: 'What this control plane says of a device or a domain to another one.' })
export class AuthorityClaim {
  @Field(() => Authority, { description: 'How it stands here.' })
  authority!: Authority;

  @Field(() => [DesiredWrite], { description: 'The newest 500 writes made here that concern it.' })
  writes!: readonly DesiredWrite[];
}

/** What another control plane says. */
@InputType({ description: 'What another control plane says of a device or a domain.' })
export class MeetAuthorityClaimInput extends AuthoritySubjectInput {
  @Field(() => String, { description: 'Who holds there.' })
  authorityId!: string;

  @Field(() => MasterOfRecord, { description: 'At which level the master of record stands there.' })
  masterOfRecord!: keyof typeof MasterOfRecord;

  @Field(() => AuthorityStage, { description: 'Where it stands there between two holders.' })
  stage!: keyof typeof AuthorityStage;

  @Field(() => [String], { defaultValue: [], description: 'Through whom it acts there.' })
  controllerIds!: string[];

  @Field(() => Int, { description: 'The epoch there.' })
  epoch!: number;

  @Field(() => [DesiredWrite], { defaultValue: [], description: 'What was written there, 500 at most.' })
  writes!: DesiredWrite[];
}
