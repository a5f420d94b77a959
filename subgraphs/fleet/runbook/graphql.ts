/** The public face of runbooks. */
import { connectionType } from '@flotilla/kernel/connection';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Where a version is in its life. */
export const RunbookState = { DRAFT: 'DRAFT', APPROVED: 'APPROVED', RETIRED: 'RETIRED' } as const;

registerEnumType(RunbookState, {
  name: 'RunbookState',
  description: 'Where a version of a runbook is in its life.',
  valuesConfig: {
    DRAFT: { description: 'Written; a second person must approve it before anybody can run it.' },
    APPROVED: { description: 'It can be run.' },
    RETIRED: { description: 'It is not run any more.' },
  },
});

/** What a parameter is. */
export const RunbookParameterType = { STRING: 'STRING', ENUM: 'ENUM', INT: 'INT', BOOLEAN: 'BOOLEAN' } as const;

registerEnumType(RunbookParameterType, {
  name: 'RunbookParameterType',
  description: 'What a parameter of a runbook is.',
  valuesConfig: {
    STRING: { description: 'A text that matches the pattern as a whole.' },
    ENUM: { description: 'One of the values.' },
    INT: { description: 'A whole number from min to max.' },
    BOOLEAN: { description: 'True or false, which are written so.' },
  },
});

/** Who may run a runbook. */
export const RunbookRole = { OPERATOR: 'OPERATOR', TENANT_ADMIN: 'TENANT_ADMIN' } as const;

registerEnumType(RunbookRole, {
  name: 'RunbookRole',
  description: 'Who may run and approve a runbook.',
  valuesConfig: {
    OPERATOR: { description: 'Operators.' },
    TENANT_ADMIN: { description: 'Tenant administrators only.' },
  },
});

/** One typed argument of a runbook. */
@ObjectType({ description: 'One typed argument of a runbook; it becomes exactly one argument of the program.' })
export class RunbookParameter {
  @Field(() => String, { description: 'Its name; `${name}` in argv stands for it.' })
  name!: string;

  @Field(() => RunbookParameterType, { description: 'What it is.' })
  type!: keyof typeof RunbookParameterType;

  @Field(() => String, { nullable: true, description: 'STRING: the regular expression the whole value matches.' })
  pattern?: string | null;

  @Field(() => Int, { nullable: true, description: 'STRING: characters at most.' })
  lengthMax?: number | null;

  @Field(() => [String], { nullable: true, description: 'ENUM: the values it can have.' })
  values?: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: 'INT: the least it can be.' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'INT: the most it can be.' })
  max?: number | null;
}

/** One version of a named, signed program call. */
@ObjectType({ description: 'One version of a named, signed program call that devices can be told to make.' })
export class Runbook {
  @Field(() => ID, { description: 'Identity of the runbook; its versions share it.' })
  runbookId!: string;

  @Field(() => Int, { description: 'Number of the version, from 1.' })
  version!: number;

  @Field(() => String, { description: 'Its name, unique in the tenant.' })
  name!: string;

  @Field(() => RunbookState, { description: 'Where this version is in its life.' })
  stage!: keyof typeof RunbookState;

  @Field(() => String, { description: 'What it is for.' })
  description!: string;

  @Field(() => [RunbookParameter], { description: 'Its typed arguments.' })
  parameters!: readonly RunbookParameter[];

  @Field(() => [String], { description: 'Program and arguments; an element `${name}` stands for that parameter.' })
  argv!: readonly string[];

  @Field(() => Int, { description: 'Seconds it may run on a device.' })
  timeoutS!: number;

  @Field(() => Int, { description: 'Bytes of output that are kept.' })
  outputMaxBytes!: number;

  @Field(() => Int, { nullable: true, description: 'Devices that may run it at a time; null leaves it to domains.' })
  concurrencyMax!: number | null;

  @Field(() => [String], { description: 'Regular expressions; what matches is blackened on the device.' })
  redact!: readonly string[];

  @Field(() => RunbookRole, { description: 'Who may run and approve it.' })
  requiredRole!: keyof typeof RunbookRole;

  @Field(() => Int, { nullable: true, description: 'More devices need a second person; null leaves it to domains.' })
  fourEyesAboveDevices!: number | null;

  @Field(() => String, { description: 'SHA-256 of the whole definition as canonical JSON, lower-case hex.' })
  contentHash!: string;

