/** Quarantine over GraphQL: what devices sent meanwhile, and what becomes of it. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Device } from '../device/graphql.ts';
import { livesByDevice } from '../lifecycle/queries.ts';
import { onlyUuids } from '../of-tenant.ts';
import { mayEndTrust, mayRead } from '../rules.ts';
import { discardItems, releaseItems, type DecisionParts } from './decisions.ts';
import { QuarantineDecision, type QuarantinedItem, QuarantinedItemConnection, QuarantineInfo } from './graphql.ts';
import { attemptsByDevice, findQuarantined, type ListedItem } from './queries.ts';
import type { Selection } from './store.ts';

const idsOptions = { nullable: true, description: 'These things, 200 at most.' } as const;
const deviceOptions = { nullable: true, description: 'All things of this device, in the place of `ids`.' } as const;

/** Queries, mutations and fields of quarantine. */
@Resolver(() => Device)
export class QuarantineResolver {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  @FieldResolver(() => QuarantineInfo, { nullable: true, description: 'Its quarantine; null while it has none.' })
  async quarantine(@Root() { id }: { id: string }, @Ctx() context: Context): Promise<QuarantineInfo | null> {
    const quarantine = (await context.loader(livesByDevice).load(id))?.quarantine;
    if (!quarantine) return null;
    const counts = await context.loader(attemptsByDevice).load(id);
    const { telemetry = 0, reports = 0, events = 0 } = counts ?? {};
    const held = { heldItems: counts?.heldItems ?? 0, heldBytes: counts?.heldBytes ?? 0 };
    const overflow = { overflowItems: counts?.overflowItems ?? 0, overflowBytes: counts?.overflowBytes ?? 0 };
    const attempts = telemetry + reports + events;
    return { ...quarantine, diverted: { telemetry, reports, events }, attempts, ...held, ...overflow };
  }

  @Authorize(mayRead)
  @Query(() => QuarantinedItemConnection, { description: 'What is kept of a device in quarantine, oldest first.' })
  async quarantinedItems(
    @Arg('deviceId', () => ID, { description: 'Identity of the device.' }) deviceId: string,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<QuarantinedItem>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findQuarantined(em, deviceId, page));
    return connectionOf<ListedItem, QuarantinedItem>(rows, page, { cursor: (row) => row.cursor });
  }

  @Authorize(mayEndTrust)
  @Mutation(() => QuarantineDecision, {
    description: 'Takes quarantined things in as if they had come now: in their order, each once.',
  })
  async releaseQuarantined(
    @Arg('ids', () => [ID], idsOptions) ids: string[] | null,
    @Arg('deviceId', () => ID, deviceOptions) deviceId: string | null,
    @Ctx() context: Context,
  ): Promise<QuarantineDecision> {
    return { items: await releaseItems(this.#parts, selectionOf(ids, deviceId), context.viewer) };
  }

  @Authorize(mayEndTrust)
  @Mutation(() => QuarantineDecision, { description: 'Forgets quarantined things.' })
  async discardQuarantined(
    @Arg('ids', () => [ID], idsOptions) ids: string[] | null,
    @Arg('deviceId', () => ID, deviceOptions) deviceId: string | null,
    @Ctx() context: Context,
  ): Promise<QuarantineDecision> {
    return { items: await discardItems(this.#parts, selectionOf(ids, deviceId), context.viewer) };
  }
}

function selectionOf(ids: readonly string[] | null | undefined, deviceId: string | null | undefined): Selection {
  if (ids && !deviceId && ids.length > 0 && ids.length <= 200) return { ids: onlyUuids(ids) };
  if (deviceId && !ids && onlyUuids([deviceId]).length === 1) return { deviceId };
  throw new Refusal('INVALID_INPUT', 'Name 1 to 200 ids, or one deviceId for all that is kept of it.', {
    element: 'ids',
  });
}
