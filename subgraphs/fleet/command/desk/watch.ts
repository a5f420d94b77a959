/** Tells subscribers which commands changed, as the log records it. */
import type { LogTail } from '@flotilla/kernel/log/tail';
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { CommandEvent } from '../events.ts';
import { commandsProjection } from '../projection.ts';

/** A command that changed. */
export type ChangedCommand = {
  readonly tenantId: string;
  readonly commandId: string;
  readonly deviceId: string;
  readonly batchId: string | null;
};

/** Whose commands a subscriber wants to hear of: one device's, or one batch's. */
export type CommandInterest = { readonly tenantId: string } & (
  { readonly deviceId: string } | { readonly batchId: string }
);

/** Who listens to whose commands. */
export class CommandWatch {
  readonly #topic = new Topic<ChangedCommand>();

  /** Follows the log. Returns the way to stop, which ends every subscription. */
  follow(tail: Pick<LogTail, 'subscribe'>): () => void {
    const types = commandsProjection.handles as CommandEvent['type'][];
    const unfollow = tail.subscribe<CommandEvent>(types, ({ tenantId, data }) => {
      const { commandId, deviceId, batchId } = data;
      if (this.#topic.listeners > 0) this.#topic.publish({ tenantId, commandId, deviceId, batchId });
    });
    return () => {
      unfollow();
      this.#topic.close();
    };
  }

  /** Listens until the returned iterator is closed. */
  listen(interest: CommandInterest): AsyncIterableIterator<Numbered<ChangedCommand>> {
    const { tenantId } = interest;
    return this.#topic.subscribe((change) => {
      if (change.tenantId !== tenantId) return false;
      return 'deviceId' in interest ? change.deviceId === interest.deviceId : change.batchId === interest.batchId;
    });
  }
}