  @Field(() => String, { description: "Base64 of the tenant's Ed25519 signature over name, version and content hash." })
  signature!: string;

  @Field(() => String, { description: 'Who wrote it: `user:<id>` or `service:<id>`.' })
  author!: string;

  @Field(() => Date, { description: 'When it was written.' })
  registeredAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who approved it.' })
  approvedBy?: string | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When it was approved.' })
  approvedAt?: Date | null | undefined;

  @Field(() => Date, { nullable: true, description: 'When it was retired.' })
  retiredAt?: Date | null | undefined;

  @Field(() => String, { nullable: true, description: 'Why it was retired.' })
  retireReason?: string | null | undefined;
}

/** A page of versions. */
export const RunbookConnection = connectionType(Runbook, 'Runbook');

/** One typed argument of a runbook to be registered. */
@InputType({ description: 'One typed argument of a runbook to be registered. It is used in argv at least once.' })
export class RunbookParameterInput {
  @Field(() => String, { description: 'Its name: 1 to 40 of a-z, A-Z, 0-9 and _.' })
  name!: string;

  @Field(() => RunbookParameterType, { description: 'What it is.' })
  type!: keyof typeof RunbookParameterType;

  @Field(() => String, { nullable: true, description: 'STRING: a regular expression for the whole value.' })
  pattern?: string | null;

  @Field(() => Int, { nullable: true, description: 'STRING: characters at most, up to 256.' })
  lengthMax?: number | null;

  @Field(() => [String], { nullable: true, description: 'ENUM: the values it can have.' })
  values?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'INT: the least it can be.' })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: 'INT: the most it can be.' })
  max?: number | null;
}

/** A version of a runbook to be registered. */
@InputType({ description: 'A version of a runbook to be registered; a second person approves it.' })
export class RegisterRunbookInput {
  @Field(() => ID, { nullable: true, description: 'The runbook this is the next version of; absent for a new one.' })
  runbookId?: string | null;

  @Field(() => String, { description: 'Its name: 1 to 40 of a-z, 0-9 and hyphens. All versions have the same.' })
  name!: string;

  @Field(() => String, { defaultValue: '', description: 'What it is for: 500 characters at most.' })
  description!: string;

  @Field(() => [RunbookParameterInput], { defaultValue: [], description: 'Its typed arguments, 20 at most.' })
  parameters!: RunbookParameterInput[];

  @Field(() => [String], {
    description:
      'Absolute path of a program, and its arguments: each element stands for itself or, as `${name}`, for a ' +
      'parameter. There is no shell, and shells and interpreters are refused as programs.',
  })
  argv!: string[];

  @Field(() => Int, { defaultValue: 60, description: 'Seconds it may run on a device: 1 to 3600.' })
  timeoutS!: number;

  @Field(() => Int, { defaultValue: 16_384, description: 'Bytes of output that are kept: up to 65536.' })
  outputMaxBytes!: number;

  @Field(() => Int, { nullable: true, description: 'Devices that may run it at a time; absent leaves it to domains.' })
  concurrencyMax?: number | null;

  @Field(() => [String], { defaultValue: [], description: 'Regular expressions of what to blacken in the output.' })
  redact!: string[];

  @Field(() => RunbookRole, { defaultValue: 'OPERATOR', description: 'Who may run and approve it.' })
  requiredRole!: keyof typeof RunbookRole;

  @Field(() => Int, { nullable: true, description: 'More devices need a second person; absent leaves it to domains.' })
  fourEyesAboveDevices?: number | null;
}

/** Which version to approve. */
@InputType({ description: 'Which version of a runbook to approve. Whoever wrote it cannot.' })
export class ApproveRunbookInput {
  @Field(() => ID, { description: 'Identity of the runbook.' })
  runbookId!: string;

  @Field(() => Int, { description: 'Number of the version.' })
  version!: number;

  @Field(() => String, { nullable: true, description: 'The contentHash that was read; refused if it is another.' })
  contentHash?: string | null;
}

/** Which version to retire, and why. */
@InputType({ description: 'Which version of a runbook to retire, and why.' })
export class RetireRunbookInput {
  @Field(() => ID, { description: 'Identity of the runbook.' })
  runbookId!: string;

  @Field(() => Int, { description: 'Number of the version.' })
  version!: number;

  @Field(() => String, { description: 'Why: 3 to 500 characters.' })
  reason!: string;
}
