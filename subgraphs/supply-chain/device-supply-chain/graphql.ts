/** The public face of devices' supply chains. */
import { connectionType } from '@flotilla/kernel/connection';
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { reasonCodes, type ReasonCode } from './judging/reasons.ts';

/** What is thought of a device. */
export const SupplyChainVerdict = { TRUSTED: 'TRUSTED', UNKNOWN: 'UNKNOWN', VIOLATION: 'VIOLATION' } as const;

registerEnumType(SupplyChainVerdict, {
  name: 'SupplyChainVerdict',
  description: "What is thought of a device's supply chain.",
  valuesConfig: {
    TRUSTED: { description: 'Everything it runs can be traced, and it is what it was.' },
    UNKNOWN: { description: 'Nothing is wrong, and not everything can be told.' },
    VIOLATION: { description: 'Something is wrong.' },
  },
});

/** What was found. */
export const SupplyChainReasonCode = Object.fromEntries(Object.keys(reasonCodes).map((code) => [code, code])) as {
  readonly [Code in ReasonCode]: Code;
};

registerEnumType(SupplyChainReasonCode, {
  name: 'SupplyChainReasonCode',
  description: 'What was found in the supply chain of a device.',
  valuesConfig: Object.fromEntries(
    Object.entries(reasonCodes).map(([code, description]) => [code, { description }]),
  ) as Record<ReasonCode, { description: string }>,
});

/** One thing that was found. */
@ObjectType({ description: 'One thing that was found in the supply chain of a device.' })
export class SupplyChainReason {
  @Field(() => SupplyChainReasonCode, { description: 'What it is.' })
  code!: ReasonCode;

  @Field(() => Boolean, { description: 'Whether it is wrong, or merely cannot be told.' })
  isViolation!: boolean;

  @Field(() => String, { description: 'What it is about: the name of software, `agent` or `hardware`.' })
  subject!: string;

  @Field(() => String, { description: 'In one sentence, and what to do about it.' })
  detail!: string;
}

/** One part of a device. */
@ObjectType({ description: "One part of a device's bill of materials." })
export class HardwarePart {
  @Field(() => String, { description: 'What it is: `board`, `chassis`, `cpu`, `disk`, `memory`, `network`.' })
  kind!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who made it; null where it cannot be read.' })
  vendor!: string | null;

  @Field(() => String, { nullable: true, description: 'Its serial number; null where it cannot be read.' })
  serial!: string | null;
}

/** What a device is. */
@ObjectType({ description: 'What a device is, as it reads from its own firmware. Null is not readable.' })
export class SupplyChainHardware {
  @Field(() => String, { nullable: true, description: 'Its serial number.' })
  serial!: string | null;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  manufacturer!: string | null;

  @Field(() => String, { nullable: true, description: 'Which model it is.' })
  model!: string | null;

  @Field(() => [HardwarePart], { description: 'What it is made of.' })
  parts!: readonly HardwarePart[];
}

/** Something below the operating system. */
@ObjectType({ description: 'Something below the operating system.' })
export class SupplyChainFirmware {
  @Field(() => String, { description: 'What it is: `BIOS`, `UEFI`, a boot loader.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  vendor!: string | null;

  @Field(() => String, { description: 'Its version.' })
  version!: string;
}

/** Something a device says it runs. */
@ObjectType({ description: 'Something a device says it runs, traced to who vouches for it.' })
export class InstalledSoftware {
  @Field(() => String, { description: 'What it is called there.' })
  name!: string;

  @Field(() => String, { description: 'Its version.' })
  version!: string;

  @Field(() => String, { nullable: true, description: 'Digest of its bytes; null where only its name is known.' })
  digest!: string | null;

  @Field(() => String, { description: 'How the device knows: `updater`, `agent`, `os-release`, `kernel`.' })
  source!: string;
}

/** The measurement of the agent. */
@ObjectType({ description: 'What the agent measured of itself, signed by the key of its certificate.' })
export class AgentAttestation {
  @Field(() => Date, { description: 'When signature and number were checked.' })
  verifiedAt!: Date;

  @Field(() => Date, { description: 'When the device measured, by its own clock.' })
  measuredAt!: Date;

  @Field(() => SafeInt, { description: 'Number of the measurement; it only rises.' })
  sequence!: number;

  @Field(() => String, { description: 'Version of the agent, as it says itself.' })
  agentVersion!: string;

  @Field(() => String, { description: 'SHA-256 of the file it runs from.' })
  binarySha256!: string;

  @Field(() => String, { nullable: true, description: 'What that should be; null where nobody said so.' })
  expectedSha256!: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the program that interprets it.' })
  runtimeSha256!: string | null;

  @Field(() => String, { description: 'SHA-256 of its configuration.' })
  configSha256!: string;

  @Field(() => String, { description: 'What that was at first, or was accepted as since.' })
  expectedConfigSha256!: string;

  @Field(() => String, { description: 'SHA-256 of the certificate whose key signed the measurement.' })
  certificateFingerprint!: string;

  @Field(() => SupplyChainVerdict, { description: 'What is thought of the agent alone.' })
  verdict!: keyof typeof SupplyChainVerdict;
}

/** All that is known of a device's supply chain. */
@ObjectType({ description: 'What a device consists of and runs, by its own signed word, and what is thought of it.' })
export class SupplyChainProjection {
  @Field(() => SupplyChainVerdict, { description: 'What is thought of it.' })
  verdict!: keyof typeof SupplyChainVerdict;

  @Field(() => [SupplyChainReason], { description: 'Why; violations come first.' })
  reasons!: readonly SupplyChainReason[];

  @Field(() => Date, { description: 'When the device said all this.' })
  reportedAt!: Date;

  @Field(() => Date, { description: 'When the verdict became what it is.' })
  judgedAt!: Date;
}

/** A page of supply chains. */
export const SupplyChainConnection = connectionType(SupplyChainProjection, 'SupplyChain');

/** What a device hands in. */
@InputType({ description: 'What a device says it consists of and runs, signed.' })
export class ReportInstalledInput {
  @Field(() => String, { description: 'Canonical JSON: names sorted, no spaces.' })
  report!: string;

  @Field(() => String, { description: 'Base64 of the DER signature of its UTF-8 bytes, SHA-256.' })
  signature!: string;

  @Field(() => String, { description: 'The certificate the device came by, as PEM.' })
  certificatePem!: string;
}

/** Which device to take for what it should be. */
@InputType({ description: 'Which device to take for what it should be, as it is now.' })
export class AcceptDeviceBaselineInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later.' })
  reason!: string;
}
