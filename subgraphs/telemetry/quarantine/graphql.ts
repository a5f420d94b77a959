/** The public face of the quarantine store of telemetry. */
import { connectionType } from '@flotilla/kernel/connection';
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, Int, ObjectType } from 'type-graphql';

/** A push that was diverted. */
@ObjectType({ description: 'Telemetry that a quarantined device pushed; it waits for a decision.' })
export class QuarantinedBatch {
  @Field(() => ID, { description: 'Identity of the batch.' })
  id!: string;

  @Field(() => ID, { description: 'The device that pushed it.' })
  deviceId!: string;

  @Field(() => SafeInt, { description: 'Epoch of the device it belongs to.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'First sequence number.' })
  fromSeq!: number;

  @Field(() => SafeInt, { description: 'Last sequence number.' })
  toSeq!: number;

  @Field(() => Int, { description: 'Samples and kernel events in it.' })
  records!: number;

  @Field(() => [String], { description: 'Series it has samples of.' })
  series!: string[];

  @Field(() => Date, { nullable: true, description: 'Oldest time in it.' })
  firstAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Newest time in it.' })
  lastAt?: Date | null;

  @Field(() => Int, { description: 'How large it is.' })
  bytes!: number;

  @Field(() => Date, { description: 'When it was diverted.' })
  divertedAt!: Date;
}

/** A page of the store. */
export const QuarantinedBatchConnection = connectionType(QuarantinedBatch, 'QuarantinedBatch');
