/** Commands, runbooks and batches of a process, wired by hand: what the composition root of the fleet has to know. */
import type { Database } from '@flotilla/kernel/database';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { Planning } from '../../batch/plan/planning.ts';
import { BatchDomainResolver, BatchPlanResolver, BatchResolver, BatchTargetResolver } from '../../batch/resolver.ts';
import { BatchRunner } from '../../batch/run/runner.ts';
import { RunbookResolver } from '../../runbook/resolver.ts';
import { CommandIssueResolver, CommandResolver, DeviceCommandsResolver } from '../resolver.ts';
import type { CommandKeys } from './command-keys.ts';
import { CommandDesk } from './desk.ts';
import { cancelAllOf, expireCommands } from './expiry.ts';
import { CommandWireResolver } from './wire-resolver.ts';
import { CommandWatch } from './watch.ts';
import { commandChangesResolver } from './watch-resolver.ts';

/** What the service works with. */
export type CommandServiceParts = {
  readonly database: Database;
  readonly tail: LogTail;
  readonly logger: Logger;
  readonly keys: CommandKeys;
  readonly ownAuthorityId: string;
};

/** Everything of commands that serves one process. */
export function commandService(parts: CommandServiceParts) {
  const { tail, keys } = parts;
  const desk = new CommandDesk(parts);
  const runner = new BatchRunner(parts);
  const planning = new Planning(parts, runner);
  const watch = new CommandWatch();
  const ChangesResolver = commandChangesResolver(watch);
  let unfollow = () => {};
  return {
    ChangesResolver,
    instances: [
      new BatchDomainResolver(),
      new BatchPlanResolver(),
      new BatchResolver(planning),
      new BatchTargetResolver(),
      new ChangesResolver(),
      new CommandIssueResolver(),
      new CommandResolver(planning),
      new CommandWireResolver(desk),
      new DeviceCommandsResolver(),
      new RunbookResolver(keys),
    ],
    /** Cancels everything that is on its way to a device. */
    cancelAll: (device: { readonly tenantId: string; readonly deviceId: string }) => cancelAllOf(parts, device),
    /** Ends what is over, and goes on with what runs; for housekeeping. */
    async advance(): Promise<void> {
      await expireCommands(parts);
      await runner.advanceAll();
    },
    /** Begins to wake who waits. */
    start() {
      const leave = [desk.start(), watch.follow(tail)];
      unfollow = () => leave.forEach((each) => each());
    },
    /** Sends everybody away who waits. */
    drain: () => desk.drain(),
    /** Ends every wait and every subscription. */
    stop: () => unfollow(),
  };
}

/** Resolver classes that need nothing to be listed in the schema. */
export const commandResolvers = [
  BatchDomainResolver,
  BatchPlanResolver,
  BatchResolver,
  BatchTargetResolver,
  CommandIssueResolver,
  CommandResolver,
  CommandWireResolver,
  DeviceCommandsResolver,
  RunbookResolver,
] as const;
