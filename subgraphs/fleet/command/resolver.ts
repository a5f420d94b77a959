/** Commands over GraphQL, for people and services. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { commandAggregate } from '../aggregates.ts';
import type { Planning } from '../batch/plan/planning.ts';
import { Device } from '../device/graphql.ts';
import { devicesById } from '../device/queries.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import {
  CancelCommandInput,
  Command,
  CommandConnection,
  CommandIssue,
  CommandState,
  IssueCommandInput,
} from './graphql.ts';
import { commandsById, findCommands, outputsByCommand } from './queries.ts';
import type { CommandRow } from './row.ts';

/** What an order came to, as its fields ask for more. */
type Issue = CommandIssue & { readonly commandId: string | null };

/** Queries, mutations and fields of commands. */
@Resolver(() => Command)
export class CommandResolver {
  readonly #planning: Planning;

  constructor(planning: Planning) {
    this.#planning = planning;
  }

  @Authorize(mayRead)
  @Query(() => CommandConnection, { description: 'Commands of the tenant, newest first.' })
  async commands(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('q', () => String, {
      nullable: true,
      description:
        'The filter grammar: `state:QUEUED,DELIVERED kind:EXEC`, a minus negates, a bare word searches the reason. ' +
        'Keys: state, kind, device, batch, runbook.',
    })
    q: string | null,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Command>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findCommands(em, { deviceId: null, batchId: null, q: q ?? null, page }));
    return connectionOf(rows, page, { cursor: ({ cursor }) => cursor });
  }

  @Authorize(mayRead)
  @Query(() => Command, { nullable: true, description: 'One command; null when the tenant has none with this id.' })
  async command(
    @Arg('id', () => ID, { description: 'Identity of the command.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Command | null> {
    return context.loader(commandsById).load(id);
  }

  @Authorize(mayOperate)
  @Mutation(() => CommandIssue, {
    description:
      'Gives an order to one device, or at once to as many as one person may act on. FORBIDDEN with details.rule ' +
      'TWO_PERSONS where a second person is needed: plan a batch then.',
  })
  async issueCommand(
    @Arg('input', () => IssueCommandInput, { description: 'The order.' }) input: IssueCommandInput,
    @Ctx() context: Context,
  ): Promise<CommandIssue> {
    const { deviceIds = null, q = null, domainId = null } = input.target;
    const { delivery = null, expiresInS = null, ...order } = input;
    const wish = { ...order, delivery, expiresInS, target: { deviceIds, q, domainId } };
    return this.#planning.issue(context.viewer, context.tenantId, wish);
  }

  @Authorize(mayOperate)
  @Mutation(() => Command, {
    description: 'Cancels a command: at once while its device does not have it; otherwise the device is told to stop.',
  })
  async cancelCommand(
    @Arg('input', () => CancelCommandInput, { description: 'Which command, and why.' })
    { commandId, reason }: CancelCommandInput,
    @Ctx() context: Context,
  ): Promise<Command> {
    await requireCommand(context, commandId);
    await context.handle(commandAggregate, { id: commandId, command: { type: 'CancelCommand', reason } });
    return requireCommand(context, commandId);
  }

  @FieldResolver(() => CommandState, { description: 'Where it is in its life.' })
  state(@Root() row: CommandRow): keyof typeof CommandState {
    return row.stage;
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device.' })
  async device(@Root() row: CommandRow, @Ctx() context: Context): Promise<Device | null> {
    return context.loader(devicesById).load(row.deviceId);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who issued it; null for a program.' })
  issuedByUser(@Root() row: CommandRow): UserReference | null {
    return userIn(row.issuedBy);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What it printed, as the device redacted and cut it.' })
  async output(@Root() row: CommandRow, @Ctx() context: Context): Promise<string | null> {
    const bytes = row.report?.outputBytes ?? row.lateReport?.outputBytes ?? 0;
    return bytes > 0 ? context.loader(outputsByCommand).load(row.id) : null;
  }
}

/** Fields of orders. */
@Resolver(() => CommandIssue)
export class CommandIssueResolver {
  @FieldResolver(() => CommandConnection, { description: 'The commands it became, newest first.' })
  async commands(
    @Root() issue: Issue,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Command>> {
    const page = pageOf(args);
    const { batchId = null, commandId } = issue;
    if (commandId !== null) {
      const row = await requireCommand(context, commandId);
      return connectionOf([row], page, { cursor: ({ id, queuedAt }) => [queuedAt.toISOString(), id] });
    }
    const rows = await context.read((em) => findCommands(em, { deviceId: null, batchId, q: null, page }));
    return connectionOf(rows, page, { cursor: ({ cursor }) => cursor });
  }
}

/** Fields of devices about their commands. */
@Resolver(() => Device)
export class DeviceCommandsResolver {
  @FieldResolver(() => CommandConnection, { description: 'Orders to it, newest first.' })
  async commands(
    @Root() { id: deviceId }: { id: string },
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Command>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findCommands(em, { deviceId, batchId: null, q: null, page }));
    return connectionOf(rows, page, { cursor: ({ cursor }) => cursor });
  }
}

async function requireCommand(context: Context, commandId: string): Promise<CommandRow> {
  const row = await context.loader(commandsById).clear(commandId).load(commandId);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such command in this tenant.', { commandId });
  return row;
}
