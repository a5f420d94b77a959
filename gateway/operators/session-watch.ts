/**
 * Re-authorisation of live subscriptions. Whoever is about to deliver asks here first, and what is said is never older
 * than 500 ms. While anybody is watched, access is asked about all of them at once every 400 ms, so that a quiet
 * subscription of a revoked session ends within a second too.
 */
import { Refusal } from '@flotilla/kernel/errors';
import type { Logger } from '@flotilla/kernel/logger';
import type { Caller } from '../caller.ts';
import type { Sessions } from './sessions.ts';

const freshMs = 500;
const intervalMs = 400;

/** Why a watched caller may not be served any more. */
export type Ending = { readonly refusal: Refusal; readonly closeCode: 4401 | 4403 };

/** One watched caller. */
export type Watched = {
  /** `true`: deliver. `false`: access does not answer, so deliver nothing for now. An ending: never again. */
  confirm(): Promise<boolean | Ending>;
  release(): void;
};

type Entry = {
  readonly caller: Caller;
  readonly onEnd: (ending: Ending) => void;
  confirmedAt: number;
  ending?: Ending;
};

/** Watches every caller with a live subscription. */
export class SessionWatch {
  readonly #sessions: Sessions;
  readonly #logger: Logger;
  readonly #entries = new Set<Entry>();
  #refreshing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #generation = 0;

  constructor(sessions: Sessions, logger: Logger) {
    this.#sessions = sessions;
    this.#logger = logger;
  }

  /** Watches a caller until released. `onEnd` runs once when it may not be served any more. */
  watch(caller: Caller, onEnd: (ending: Ending) => void): Watched {
    if (!caller.credential) return { confirm: () => Promise.resolve(true), release: () => undefined };
    const entry: Entry = { caller, onEnd, confirmedAt: Number.NEGATIVE_INFINITY };
    this.#entries.add(entry);
    this.#timer ??= setInterval(() => void this.#refresh(), intervalMs);
    return { confirm: () => this.#confirm(entry), release: () => this.#release(entry) };
  }

  /** Asks once, for somebody who is about to be watched. */
  async check(caller: Caller): Promise<boolean | Ending> {
    const watched = this.watch(caller, () => undefined);
    return watched.confirm().finally(() => watched.release());
  }

  /** Makes every confirmation old: something in access changed just now. */
  invalidate(): void {
    this.#generation += 1;
    for (const entry of this.#entries) entry.confirmedAt = Number.NEGATIVE_INFINITY;
    if (this.#entries.size > 0) void this.#refresh();
  }

  /** Stops asking. */
  close(): void {
    clearInterval(this.#timer);
    this.#entries.clear();
  }

  async #confirm(entry: Entry): Promise<boolean | Ending> {
    if (!isFresh(entry)) await this.#refresh();
    // The refresh under way may have asked before this caller was invalidated or began to be watched.
    if (!isFresh(entry)) await this.#refresh();
    return entry.ending ?? isFresh(entry);
  }

  #release(entry: Entry): void {
    this.#entries.delete(entry);
    if (this.#entries.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#ask().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #ask(): Promise<void> {
    const askedAt = performance.now();
    const generation = this.#generation;
    const asked = [...this.#entries];
    try {
      const now = await this.#current(asked.map((entry) => entry.caller));
      for (const entry of asked) {
        if (generation === this.#generation) entry.confirmedAt = askedAt;
        this.#settle(entry, now.get(keyOf(entry.caller)));
      }
    } catch (cause) {
      this.#logger.warn({ err: cause }, 'access does not answer; live subscriptions deliver nothing until it does');
    }
  }

  #settle(entry: Entry, current: readonly string[] | undefined): void {
    const ending = endingOf(entry.caller, current);
    if (!ending || !this.#entries.has(entry)) return;
    entry.ending = ending;
    this.#release(entry);
    entry.onEnd(ending);
  }

  /** The roles and scopes of each caller now, by its key; missing when it may not act any more. */
  async #current(callers: readonly Caller[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const sids = new Set(callers.flatMap((caller) => caller.sessionId ?? []));
    const others = new Map(callers.filter((each) => each.sessionId === null).map((each) => [keyOf(each), each]));
    const current = new Map<string, readonly string[]>();
    if (sids.size > 0) {
      const active = await this.#sessions.introspectSessions([...sids]);
      for (const [sid, roles] of active) current.set(sid, roles);
    }
    await Promise.all(
      [...others].map(async ([key, caller]) => {
        const now = caller.credential && (await this.#sessions.introspect(caller.credential));
        if (now) current.set(key, [...now.roles, ...now.scopes]);
      }),
    );
    return current;
  }
}

function isFresh(entry: Entry): boolean {
  return performance.now() - entry.confirmedAt <= freshMs;
}

/** Whom access has a name for are asked about all at once; anybody else by the credential itself. */
function keyOf(caller: Caller): string {
  return caller.sessionId ?? JSON.stringify(caller.credential);
}

function endingOf(caller: Caller, current: readonly string[] | undefined): Ending | undefined {
  if (!current || Date.now() > caller.expiresAtMs) {
    return { closeCode: 4401, refusal: new Refusal('UNAUTHENTICATED', 'This session is over. Sign in again.') };
  }
  // Access names roles by session. The scopes of a service account never change: it is made anew instead.
  const held = caller.sessionId === null ? [...caller.roles, ...caller.scopes] : caller.roles;
  if (held.length === current.length && held.every((each) => current.includes(each))) return undefined;
  return { closeCode: 4403, refusal: new Refusal('FORBIDDEN', 'Your roles have changed. Connect again.') };
}
