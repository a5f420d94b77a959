/** The agents' door for commands. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { callerOf } from '../../heartbeat/device-call.ts';
import { AcknowledgeCommandInput, AwaitCommandsInput, CommandDelivery, ReportCommandInput } from '../graphql.ts';
import type { CommandDesk } from './desk.ts';

/** What devices call about commands. */
@Resolver()
export class CommandWireResolver {
  readonly #desk: CommandDesk;

  constructor(desk: CommandDesk) {
    this.#desk = desk;
  }

  @Authorize(device)
  @Mutation(() => CommandDelivery, {
    description:
      'Waits for commands. Nothing is handed over while the device returns or is quarantined; a newer call of the same ' +
      'device ends an older one.',
  })
  async awaitCommands(
    @Arg('input', () => AwaitCommandsInput, { description: 'How long, how many, and what it has.' })
    input: AwaitCommandsInput,
    @Ctx() context: Context,
  ): Promise<CommandDelivery> {
    const delivery = await this.#desk.await(callerOf(context.viewer), input);
    const commands = delivery.commands.map(({ commandId: id, expiresAt, ...rest }) => {
      return { ...rest, id, expiresAt: new Date(expiresAt) };
    });
    return { ...delivery, commands };
  }

  @Authorize(device)
  @Mutation(() => Boolean, {
    description: 'Says that the device has a command. True: do it. False: do not, it was cancelled or is over.',
  })
  async acknowledgeCommand(
    @Arg('input', () => AcknowledgeCommandInput, { description: 'Which command.' }) input: AcknowledgeCommandInput,
    @Ctx() context: Context,
  ): Promise<boolean> {
    return this.#desk.acknowledge(callerOf(context.viewer), input);
  }

  @Authorize(device)
  @Mutation(() => Boolean, {
    description:
      'Says how a command ended. True: recorded as its end. False: it had been given up; the report is kept beside that. ' +
      'FORBIDDEN with details.trust QUARANTINED: keep the report until the release.',
  })
  async reportCommand(
    @Arg('input', () => ReportCommandInput, { description: 'Which command, and how it ended.' })
    input: ReportCommandInput,
    @Ctx() context: Context,
  ): Promise<boolean> {
    return this.#desk.report(callerOf(context.viewer), input);
  }
}
