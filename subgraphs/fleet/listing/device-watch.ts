/**
 * Who changed, as it happens: every recorded fact of a device, and for devices somebody has open also each heartbeat,
 * so that their age on the screen is true. Heartbeats come only from this process; losing them costs freshness.
 */
import type { LogTail } from '@flotilla/kernel/log/tail';
import { Topic, type Numbered } from '@flotilla/kernel/live';
import type { ConnectivityEvent } from '../connectivity/events.ts';
import type { DeviceEvent } from '../device/events.ts';
import { devicesProjection } from '../device/projection.ts';
import type { DeviceRouteChanged } from '../relay/events.ts';

/** A device that changed, or was merely heard. */
export type ChangedDevice = { readonly tenantId: string; readonly deviceId: string; readonly isHeartbeat: boolean };

/** What a subscriber wants to hear of. `deviceIds` null means every device of the tenant. */
export type Interest = { readonly tenantId: string; readonly deviceIds: readonly string[] | null };

/** The facts after which a device looks otherwise. */
type Shown = DeviceEvent | ConnectivityEvent | DeviceRouteChanged;

/** Tells subscribers of changed devices. */
export class DeviceWatch {
  readonly #topic = new Topic<ChangedDevice>();
  readonly #open = new Map<string, number>();

  /** Follows the log. Returns the way to stop, which ends every subscription. */
  follow(tail: Pick<LogTail, 'subscribe'>): () => void {
    const types = [...devicesProjection.handles, 'DeviceRouteChanged'] as Shown['type'][];
    const unfollow = tail.subscribe<Shown>(types, (event) => {
      this.#topic.publish({ tenantId: event.tenantId, deviceId: event.data.deviceId, isHeartbeat: false });
    });
    return () => {
      unfollow();
      this.#topic.close();
    };
  }

  /** A device was heard; cheap when nobody has it open. */
  heard(tenantId: string, deviceId: string): void {
    if (this.#open.has(deviceId)) this.#topic.publish({ tenantId, deviceId, isHeartbeat: true });
  }

  /** Listens until the returned iterator is closed. */
  listen(interest: Interest): AsyncIterableIterator<Numbered<ChangedDevice>> {
    const ids = interest.deviceIds === null ? null : new Set(interest.deviceIds);
    const listener = this.#topic.subscribe(
      (change) =>
        change.tenantId === interest.tenantId && (ids === null ? !change.isHeartbeat : ids.has(change.deviceId)),
    );
    for (const id of ids ?? []) this.#open.set(id, (this.#open.get(id) ?? 0) + 1);
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      for (const id of ids ?? []) {
        const left = (this.#open.get(id) ?? 1) - 1;
        if (left === 0) this.#open.delete(id);
        else this.#open.set(id, left);
      }
    };
    return {
      next: () => listener.next(),
      async return() {
        close();
        await listener.return?.();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
