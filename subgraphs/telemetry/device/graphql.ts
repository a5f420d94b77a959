/** The device as telemetry knows it: an id to hang measurements on. Everything else of it belongs to the fleet. */
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, ObjectType } from 'type-graphql';

/** The entity that telemetry adds fields to. */
@Key('id')
@ObjectType({ description: 'A device; telemetry adds what it measured and reported.' })
export class Device {
  @Field(() => ID, { description: 'Immutable id.' })
  id!: string;
}
