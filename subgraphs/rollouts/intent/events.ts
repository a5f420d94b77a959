/** What a device is to run and what it runs, as facts. */
import type { Event } from '@flotilla/kernel/event';
import type { UpdateDirection } from '../lease/events.ts';
import type { ArtifactFacts } from '../rollout/events.ts';

/** A device is to run an artifact. Knowledge, not permission: it starts nothing without a lease. */
export type DeviceUpdateIntended = Event<
  'DeviceUpdateIntended',
  {
    readonly deviceId: string;
    /** Rises with every intent of the device. */
    readonly generation: number;
    readonly intentId: string;
    readonly rolloutId: string;
    readonly direction: UpdateDirection;
    readonly artifact: ArtifactFacts;
    /** The canonical text that is signed. */
    readonly document: string;
    /** SHA-256 of the text, lower-case hex. */
    readonly digest: string;
    /** RFC 3339. */
    readonly expiresAt: string;
  }
>;

/** A device says that it runs an artifact now. */
export type DeviceUpdated = Event<
  'DeviceUpdated',
  {
    readonly deviceId: string;
    readonly rolloutId: string;
    readonly generation: number;
    readonly digest: string;
    readonly version: string;
    readonly artifact: ArtifactFacts;
    /** What it ran before, as far as is known. */
    readonly previous: ArtifactFacts | null;
  }
>;

/** A device looked at its intent or at the bytes, and will not run them. It is not told the same again. */
export type DeviceUpdateRefused = Event<
  'DeviceUpdateRefused',
  {
    readonly deviceId: string;
    readonly rolloutId: string;
    readonly direction: UpdateDirection;
    readonly generation: number;
    readonly intentDigest: string;
    /** Why, in one word of the device, e.g. `DIGEST_MISMATCH`. */
    readonly code: string;
    /** Why, in the device's words; null without. */
    readonly detail: string | null;
    /** The lease that was taken back for it; null where it held none. */
    readonly leaseId: string | null;
  }
>;

/** Every fact of the stream `intent-<deviceId>`. */
export type IntentEvent = DeviceUpdateIntended | DeviceUpdated | DeviceUpdateRefused;
