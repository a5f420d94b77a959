/**
 * The part of one tenant's attention that a batch of events touches, in memory: loaded before, folded over without
 * waiting, written after. What the fold does to it depends on the events alone and not on how they were batched.
 */
import type { Scope } from '../grouping/scope.ts';
import type { Device } from './device.ts';
import type { Item } from './item.ts';

/** Where the device of an enrollment token would have gone. */
export type Token = { readonly id: string; readonly domainId: string; readonly locationId: string | null };

/** Values by key that remember which of them changed. */
export class Shelf<Value> {
  readonly #values = new Map<string, Value>();
  readonly #changed = new Set<string>();

  /** The value of a key. */
  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Everything on the shelf. */
  values(): Iterable<Value> {
    return this.#values.values();
  }

  /** Puts what is stored already. */
  load(key: string, value: Value): void {
    this.#values.set(key, value);
  }

  /** Puts what has to be stored. */
  put(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#changed.add(key);
  }

  /** Takes a value away, and from storage too. */
  drop(key: string): void {
    if (this.#values.delete(key)) this.#changed.add(key);
  }

  /** Values to be stored. */
  changed(): Value[] {
    return [...this.#changed].flatMap((key) => this.#values.get(key) ?? []);
  }

  /** Keys to be removed from storage. */
  dropped(): string[] {
    return [...this.#changed].filter((key) => !this.#values.has(key));
  }
}

/** One tenant's working set. */
export class Ledger {
  readonly tenantId: string;
  readonly devices = new Shelf<Device>();
  readonly scopes = new Shelf<Scope>();
  readonly items = new Shelf<Item>();
  readonly tokens = new Shelf<Token>();
  /** Moments by item key at which to look again. */
  readonly deadlines = new Shelf<{ readonly key: string; readonly dueMs: number }>();
  readonly #down = new Map<string, Scope>();
  readonly #keysByDevice = new Map<string, Set<string>>();

  constructor(tenantId: string) {
    this.tenantId = tenantId;
  }

  /** Every scope of the tenant that is dark. */
  get down(): Iterable<Scope> {
    return this.#down.values();
  }

  /** Stores a scope. */
  putScope(scope: Scope): void {
    this.scopes.put(scope.key, scope);
    this.noteScope(scope);
  }

  /** Keeps the list of dark scopes; also for scopes that were only loaded. */
  noteScope(scope: Scope): void {
    if (scope.isDown) this.#down.set(scope.key, scope);
    else this.#down.delete(scope.key);
  }

  /** Stores an item. */
  putItem(item: Item): void {
    this.items.put(item.key, item);
    this.noteItem(item);
  }

  /** Keeps the list of a device's items; also for items that were only loaded. */
  noteItem({ key, deviceId }: Item): void {
    if (deviceId === null) return;
    const keys = this.#keysByDevice.get(deviceId) ?? new Set();
    this.#keysByDevice.set(deviceId, keys.add(key));
  }

  /** Items about a device, the inactive ones too. */
  itemsOf(deviceId: string): Item[] {
    return [...(this.#keysByDevice.get(deviceId) ?? [])].flatMap((key) => this.items.get(key) ?? []);
  }

  /** Sets or removes the moment at which to look at an item again. */
  setDeadline(key: string, dueMs: number | null): void {
    if (dueMs === null) this.deadlines.drop(key);
    else if (this.deadlines.get(key)?.dueMs !== dueMs) this.deadlines.put(key, { key, dueMs });
  }
}
