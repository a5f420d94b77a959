/** The public face of the calls devices make all the time. */
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  CollectorState,
  ConnectivityMode,
  LifecyclePhase,
  MasterOfRecord,
  RuntimeHealth,
  TrustState,
} from '../lifecycle/graphql.ts';

/** What a device measures of its own link. */
@InputType({ description: 'What a device measures of its own link.' })
export class LinkQualityInput {
  @Field(() => Float, { nullable: true, description: 'Round trip to the agents door, in milliseconds.' })
  rttMs?: number | null;

  @Field(() => Float, { nullable: true, description: 'Lost packets or failed calls, 0 to 100.' })
  lossPct?: number | null;

  @Field(() => Float, { nullable: true, description: 'Bandwidth that it could use, in kbit/s.' })
  bandwidthKbps?: number | null;
}

/** What a device still has to deliver. */
@InputType({ description: 'What a device still has to deliver.' })
export class SyncDebtInput {
  @Field(() => SafeInt, { description: 'Age of the oldest undelivered record, in seconds.' })
  secondsBehind!: number;

  @Field(() => SafeInt, { description: 'Undelivered records.' })
  backlogMessages!: number;
}

/** One sign of life. */
@InputType({ description: 'One sign of life.' })
export class HeartbeatInput {
  @Field(() => String, { description: 'Id of this run of the agent or its operating system.' })
  bootId!: string;

  @Field(() => SafeInt, { description: "The device's own epoch: rises after an unclean boot, a restore, a new key." })
  epoch!: number;

  @Field(() => SafeInt, { description: 'Newest sequence number in its queue.' })
  seq!: number;

  @Field(() => Date, { nullable: true, description: "The device's clock; decides nothing, but shows its skew." })
  sentAt?: Date | null;

  @Field(() => String, { description: 'Version of the agent.' })
  agentVersion!: string;

  @Field(() => RuntimeHealth, { description: 'How the device judges itself.' })
  health!: keyof typeof RuntimeHealth;

  @Field(() => SafeInt, { nullable: true, description: 'Seconds since its operating system started.' })
  uptimeS?: number | null;

  @Field(() => LinkQualityInput, { nullable: true, description: 'Its link, if it measured it.' })
  linkQuality?: LinkQualityInput | null;

  @Field(() => SyncDebtInput, { nullable: true, description: 'What it still has to deliver; absent means nothing.' })
  syncDebt?: SyncDebtInput | null;

  @Field(() => [String], { nullable: true, description: 'What its agent can do, 64 names at most.' })
  capabilities?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Series that it measures.' })
  seriesCount?: number | null;

  @Field(() => SafeInt, { nullable: true, description: 'Age of the policy it works by, in seconds.' })
  policyAgeS?: number | null;

  @Field(() => ConnectivityMode, {
    nullable: true,
    description:
      'What it says of its own connection: LIVE, EDGE_CACHED or AUTONOMOUS. Other modes are for others to say.',
  })
  declaredMode?: keyof typeof ConnectivityMode | null;

  @Field(() => ID, { nullable: true, description: 'The relay that it routes through; absent when it calls directly.' })
  relayId?: string | null;

  @Field(() => SafeInt, { nullable: true, description: 'Epoch of its journal.' })
  journalEpoch?: number | null;

  @Field(() => SafeInt, {
    nullable: true,
    description: 'Last record of its journal; 0 when it wrote none in this epoch.',
  })
  journalLastSeq?: number | null;

  @Field(() => String, { nullable: true, description: 'Hash of that record; of the epoch when there is none.' })
  journalLastHash?: string | null;

  @Field(() => Int, { nullable: true, description: 'The authority epoch it decides under on its own.' })
  authorityEpoch?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it goes by when it decides on its own: SHA-256, hexadecimal, of the words it was told, sorted, one to ' +
      'a line. Says that it has the list, so that its decisions are judged by the one it had.',
  })
  decisionsDigest?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The command key it knows, empty for none: it is told the present one if that is another.',
  })
  commandKey?: string | null;
}

/** What the device is to do next. */
@ObjectType({ description: 'What the device is to do next.' })
export class HeartbeatReply {
  @Field(() => Int, { description: 'Milliseconds to the next heartbeat, already jittered: keep it exactly.' })
  intervalMs!: number;

  @Field(() => Date, { description: "The server's clock." })
  serverTime!: Date;

  @Field(() => TrustState, { description: 'What the device is believed to be.' })
  trust!: keyof typeof TrustState;

  @Field(() => LifecyclePhase, { description: 'Where it is in its life.' })
  phase!: keyof typeof LifecyclePhase;

  @Field(() => Boolean, { description: 'Whether the server has no recent inventory and wants one now.' })
  inventoryWanted!: boolean;

  @Field(() => Int, { description: 'Generation of its desired state; 0 while there is none.' })
  desiredGeneration!: number;

  @Field(() => Int, {
    description: 'Rises whenever it is permitted to update, and then has something to ask for; 0 before.',
  })
  updateHintGeneration!: number;

  @Field(() => Int, { nullable: true, description: 'Commands that wait for it: awaitCommands fetches them.' })
  pendingCommands?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Base64 of the key its tenant's commands are signed with, where it is another than it said.",
  })
  commandKey?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether records of its journal are missing here; null while only the device knows.',
  })
  replayRequired?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'The authority epoch it is under; null means as it was last told.' })
  authorityEpoch?: number | null;

  @Field(() => MasterOfRecord, { nullable: true, description: 'Who decides about it; null means as it was last told.' })
  masterOfRecord?: keyof typeof MasterOfRecord | null;

  @Field(() => ConnectivityMode, { nullable: true, description: 'Where its connection stands after this call.' })
  mode?: keyof typeof ConnectivityMode | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is to take no new work; null means as it was last told.',
  })
  cordoned?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'What it may decide while it is on its own, all of it: whatever else it decided would put it into quarantine. ' +
      'Null means as it was last told, or what is preset.',
  })
  allowedDecisions?: readonly string[] | null;
}

/** Whether one source of the agent's knowledge works. */
@InputType({ description: "Whether one source of the agent's knowledge works." })
export class CollectorInput {
  @Field(() => String, { description: 'Name of the collector, e.g. `psi`.' })
  name!: string;

  @Field(() => CollectorState, { description: 'Whether it works.' })
  state!: keyof typeof CollectorState;

  @Field(() => String, { nullable: true, description: 'Why it does not.' })
  reason?: string | null;
}

/** What a device is made of. */
@InputType({ description: 'What a device is made of. Unknown things are left out.' })
export class InventoryInput {
  @Field(() => String, { nullable: true, description: 'Model of the processor.' })
  cpu?: string | null;

  @Field(() => Int, { nullable: true, description: 'Logical processors.' })
  cpuCores?: number | null;

  @Field(() => SafeInt, { nullable: true, description: 'Memory in bytes.' })
  ramBytes?: number | null;

  @Field(() => SafeInt, { nullable: true, description: 'Storage in bytes.' })
  storageBytes?: number | null;

  @Field(() => [String], { defaultValue: [], description: 'Models of its graphics processors.' })
  gpus!: string[];

  @Field(() => String, { nullable: true, description: 'Operating system with version.' })
  os?: string | null;

  @Field(() => String, { nullable: true, description: 'Release of the kernel.' })
  kernel?: string | null;

  @Field(() => String, { nullable: true, description: 'Host name.' })
  hostname?: string | null;

  @Field(() => [CollectorInput], { defaultValue: [], description: "Sources of the agent's knowledge." })
  collectors!: CollectorInput[];
}
