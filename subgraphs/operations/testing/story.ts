/**
 * A tenant's story for unit tests: facts with times of the test's choosing, folded in memory, and a look at the queue
 * as the query would show it. `testing/operations.ts` tells the same stories to a real PostgreSQL.
 */
import type { Recorded } from '@flotilla/kernel/event';
import { fold, type AttentionSource } from '../causes/fold.ts';
import type { Item } from '../ledger/item.ts';
import { Ledger } from '../ledger/ledger.ts';

/** The tenant of every story. */
export const tenantId = '00000000-0000-4000-8000-0000000000aa';
/** When every story begins. */
export const beginMs = Date.parse('2026-03-01T12:00:00.000Z');

/** An id that is recognisable in a failing test. */
export function idOf(group: 'device' | 'domain' | 'location' | 'token', n: number): string {
  const digit = { device: 'd', domain: 'e', location: 'f', token: 'c' }[group];
  return `${digit.repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** A story under way. */
export class Story {
  readonly ledger = new Ledger(tenantId);
  readonly events: Recorded[] = [];
  nowMs = beginMs;

  /** Lets time pass. */
  later(seconds: number): this {
    this.nowMs += seconds * 1_000;
    return this;
  }

  /** Tells a fact. */
  tell(type: AttentionSource['type'], data: object, stream = 'story-1'): this {
    const event = recordedOf({ type, data }, { atMs: this.nowMs, position: this.events.length + 1, stream });
    this.events.push(event);
    fold(this.ledger, event);
    return this;
  }

  /** Makes a domain. */
  domain(n: number, parent: number | null = null): this {
    const above = parent === null ? undefined : this.ledger.scopes.get(`domain:${idOf('domain', parent)}`);
    const slug = `domain-${n}`;
    return this.tell('DomainCreated', {
      domainId: idOf('domain', n),
      name: `Domain ${n}`,
      slug,
      parentId: parent === null ? null : idOf('domain', parent),
      path: above ? `${above.path}/${slug}` : slug,
    });
  }

  /** Makes a location. */
  location(n: number): this {
    const about = { name: `Site ${n}`, timeZone: 'Europe/Amsterdam', natGroup: null };
    return this.tell('LocationCreated', { locationId: idOf('location', n), ...about });
  }

  /** A device asks to come in. */
  claim(n: number, place: { readonly domain: number; readonly location?: number }): this {
    return this.tell('DeviceClaimed', {
      deviceId: idOf('device', n),
      trust: 'PENDING',
      fingerprints: [],
      domainId: idOf('domain', place.domain),
      locationId: place.location === undefined ? null : idOf('location', place.location),
      name: `Device ${n}`,
      kind: 'EDGE',
      labels: [],
      channel: 'prod',
      enrollmentTokenId: idOf('token', n),
      publicKey: '',
      bootId: 'boot',
      agentVersion: '1.0.0',
    });
  }

  /** A device is let in. */
  approve(n: number): this {
    const about = { approvedBy: 'user:x', ruleId: null, ruleName: null, fingerprints: [] };
    return this.tell('DeviceApproved', { deviceId: idOf('device', n), trust: 'TRUSTED', ...about });
  }

  /** The connection of a device changes. */
  connect(n: number, mode: 'LIVE' | 'DELAYED' | 'DISCONNECTED' | 'AUTONOMOUS'): this {
    const deviceId = idOf('device', n);
    const previousMode = this.ledger.devices.get(deviceId)?.mode ?? 'DISCONNECTED';
    if (previousMode === mode) return this;
    return this.tell('ConnectivityChanged', {
      deviceId,
      mode,
      previousMode,
      gapMs: 60_000,
      intervalMs: 10_000,
    });
  }

  /** Devices that are in and were heard. */
  live(numbers: readonly number[], place: { readonly domain: number; readonly location?: number }): this {
    for (const n of numbers) this.claim(n, place).approve(n).connect(n, 'LIVE');
    return this;
  }

  /** The clock speaks for everything that is due by now. */
  tick(): this {
    const due = [...this.ledger.deadlines.values()].filter(({ dueMs }) => dueMs <= this.nowMs).map(({ key }) => key);
    return due.length === 0 ? this : this.tell('AttentionDeadlinePassed', { keys: due.toSorted() });
  }

  /** Items whose cause lasts, folded ones too. */
  active(): Item[] {
    return [...this.ledger.items.values()].filter(({ isActive }) => isActive);
  }

  /** Keys of the items that show, highest score first. */
  queue(): string[] {
    const groups = this.active().filter(({ isGroup }) => isGroup);
    const isFolded = (item: Item): boolean =>
      groups.some(
        ({ key, foldFromMs, foldUntilMs }) =>
          item.foldKeys.includes(key) &&
          item.sinceMs >= (foldFromMs ?? -Infinity) &&
          item.sinceMs <= (foldUntilMs ?? Infinity),
      );
    return this.active()
      .filter((item) => !isFolded(item))
      .toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
      .map(({ key }) => key);
  }
}

/** A fact as the log would keep it. */
export function recordedOf(
  fact: { readonly type: string; readonly data: unknown },
  place: { readonly atMs: number; readonly position: number; readonly stream: string },
): Recorded {
  return {
    ...fact,
    id: `event-${place.position}`,
    tenantId,
    stream: place.stream,
    streamVersion: place.position,
    at: new Date(place.atMs).toISOString(),
    metadata: { actor: 'test' },
    shard: 0,
    position: String(place.position),
  };
}
