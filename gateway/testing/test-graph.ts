/**
 * A tiny federated graph for tests, served by the kernel's own server: access, fleet and telemetry with a few fields
 * each. It is the network edge of the gateway; nothing of the real subgraphs is in it.
 */
import 'reflect-metadata';
import { allow, anyone, Authorize, claimant, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { Topic, type Numbered } from '@flotilla/kernel/live';
import { buildSubgraph, Key, type BuiltSubgraph } from '@flotilla/kernel/schema';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';

/** A measurement as it is published. */
export type Measured = { readonly tenantId: string; readonly deviceId: string; readonly value: number };

/** What tests publish and count. */
export const measurements = new Topic<Measured>();

/** How often fleet was asked to join a device. */
export const joins = { count: 0 };

/** What telemetry was given by agents. */
export const pushes: { readonly deviceId: string; readonly samples: number }[] = [];

@Key('id')
@ObjectType('Device', { description: 'A device.' })
class FleetDevice {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => [FleetDevice], { description: 'Those beside it.' })
  neighbours!: FleetDevice[];
}

@Resolver(() => FleetDevice)
class FleetResolver {
  @Authorize(allow(['VIEWER'], 'fleet:read'))
  @Query(() => FleetDevice, { nullable: true, description: 'One device.' })
  device(@Arg('id', () => ID, { description: 'Which.' }) id: string): FleetDevice {
    if (id === 'gone') throw new Refusal('NOT_FOUND', 'There is no device gone.', { deviceId: id });
    if (id === 'bug') throw new Error('secret internals');
    return deviceNamed(id);
  }

  @Authorize(allow(['VIEWER'], 'fleet:read'))
  @Query(() => [FleetDevice], { description: 'A page of devices.' })
  devices(
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many.' }) first: number,
    @Ctx() context: Context,
  ): FleetDevice[] {
    return Array.from({ length: Math.min(first, 3) }, (_, at) => deviceNamed(`${context.viewer.tenantId}-${at}`));
  }

  @Authorize(anyone)
  @Query(() => Int, { description: 'What anybody may know.' })
  publicCount(): number {
    return 3;
  }

  @Authorize(device)
  @Mutation(() => Int, { description: 'Waits, and answers for how long.' })
  async awaitCommands(@Arg('waitMs', () => Int, { description: 'For how long.' }) waitMs: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return waitMs;
  }

  @FieldResolver(() => [FleetDevice])
  neighbours(@Root() root: FleetDevice): FleetDevice[] {
    return [deviceNamed(`${root.id}-next`)];
  }

  @Authorize(allow(['OPERATOR'], 'fleet:write'))
  @Mutation(() => FleetDevice, { description: 'Renames a device.' })
  renameDevice(@Arg('id', () => ID, { description: 'Which.' }) id: string): FleetDevice {
    return deviceNamed(id);
  }

  @Authorize(claimant)
  @Mutation(() => String, { description: 'Claims.' })
  claimDevice(
    @Arg('token', () => String, { description: 'The proof.' }) token: string,
    @Ctx() context: Context,
  ): string {
    if (token === 'full') throw new Refusal('LIMIT_EXCEEDED', 'Later.', {}, { retryAfterMs: 2500 });
    return `${context.viewer.kind} ${token}`;
  }

  @Authorize(device)
  @Mutation(() => String, { description: 'Says that it lives.' })
  heartbeat(@Ctx() { viewer }: Context): string {
    return `${viewer.kind} ${viewer.tenantId} ${viewer.subject} ${viewer.certificateFingerprint}`;
  }
}

@Key('id')
@ObjectType('Device', { description: 'A device, as telemetry knows it.' })
class MeasuredDevice {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Float, { description: 'Its load.' })
  load!: number;
}

@ObjectType({ description: 'A measurement of a device.' })
class Measurement {
  @Field(() => Int, { description: 'Number in the stream.' })
  seq!: number;

  @Field(() => Float, { description: 'Measured value.' })
  value!: number;

  @Field(() => MeasuredDevice, { description: 'Whose it is.' })
  device!: MeasuredDevice;
}

@Resolver()
class TelemetryResolver {
  @Authorize(allow(['VIEWER'], 'telemetry:read'))
  @Query(() => Int, { description: 'How many measurements there are.' })
  measurementCount(): number {
    return 7;
  }

  @Authorize(allow(['VIEWER'], 'telemetry:read'))
  @Subscription(() => Measurement, {
    description: 'Measurements of a device of the tenant as they come.',
    subscribe: ({ args, context }) => {
      const { tenantId } = (context as Context).viewer;
      const { deviceId } = args as { deviceId: string };
      return measurements.subscribe((each) => each.tenantId === tenantId && each.deviceId === deviceId);
    },
  })
  measured(
    @Root() { seq, value }: Numbered<Measured>,
    @Arg('deviceId', () => ID, { description: 'Of which device.' }) deviceId: string,
  ): Measurement {
    return { seq, value: value.value, device: { id: deviceId, load: value.value } };
  }

  @Authorize(device)
  @Mutation(() => Int, { description: 'Stores samples.' })
  pushTelemetry(
    @Arg('samples', () => [Float], { description: 'The samples.' }) samples: number[],
    @Ctx() context: Context,
  ) {
    pushes.push({ deviceId: context.viewer.subject, samples: samples.length });
    return samples.length;
  }
}

@ObjectType({ description: 'Who asks.' })
class Asker {
  @Field(() => String, { description: 'Kind and id.' })
  who!: string;

  @Field(() => String, { description: 'Request id.' })
  requestId!: string;
}

@Resolver()
class AccessResolver {
  @Authorize(anyone)
  @Query(() => Asker, { description: 'Who asks.' })
  asker(@Ctx() { viewer }: Context): Asker {
    return { who: `${viewer.kind} ${viewer.subject}`.trim(), requestId: viewer.requestId };
  }

  @Authorize(anyone)
  @Mutation(() => Boolean, { description: 'Changes something about sessions.' })
  touchSessions(): boolean {
    return true;
  }
}

function deviceNamed(id: string): FleetDevice {
  return { id, name: `device ${id}`, neighbours: [] };
}

/** The test graph's subgraphs by name. */
export function testGraph(): Readonly<Record<'access' | 'fleet' | 'telemetry', BuiltSubgraph>> {
  const fleet = new FleetResolver();
  return {
    access: buildSubgraph({ resolvers: [AccessResolver], instances: [new AccessResolver()] }),
    fleet: buildSubgraph({
      resolvers: [FleetResolver],
      instances: [fleet],
      references: {
        Device: ({ id }) => {
          joins.count += 1;
          if (id === 'unknown') throw new Refusal('NOT_FOUND', 'There is no such device.', { deviceId: id });
          return deviceNamed(id);
        },
      },
    }),
    telemetry: buildSubgraph({
      resolvers: [TelemetryResolver],
      instances: [new TelemetryResolver()],
      references: { Device: ({ id }) => ({ id, load: 0.5 }) },
    }),
  };
}
