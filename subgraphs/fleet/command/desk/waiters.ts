/**
 * Devices that wait for commands. Waiting costs memory and nothing else: no connection, no timer but one per device. A
 * device is woken by what is recorded about it, anywhere; one whose domain has no place left is kept out of the crowd
 * until a place becomes free, so that ten thousand waiting devices do not all look for the same twenty places.
 */
import type { Event } from '@flotilla/kernel/event';
import type { LogTail } from '@flotilla/kernel/log/tail';
import { gauge } from '@flotilla/kernel/metrics';
import type { CommandEvent } from '../events.ts';
import type { DeviceEvent } from '../../device/events.ts';
import type { ReplayEvent } from '../../replay/events.ts';
import type { UpdatePermitted } from '../../update-hint/projection.ts';

const waitingNow = gauge({ name: 'flotilla_fleet_commands_waiting', help: 'Devices that wait for commands now.' });

/** How long a domain is believed to be full, when nothing is heard of it. */
const fullMs = 5_000;
/** Devices that are woken when a domain is looked at again. */
const wokenMax = 20;

/** Why a wait ended. `GONE`: another call of the device took its place, or the process ends. */
export type Waking = 'WOKEN' | 'TIME' | 'GONE';

/** One device's place. */
export type Seat = {
  /** Waits until something happens or the time is over; at once, if something happened since the last wait. */
  wait(ms: number): Promise<Waking>;
  /** Its domain has no place left: it is woken when there is one. */
  noPlace(domainId: string): void;
  leave(): void;
  /** The newest update that was permitted to it while it sat here; 0 for none. */
  readonly updateHint: number;
};

type Place = {
  readonly deviceId: string;
  wake: ((waking: Waking) => void) | null;
  isStale: boolean;
  isGone: boolean;
  updateHint: number;
};

type LeaseGranted = Event<'LeaseGranted', UpdatePermitted>;
type WakingEvent = CommandEvent | ReplayEvent | DeviceEvent | LeaseGranted;

const wakingTypes = [
  'CommandQueued',
  'CommandCancelRequested',
  'CommandApplied',
  'CommandFailed',
  'CommandExpired',
  'CommandCancelled',
  'ReplayConcluded',
  'ReplayAborted',
  'DeviceReleased',
  'DeviceRevoked',
  'LeaseGranted',
] satisfies WakingEvent['type'][];

/** All waiting devices of a process. */
export class Waiters {
  readonly #max: number;
  readonly #places = new Map<string, Place>();
  /** Devices that found no place, by domain, in the order they came. */
  readonly #crowds = new Map<string, Set<string>>();
  /** Domains that are believed to be full, with the timers that end the belief. */
  readonly #full = new Map<string, NodeJS.Timeout>();
  #isDrained = false;

  constructor(max: number) {
    this.#max = max;
  }

  /** Follows the log. Returns the way to stop, which sends everybody away. */
  follow(tail: Pick<LogTail, 'subscribe'>): () => void {
    const unfollow = tail.subscribe<WakingEvent>(wakingTypes, (event) => this.#hear(event));
    return () => {
      unfollow();
      this.drain();
    };
  }

  /** A place for a device; null when there is none, or the process ends. An older call of the device is sent away. */
  sit(deviceId: string): Seat | null {
    if (this.#isDrained || (this.#places.size >= this.#max && !this.#places.has(deviceId))) return null;
    const place: Place = { deviceId, wake: null, isStale: false, isGone: false, updateHint: 0 };
    const older = this.#places.get(deviceId);
    if (older) send(older, 'GONE');
    this.#places.set(deviceId, place);
    waitingNow.set(this.#places.size);
    return {
      wait: (ms) => wait(place, ms),
      noPlace: (domainId) => this.#crowd(domainId, deviceId),
      get updateHint() {
        return place.updateHint;
      },
      leave: () => {
        if (this.#places.get(deviceId) !== place) return;
        this.#places.delete(deviceId);
        waitingNow.set(this.#places.size);
      },
    };
  }

  /** Sends everybody away, and lets nobody in any more. */
  drain(): void {
    this.#isDrained = true;
    for (const timer of this.#full.values()) clearTimeout(timer);
    this.#full.clear();
    for (const place of this.#places.values()) send(place, 'GONE');
  }

  #hear({ type, data }: WakingEvent): void {
    if (type === 'CommandQueued') {
      if (this.#full.has(data.domainId)) this.#crowd(data.domainId, data.deviceId);
      else this.#wake(data.deviceId);
      return;
    }
    if (type === 'LeaseGranted') {
      const place = this.#places.get(data.deviceId);
      if (place) place.updateHint = Math.max(place.updateHint, data.fence);
    }
    if (type === 'CommandCancelRequested' || !type.startsWith('Command')) this.#wake(data.deviceId);
    // A place became free; in which domain, only its next look tells.
    else for (const domainId of this.#crowds.keys()) this.#callIn(domainId, 1);
  }

  #wake(deviceId: string): void {
    const place = this.#places.get(deviceId);
    if (place) send(place, 'WOKEN');
  }

  #crowd(domainId: string, deviceId: string): void {
    const crowd = this.#crowds.get(domainId) ?? new Set();
    crowd.add(deviceId);
    this.#crowds.set(domainId, crowd);
    if (this.#full.has(domainId) || this.#isDrained) return;
    const again = () => {
      this.#full.delete(domainId);
      this.#callIn(domainId, wokenMax);
    };
    this.#full.set(domainId, setTimeout(again, fullMs));
  }

  #callIn(domainId: string, count: number): void {
    const crowd = this.#crowds.get(domainId) ?? new Set();
    let called = 0;
    for (const deviceId of crowd) {
      if (called >= count) break;
      crowd.delete(deviceId);
      if (!this.#places.has(deviceId)) continue;
      this.#wake(deviceId);
      called += 1;
    }
    if (crowd.size === 0) {
      this.#crowds.delete(domainId);
      clearTimeout(this.#full.get(domainId));
      this.#full.delete(domainId);
    }
    // Whoever is left is called by the places that those now woken give back, or after a while.
    else if (!this.#full.has(domainId) && !this.#isDrained) {
      const [first = ''] = crowd;
      this.#crowd(domainId, first);
    }
  }
}

function wait(place: Place, ms: number): Promise<Waking> {
  if (place.isGone) return Promise.resolve('GONE');
  if (place.isStale) {
    place.isStale = false;
    return Promise.resolve('WOKEN');
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => place.wake?.('TIME'), ms);
    place.wake = (waking) => {
      clearTimeout(timer);
      place.wake = null;
      resolve(waking);
    };
  });
}

function send(place: Place, waking: 'WOKEN' | 'GONE'): void {
  if (waking === 'GONE') place.isGone = true;
  if (place.wake) place.wake(waking);
  else place.isStale = true;
}
