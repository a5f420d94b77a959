/** The quarantine store of telemetry over GraphQL. */
import { allow, Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { discardPushes, releasePushes, type DecisionParts } from './decisions.ts';
import { type QuarantinedBatch, QuarantinedBatchConnection } from './graphql.ts';
import { countQuarantined, findQuarantined, type ListedBatch } from './queries.ts';
import type { Selection } from './store.ts';

const mayRead = allow(['VIEWER'], 'telemetry:read');
const mayDecide = allow(['OPERATOR', 'SECURITY_ANALYST'], 'fleet:write');
const idsOptions = { nullable: true, description: 'These batches, 200 at most.' } as const;
const deviceOptions = { nullable: true, description: 'All batches of this device, in the place of `ids`.' } as const;
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Queries and mutations of diverted telemetry. */
@Resolver()
export class QuarantineResolver {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  @Authorize(mayRead)
  @Query(() => QuarantinedBatchConnection, {
    description: 'Telemetry that is kept of a device in quarantine, oldest first.',
  })
  async quarantinedTelemetry(
    @Arg('deviceId', () => ID, { description: 'Identity of the device.' }) deviceId: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<QuarantinedBatch>> {
    const page = pageOf(args);
    return context.read(async (em) => {
      const rows = await findQuarantined(em, deviceId, page);
      const totalCount = await countQuarantined(em, deviceId);
      return connectionOf<ListedBatch, QuarantinedBatch>(rows, page, { cursor: (row) => row.cursor, totalCount });
    });
  }

  @Authorize(mayDecide)
  @Mutation(() => Int, {
    description: 'Stores quarantined telemetry as if it had come now, in its order, each batch once. Answers how many.',
  })
  async releaseQuarantinedTelemetry(
    @Arg('ids', () => [ID], idsOptions) ids: string[] | null,
    @Arg('deviceId', () => ID, deviceOptions) deviceId: string | null,
    @Ctx() { viewer, tenantId }: Context,
  ): Promise<number> {
    return releasePushes(this.#parts, selectionOf(ids, deviceId), { ...viewer, tenantId });
  }

  @Authorize(mayDecide)
  @Mutation(() => Int, { description: 'Forgets quarantined telemetry. Answers how many batches.' })
  async discardQuarantinedTelemetry(
    @Arg('ids', () => [ID], idsOptions) ids: string[] | null,
    @Arg('deviceId', () => ID, deviceOptions) deviceId: string | null,
    @Ctx() { viewer, tenantId }: Context,
  ): Promise<number> {
    return discardPushes(this.#parts, selectionOf(ids, deviceId), { ...viewer, tenantId });
  }
}

function selectionOf(ids: readonly string[] | null | undefined, deviceId: string | null | undefined): Selection {
  if (ids && !deviceId && ids.length > 0 && ids.length <= 200) return { ids: ids.filter((id) => uuidShape.test(id)) };
  if (deviceId && !ids && uuidShape.test(deviceId)) return { deviceId };
  throw new Refusal('INVALID_INPUT', 'Name 1 to 200 ids, or one deviceId for all that is kept of it.', {
    element: 'ids',
  });
}
