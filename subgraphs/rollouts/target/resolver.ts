/** Fields of the devices of a rollout, and what rollouts add to devices. */
import type { Context } from '@flotilla/kernel/context';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { WaitingFor } from '../gate/graphql.ts';
import { Lease } from '../lease/graphql.ts';
import { leasesByDevice, leasesById } from '../lease/queries.ts';
import { isOpen } from '../lease/lease.ts';
import { shownRollout, shownWaiting } from '../plan/shown.ts';
import { Device } from '../references.ts';
import { Rollout } from '../rollout/graphql.ts';
import { rolloutsById } from '../rollout/queries.ts';
import { explainTarget } from './explain.ts';
import { RolloutTarget } from './graphql.ts';
import { targetsByDevice, type TargetRow } from './rows.ts';

const why = {
  nullable: true,
  description: 'Why it does not go on just now; null when nothing is left to come.',
} as const;

/** Fields of one device of one rollout. */
@Resolver(() => RolloutTarget)
export class RolloutTargetResolver {
  @FieldResolver(() => Device, { description: 'The device.' })
  device(@Root() { deviceId }: TargetRow): Device {
    return { id: deviceId };
  }

  @FieldResolver(() => Rollout, { nullable: true, description: 'The rollout.' })
  async rollout(@Root() { rolloutId }: TargetRow, @Ctx() context: Context): Promise<Rollout | null> {
    const row = await context.loader(rolloutsById).load(rolloutId);
    return row && shownRollout(row);
  }

  @FieldResolver(() => Lease, { nullable: true, description: 'Its newest lease of this rollout.' })
  async lease(@Root() { leaseId }: TargetRow, @Ctx() context: Context): Promise<Lease | null> {
    return leaseId === null ? null : context.loader(leasesById).load(leaseId);
  }

  @FieldResolver(() => WaitingFor, why)
  async waitingFor(@Root() target: TargetRow, @Ctx() context: Context): Promise<WaitingFor | null> {
    return shownWaiting(await context.read((em) => explainTarget(em, target)));
  }
}

/** What rollouts add to a device. */
@Resolver(() => Device)
export class DeviceResolver {
  @FieldResolver(() => RolloutTarget, { nullable: true, description: 'Its part in the newest rollout that is for it.' })
  async updateState(@Root() { id }: Device, @Ctx() context: Context): Promise<RolloutTarget | null> {
    return context.loader(targetsByDevice).load(id);
  }

  @FieldResolver(() => Lease, { nullable: true, description: 'The lease it holds now; null while it holds none.' })
  async currentLease(@Root() { id }: Device, @Ctx() context: Context): Promise<Lease | null> {
    const row = await context.loader(leasesByDevice).load(id);
    return row && isOpen(row.state) ? row : null;
  }

  @FieldResolver(() => WaitingFor, { ...why, description: 'Why its update does not go on; null without one.' })
  async waitingFor(@Root() { id }: Device, @Ctx() context: Context): Promise<WaitingFor | null> {
    const target = await context.loader(targetsByDevice).load(id);
    return target && shownWaiting(await context.read((em) => explainTarget(em, target)));
  }
}
