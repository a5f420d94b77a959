/** The public face of relays. */
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How the path through a relay is. */
export const PathHealth = { UP: 'UP', DEGRADED: 'DEGRADED', DOWN: 'DOWN' } as const;

registerEnumType(PathHealth, {
  name: 'PathHealth',
  description: 'How the path through a relay is.',
  valuesConfig: {
    UP: { description: 'The relay is live and the devices behind it are heard.' },
    DEGRADED: { description: 'The relay is late, some devices behind it are away, or their links are bad.' },
    DOWN: { description: 'The relay is away or not trusted, or most devices behind it are away.' },
  },
});

/** A device that carries the traffic of others. */
@ObjectType({
  description: 'A device that carries the traffic of others. It can neither read nor forge what it stores.',
})
export class Relay {
  @Field(() => ID, { description: 'Identity of the device.' })
  id!: string;

  @Field(() => PathHealth, { description: 'How the path through it is.' })
  health!: keyof typeof PathHealth;

  @Field(() => Date, { description: 'Since when.' })
  healthSince!: Date;

  @Field(() => Date, { description: 'When it became a relay.' })
  registeredAt!: Date;

  @Field(() => Int, { description: 'Devices that are reached through it.' })
  deviceCount!: number;

  @Field(() => Int, { description: 'Those of them that are not heard: DISCONNECTED or AUTONOMOUS.' })
  awayCount!: number;

  @Field(() => Float, { nullable: true, description: 'Mean round trip of those that are heard, in milliseconds.' })
  rttMs!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean loss of those that are heard, in percent.' })
  lossPct!: number | null;
}

/** Which device becomes a relay. */
@InputType({ description: 'Which device becomes a relay: a trusted one of kind RELAY or GATEWAY.' })
export class RegisterRelayInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;
}

/** Which device is no relay any more. */
@InputType({ description: 'Which device is no relay any more. Devices behind it count as reached straight.' })
export class RemoveRelayInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;
}
