/** The public face of what devices run. */
import { connectionType } from '@flotilla/kernel/connection';
import { Key } from '@flotilla/kernel/schema';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** The entity of the fleet that the supply chain adds a field to. */
@Key('id')
@ObjectType({ description: 'A device; the supply chain adds what it runs.' })
export class Device {
  @Field(() => ID, { description: 'Immutable id.' })
  id!: string;
}

/** Whether bytes that run can be traced. */
export const SoftwareTrace = {
  TRACED: 'TRACED',
  UNVERIFIED: 'UNVERIFIED',
  WITHDRAWN: 'WITHDRAWN',
  UNKNOWN: 'UNKNOWN',
} as const;

registerEnumType(SoftwareTrace, {
  name: 'SoftwareTrace',
  description: 'Whether bytes that a device runs can be traced to somebody who vouches for them.',
  valuesConfig: {
    TRACED: { description: 'They are a verified artifact of the tenant.' },
    UNVERIFIED: { description: 'They are an artifact that nobody vouches for, or not any more.' },
    WITHDRAWN: { description: 'They are an artifact that nobody should begin to use.' },
    UNKNOWN: { description: 'They are no artifact of the tenant.' },
  },
});

/** Something a device runs. */
@ObjectType({ description: 'Something a device runs, as its last update tells.' })
export class DeviceSoftware {
  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'Its version.' })
  version!: string;

  @Field(() => String, { description: 'The digest of its bytes.' })
  digest!: string;

  @Field(() => Date, { description: 'When the device said so.' })
  since!: Date;
}

/** A page of what devices run. */
export const DeviceSoftwareConnection = connectionType(DeviceSoftware, 'DeviceSoftware');
