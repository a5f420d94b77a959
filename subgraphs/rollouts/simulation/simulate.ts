/**
 * What a rollout would do, without doing it: the same waves, the same budgets and the same windows on a clock that jumps
 * from one end of an update to the next. Pure. How long a device takes is guessed from its size and from how much of the
 * time it was reachable so far, so the result is an expectation and says so.
 */
import { shortageAtGrant, type Service, type Shortage, type Slot } from '../admission/admission.ts';
import { scopesOf, type Standing } from '../admission/scopes.ts';
import type { BudgetLimits } from '../budget/events.ts';
import type { RolloutPlan } from '../rollout/events.ts';
import { inLotOrder, matches, takeWave, type Candidate } from '../wave/selection.ts';
import { nextOpenings } from '../window/window.ts';

/** A device as a simulation needs it. */
export type SimulatedDevice = Candidate &
  Standing & {
    readonly timeZone: string;
    readonly isReachable: boolean;
    readonly isInstalled: boolean;
    /** The artifact is in its channel. */
    readonly isPromoted: boolean;
    /** It runs another version of the artifact, and can go back to it. */
    readonly hasOther: boolean;
    /** How much of the time it was reachable since it was first heard: 0 to 1. */
    readonly onlineShare: number;
  };

/** What is around it. */
export type SimulationWorld = {
  readonly devices: readonly SimulatedDevice[];
  readonly limitsOf: (scope: string) => BudgetLimits;
  /** Open leases of other rollouts by scope, and devices that are away. */
  readonly used: ReadonlyMap<string, number>;
  readonly away: ReadonlyMap<string, number>;
  readonly servicesOf: (device: SimulatedDevice) => readonly Service[];
  readonly now: string;
};

/** One device's turn. */
export type SimulatedTurn = {
  readonly deviceId: string;
  readonly locationId: string | null;
  readonly startsAt: string;
  readonly endsAt: string;
};

/** One wave. `turns` are in order; `stuck` never get one. */
export type SimulatedWave = {
  readonly index: number;
  readonly name: string;
  readonly devices: number;
  readonly unreachable: number;
  readonly alreadyInstalled: number;
  readonly turns: readonly SimulatedTurn[];
  readonly stuck: readonly { readonly deviceId: string; readonly reason: string }[];
  /** When it passes if every device succeeds, RFC 3339; null if it needs a person. */
  readonly passesAt: string | null;
};

/** A budget that made somebody wait. */
export type TightBudget = { readonly scope: string; readonly limit: number; readonly delayed: number };

/** What would happen. */
export type Simulation = {
  readonly matched: number;
  readonly waves: readonly SimulatedWave[];
  readonly budgets: readonly TightBudget[];
  /** When the last wave has passed, RFC 3339. */
  readonly finishesAt: string;
  readonly updateS: number;
};

/** Begin, verify, restart and look at the health, whatever the size. */
const overheadS = 60;
const bytesPerS = 1_250_000;
/** Nobody is reachable less than this as far as a guess goes: one that is away for weeks has no expected end. */
const shareMin = 0.05;

/** How long one device takes that is always reachable, in seconds. */
export function updateSeconds({ artifact }: Pick<RolloutPlan, 'artifact'>): number {
  return Math.ceil(overheadS + artifact.size / bytesPerS);
}

/** Plays a rollout through. `rolloutId` decides the lots. */
export function simulate(plan: RolloutPlan, rolloutId: string, world: SimulationWorld): Simulation {
  const matched = world.devices.filter((device) => matches(plan.selection, device));
  let remaining: readonly SimulatedDevice[] = matched;
  let nowMs = Date.parse(world.now);
  const delayed = new Map<string, { limit: number; devices: Set<string> }>();
  const waves = plan.waves.map((wave, index) => {
    const taken = takeWave(remaining, wave, rolloutId);
    const ids = new Set(taken.map(({ id }) => id));
    remaining = remaining.filter(({ id }) => !ids.has(id));
    const play = new Play({ plan, rolloutId, world, delayed }, nowMs);
    const free = inLotOrder(taken, rolloutId).filter((device) => device.isReachable && !device.isInstalled);
    play.run(free.filter(({ isPromoted }) => isPromoted));
    for (const { id, channel } of free.filter(({ isPromoted }) => !isPromoted)) {
      play.stuck.push({ deviceId: id, reason: `The artifact is not promoted to channel ${channel}.` });
    }
    nowMs = Math.max(nowMs, play.endedMs) + wave.gates.soakS * 1_000;
    return {
      index,
      name: wave.name,
      devices: taken.length,
      unreachable: taken.filter((device) => !device.isReachable && !device.isInstalled).length,
      alreadyInstalled: taken.filter(({ isInstalled }) => isInstalled).length,
      turns: play.turns,
      stuck: play.stuck,
      passesAt: play.stuck.length > 0 ? null : iso(nowMs),
    };
  });
  const budgets = [...delayed].map(([scope, { limit, devices }]) => ({ scope, limit, delayed: devices.size }));
  return { matched: matched.length, waves, budgets, finishesAt: iso(nowMs), updateS: updateSeconds(plan) };
}

type PlayParts = {
  readonly plan: RolloutPlan;
  readonly rolloutId: string;
  readonly world: SimulationWorld;
  readonly delayed: Map<string, { limit: number; devices: Set<string> }>;
};
type Running = { readonly device: SimulatedDevice; readonly endsMs: number };

/** A device that counts in nothing but what all count in. */
const nobody: SimulatedDevice = {
  id: '',
  labels: [],
  areas: [],
  locationId: null,
  natGroup: null,
  roles: [],
  channel: '',
  timeZone: 'UTC',
  isReachable: true,
  isInstalled: false,
  isPromoted: true,
  hasOther: false,
  onlineShare: 1,
};

