/**
 * Tells subscribers that a device's return moved on: at once for what happens in this process and for facts of sessions
 * anywhere, and every two seconds for devices somebody watches, whose chunks another process may take.
 */
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { ReplayEvent } from '../events.ts';
import type { DeviceOf } from './head.ts';

const lookMs = 2_000;

/** Who listens to whose return. */
export class ReplayWatch {
  readonly #topic = new Topic<DeviceOf>();
  readonly #watched = new Map<string, { readonly device: DeviceOf; count: number }>();

  /** Follows the log. Returns the way to stop, which ends every subscription. */
  follow(tail: Pick<LogTail, 'subscribe'>): () => void {
    const types: ReplayEvent['type'][] = ['ReplayOpened', 'ReplayConcluded', 'ReplayAborted'];
    const unfollow = tail.subscribe<ReplayEvent>(types, ({ tenantId, data }) => this.moved(tenantId, data.deviceId));
    const timer = setInterval(() => {
      for (const { device } of this.#watched.values()) this.#topic.publish(device);
    }, lookMs);
    return () => {
      clearInterval(timer);
      unfollow();
      this.#topic.close();
    };
  }

  /** A device's return moved on; cheap when nobody watches it. */
  moved(tenantId: string, deviceId: string): void {
    if (this.#watched.has(deviceId)) this.#topic.publish({ tenantId, deviceId });
  }

  /** Listens to one device until the returned iterator is closed. */
  listen(device: DeviceOf): AsyncIterableIterator<Numbered<DeviceOf>> {
    const { tenantId, deviceId } = device;
    const listener = this.#topic.subscribe((each) => each.deviceId === deviceId && each.tenantId === tenantId);
    const watched = this.#watched.get(deviceId) ?? { device, count: 0 };
    watched.count += 1;
    this.#watched.set(deviceId, watched);
    let isClosed = false;
    return {
      next: () => listener.next(),
      return: async () => {
        if (!isClosed && (watched.count -= 1) === 0) this.#watched.delete(deviceId);
        isClosed = true;
        await listener.return?.();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
