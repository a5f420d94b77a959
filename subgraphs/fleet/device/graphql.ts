/** The public face of devices. Fields that cross nouns or are derived stand in the resolver. */
import { connectionType } from '@flotilla/kernel/connection';
import { Key, SafeInt } from '@flotilla/kernel/schema';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AuthorityInput } from '../authority/graphql.ts';
import {
  CollectorState,
  ConnectivityMode,
  DeviceKind,
  LifecyclePhase,
  RuntimeHealth,
  TrustState,
} from '../lifecycle/graphql.ts';
import { Label, LabelInput } from '../naming/graphql.ts';

/** A compute element with one immutable identity. */
@Key('id')
@ObjectType({ description: 'A compute element with one immutable identity.' })
export class Device {
  @Field(() => ID, { description: 'Immutable identity across all its lifetimes.' })
  id!: string;

  @Field(() => String, { description: 'What people call it.' })
  name!: string;

  @Field(() => DeviceKind, { description: 'What sort of compute element it is.' })
  kind!: keyof typeof DeviceKind;

  @Field(() => [Label], { description: 'Its labels, by key.' })
  labels!: Label[];

  @Field(() => String, { description: 'Where its software is taken from: dev, canary or prod.' })
  channel!: string;

  @Field(() => TrustState, { description: 'May it take part?' })
  trust!: keyof typeof TrustState;

  @Field(() => LifecyclePhase, { description: 'Where in its life is it?' })
  phase!: keyof typeof LifecyclePhase;

  @Field(() => Date, { description: 'Since when its state is what it is.' })
  stateSince!: Date;

  @Field(() => String, { nullable: true, description: 'Why its state is what it is.' })
  stateReason?: string | null | undefined;

  @Field(() => Date, { description: 'When it claimed.' })
  enrolledAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was approved.' })
  approvedAt?: Date | null | undefined;

  @Field(() => String, { nullable: true, description: 'Who approved it: `user:<id>` or `rule:<name>`.' })
  approvedBy?: string | null | undefined;
}

/** A page of devices. */
export const DeviceConnection = connectionType(Device, 'Device');

/** What is known of a link. */
@ObjectType({ description: 'What the device last measured of its own link.' })
export class LinkQuality {
  @Field(() => Float, { nullable: true, description: 'Round trip to the agents door, in milliseconds.' })
  rttMs?: number | null | undefined;

  @Field(() => Float, { nullable: true, description: 'Lost packets or failed calls, 0 to 100.' })
  lossPct?: number | null | undefined;

  @Field(() => Float, { nullable: true, description: 'Bandwidth that it could use, in kbit/s.' })
  bandwidthKbps?: number | null | undefined;
}

/** What a device still has to deliver. */
@ObjectType({ description: 'What the device said it still has to deliver.' })
export class SyncDebt {
  @Field(() => SafeInt, { description: 'Age of the oldest undelivered record, in seconds.' })
  secondsBehind!: number;

  @Field(() => SafeInt, { description: 'Undelivered records.' })
  backlogMessages!: number;

  @Field(() => Boolean, { description: 'Whether the backlog has to come by the return protocol.' })
  replayRequired!: boolean;
}

/** Whether and how well we can talk to a device. */
@ObjectType({ description: 'Whether and how well we can talk to the device.' })
export class Connectivity {
  @Field(() => ConnectivityMode, { description: 'Its place in the spectrum.' })
  mode!: keyof typeof ConnectivityMode;

  @Field(() => Date, { description: 'Since when.' })
  since!: Date;

  @Field(() => Date, { nullable: true, description: 'Its newest heartbeat; null before the first.' })
  lastSeenAt?: Date | null | undefined;

  @Field(() => Int, { description: 'The interval it was told to keep, in milliseconds.' })
  intervalMs!: number;

  @Field(() => LinkQuality, { description: 'Its link.' })
  linkQuality!: LinkQuality;

  @Field(() => SyncDebt, { description: 'What it still has to deliver.' })
  syncDebt!: SyncDebt | Promise<SyncDebt>;
}

/** What a device should be. */
@ObjectType({ description: 'What the device should be. Null until a policy applies to it.' })
export class DesiredState {
  @Field(() => ID, { description: 'The policy bundle that says so.' })
  policyBundleId!: string;

  @Field(() => String, { nullable: true, description: 'The version it should run.' })
  targetVersion?: string | null | undefined;
}

/** What a device last said of itself. */
@ObjectType({ description: 'What the device last said of itself in a heartbeat.' })
export class ReportedState {
  @Field(() => String, { description: 'Version of its agent.' })
  agentVersion!: string;

  @Field(() => RuntimeHealth, { description: 'How it judges itself.' })
  health!: keyof typeof RuntimeHealth;