/** One wave on its own clock. */
class Play {
  readonly turns: SimulatedTurn[] = [];
  readonly stuck: { deviceId: string; reason: string }[] = [];
  endedMs: number;
  readonly #parts: PlayParts;
  readonly #used: Map<string, number>;
  readonly #openings = new Map<string, { opensMs: number; closesMs: number }>();
  #nowMs: number;
  #running: Running[] = [];
  /** Everything together was full before in this wave: all who waited then are noted. */
  #isFull = false;

  constructor(parts: PlayParts, nowMs: number) {
    this.#parts = parts;
    this.#used = new Map(parts.world.used);
    this.#nowMs = nowMs;
    this.endedMs = nowMs;
  }

  run(devices: readonly SimulatedDevice[]): void {
    let waiting = [...devices];
    while (waiting.length > 0) {
      const left = this.#startSome(waiting);
      const isOver = left.length === waiting.length && this.#running.length === 0 && !this.#jumpToWindow(left);
      waiting = left;
      if (isOver) break;
      this.#jump();
    }
    for (const device of waiting) this.stuck.push({ deviceId: device.id, reason: this.#reasonOf(device) });
    for (const { endsMs } of this.#running) this.endedMs = Math.max(this.endedMs, endsMs);
  }

  /** Starts whom there is room for; once everything together is full, nobody behind needs to be asked. */
  #startSome(waiting: readonly SimulatedDevice[]): SimulatedDevice[] {
    const left: SimulatedDevice[] = [];
    for (const [at, device] of waiting.entries()) {
      const full = this.#shortageOf(nobody);
      if (full) {
        const behind = waiting.slice(at);
        if (!this.#isFull) for (const each of behind) this.#delay(each, full);
        this.#isFull = true;
        return [...left, ...behind];
      }
      if (!this.#start(device)) left.push(device);
    }
    return left;
  }

  #delay({ id }: SimulatedDevice, { scope, limit }: Shortage): void {
    const noted = this.#parts.delayed.get(scope) ?? { limit, devices: new Set<string>() };
    this.#parts.delayed.set(scope, { ...noted, devices: noted.devices.add(id) });
  }

  #start(device: SimulatedDevice): boolean {
    const shortage = this.#shortageOf(device);
    if (shortage) {
      this.#delay(device, shortage);
      return false;
    }
    if (this.#opensMs(device) > this.#nowMs) return false;
    const share = Math.max(device.onlineShare, shareMin);
    const endsMs = this.#nowMs + Math.ceil(updateSeconds(this.#parts.plan) / share) * 1_000;
    for (const scope of this.#scopesOf(device)) this.#used.set(scope, (this.#used.get(scope) ?? 0) + 1);
    this.#running.push({ device, endsMs });
    const { id: deviceId, locationId } = device;
    this.turns.push({ deviceId, locationId, startsAt: iso(this.#nowMs), endsAt: iso(endsMs) });
    return true;
  }

  #shortageOf(device: SimulatedDevice) {
    const { world, plan } = this.#parts;
    const slots = this.#scopesOf(device).map((scope): Slot => {
      const own = { parallelMax: plan.parallelMax, unavailableMax: null };
      const limits = scope.startsWith('rollout:') ? own : world.limitsOf(scope);
      return { scope, used: this.#used.get(scope) ?? 0, away: world.away.get(scope) ?? 0, ...limits };
    });
    return shortageAtGrant(slots, world.servicesOf(device));
  }

  #scopesOf(device: SimulatedDevice): string[] {
    return scopesOf(device, this.#parts.rolloutId);
  }

  /** On to the next end of an update, and all that end with it. */
  #jump(): void {
    if (this.#running.length === 0) return;
    this.#nowMs = this.#running.reduce((first, { endsMs }) => Math.min(first, endsMs), Infinity);
    for (const { device, endsMs } of this.#running) {
      if (endsMs > this.#nowMs) continue;
      for (const scope of this.#scopesOf(device)) this.#used.set(scope, (this.#used.get(scope) ?? 1) - 1);
    }
    this.#running = this.#running.filter(({ endsMs }) => endsMs > this.#nowMs);
    this.endedMs = Math.max(this.endedMs, this.#nowMs);
  }

  /** On to the next opening of a window that somebody waits for. False: none of them ever opens. */
  #jumpToWindow(waiting: readonly SimulatedDevice[]): boolean {
    const free = waiting.filter((device) => this.#shortageOf(device) === null);
    const nextMs = free.reduce((first, device) => Math.min(first, this.#opensMs(device)), Infinity);
    if (nextMs === Infinity || nextMs <= this.#nowMs) return false;
    this.#nowMs = nextMs;
    return true;
  }

  #opensMs({ timeZone }: SimulatedDevice): number {
    const { window, strategy } = this.#parts.plan;
    if (!window || strategy === 'FORCED') return this.#nowMs;
    const known = this.#openings.get(timeZone);
    if (known && known.closesMs > this.#nowMs) return Math.max(known.opensMs, this.#nowMs);
    const [next] = nextOpenings(window, timeZone, iso(this.#nowMs), 1);
    if (!next) return Infinity;
    const opening = { opensMs: Date.parse(next.opensAt), closesMs: Date.parse(next.closesAt) };
    this.#openings.set(timeZone, opening);
    return Math.max(opening.opensMs, this.#nowMs);
  }

  #reasonOf(device: SimulatedDevice): string {
    const shortage = this.#shortageOf(device);
    if (!shortage) return 'The maintenance window never opens.';
    const { kind, scope, limit } = shortage;
    return kind === 'LAST_OF_ROLE'
      ? `It is the last of ${scope} in its area.`
      : `The budget ${scope} of ${limit} has no room, and nobody of this rollout is in it.`;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
