/** The arguments the lists and subscriptions of the fleet take, so that no resolver repeats them. */
import { PageArgs } from '@flotilla/kernel/page-args';
import { ArgsType, Field, ID } from 'type-graphql';

const qOptions = {
  nullable: true,
  description:
    'The filter grammar: `conn:LIVE,DELAYED trust:PENDING domain:retail-eu label:site=rtm name:kiosk*`, a minus negates. ' +
    'Keys: conn, trust, phase, kind, health, domain, location, label, relay, folded, channel, name, version, id.',
} as const;

/** Which devices, in which order. */
@ArgsType()
export class DeviceListArgs extends PageArgs {
  @Field(() => String, qOptions)
  q?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '`name` (the default), `state`, `since`, `lastSeen` or `enrolledAt`; with a minus for descending.',
  })
  sort?: string | null;
}

/** Which devices to hear of. */
@ArgsType()
export class DeviceChangesArgs {
  @Field(() => [ID], { nullable: true, description: 'Only these, 200 at most; absent for all of the tenant.' })
  ids?: string[] | null;

  @Field(() => String, qOptions)
  q?: string | null;
}

const domainIdOptions = {
  nullable: true,
  description: 'Only this domain and below; absent for the whole tenant.',
} as const;

/** Whose spectrum. */
@ArgsType()
export class SpectrumArgs {
  @Field(() => ID, domainIdOptions)
  domainId?: string | null;
}

/** Whose spectrum, over which range. */
@ArgsType()
export class SpectrumHistoryArgs extends SpectrumArgs {
  @Field(() => Date, { description: 'Beginning of the range.' })
  from!: Date;

  @Field(() => Date, { description: 'End of the range.' })
  to!: Date;
}