  @Field(() => Date, { description: 'When it said so.' })
  lastHeartbeatAt!: Date;

  @Field(() => SafeInt, { nullable: true, description: 'Seconds since its operating system started.' })
  uptimeS?: number | null | undefined;

  @Field(() => Float, { nullable: true, description: "How far its clock is ahead of the server's, in seconds." })
  clockSkewS?: number | null | undefined;
}

/** Whether one source of the agent's knowledge works. */
@ObjectType({ description: "Whether one source of the agent's knowledge works." })
export class Collector {
  @Field(() => String, { description: 'Name of the collector.' })
  name!: string;

  @Field(() => CollectorState, { description: 'Whether it works.' })
  state!: keyof typeof CollectorState;

  @Field(() => String, { nullable: true, description: 'Why it does not.' })
  reason?: string | null | undefined;
}

/** What a device is made of. */
@ObjectType({ description: 'What the device said it is made of.' })
export class Inventory {
  @Field(() => String, { nullable: true, description: 'Model of the processor.' })
  cpu?: string | null | undefined;

  @Field(() => Int, { nullable: true, description: 'Logical processors.' })
  cpuCores?: number | null | undefined;

  @Field(() => SafeInt, { nullable: true, description: 'Memory in bytes.' })
  ramBytes?: number | null | undefined;

  @Field(() => SafeInt, { nullable: true, description: 'Storage in bytes.' })
  storageBytes?: number | null | undefined;

  @Field(() => [String], { description: 'Models of its graphics processors.' })
  gpus!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Operating system with version.' })
  os?: string | null | undefined;

  @Field(() => String, { nullable: true, description: 'Release of the kernel.' })
  kernel?: string | null | undefined;

  @Field(() => String, { nullable: true, description: 'Host name.' })
  hostname?: string | null | undefined;

  @Field(() => [Collector], { description: "Sources of the agent's knowledge." })
  collectors!: readonly Collector[];

  @Field(() => Date, { description: 'When the device last confirmed it.' })
  reportedAt!: Date;
}

/** The newest certificate of a device. */
@ObjectType({ description: 'The newest certificate of the device.' })
export class DeviceCertificate {
  @Field(() => String, { description: 'Serial number, hex.' })
  serial!: string;

  @Field(() => String, { description: 'SHA-256 of the certificate, lower-case hex.' })
  fingerprint!: string;

  @Field(() => Date, { description: 'Beginning of its validity.' })
  notBefore!: Date;

  @Field(() => Date, { description: 'End of its validity.' })
  notAfter!: Date;
}

/** A device that changed. */
@ObjectType({ description: 'A device that changed.' })
export class DeviceChange {
  @Field(() => Int, { description: 'Number of this message in the subscription; a gap means: fetch again.' })
  seq!: number;

  @Field(() => Device, { description: 'The device as it is now.' })
  device!: Device;

  @Field(() => Boolean, { description: 'Whether it fits the filter `q` now; false tells a list to let it go.' })
  matches!: boolean;
}

/** Which device to approve. */
@InputType({ description: 'Which pending device to approve.' })
export class ApproveDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;
}

/** Which device to refuse, and why. */
@InputType({ description: 'Which pending device to refuse, and why. Final.' })
export class DenyDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** Which device to put out, and why. */
@InputType({ description: 'Which device to put out, and why. Final; effective on its next call.' })
export class RevokeDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** Which device to call what. */
@InputType({ description: 'Which device to call what.' })
export class RenameDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Its name from now on: 1 to 80 characters.' })
  name!: string;

  @Field(() => AuthorityInput, {
    nullable: true,
    description: 'Who writes; absent for this control plane, as it holds now.',
  })
  authority?: AuthorityInput | null;
}

/** Which device gets which labels. */
@InputType({ description: 'Which device gets which labels instead of those it has.' })
export class RelabelDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => [LabelInput], { description: 'All of its labels from now on.' })
  labels!: LabelInput[];

  @Field(() => AuthorityInput, {
    nullable: true,
    description: 'Who writes; absent for this control plane, as it holds now.',
  })
  authority?: AuthorityInput | null;
}

/** Which device moves where. */
@InputType({ description: 'Which device moves where.' })
export class MoveDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => ID, { description: 'The domain it belongs to from now on.' })
  domainId!: string;

  @Field(() => ID, { nullable: true, description: 'Where it stands from now on; absent for nowhere in particular.' })
  locationId?: string | null;

  @Field(() => AuthorityInput, {
    nullable: true,
    description: 'Who writes; absent for this control plane, as it holds now.',
  })
  authority?: AuthorityInput | null;
}
