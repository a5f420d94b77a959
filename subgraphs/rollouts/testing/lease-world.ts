/**
 * A small world around the reducer of leases, for looking at everything that can happen in it: devices with journals,
 * a network that loses, repeats and reorders, an orchestrator, people who pause, and a clock that may pass any moment.
 * What a message says follows from how far its sender ever came, so every message stays deliverable forever.
 */
import { shortageAtBegin, shortageAtGrant, type Slot } from '../admission/admission.ts';
import { slotsAfter, type SlotUse } from '../admission/slots.ts';
import type { BudgetLimits } from '../budget/events.ts';
import type { LeaseEvent, LeaseGranted } from '../lease/events.ts';
import { beginVerdict, isOpen, lease, type LeaseCommand, type LeaseState } from '../lease/lease.ts';

/** A decider of leases: the real one, or one with a planted fault. */
export type LeaseRules = Pick<typeof lease, 'decide' | 'evolve'>;

/** How far a device is with one fence, by its own journal. */
type Progress = 'HAS_LEASE' | 'BUSY' | 'DONE';

/** One device: what the server holds of it, and what it holds itself. */
type Device = {
  readonly area: string;
  readonly server: LeaseState;
  /** The time to begin its newest lease, or a long time after it, has passed. */
  readonly isDue: boolean;
  /** By fence. */
  readonly journal: ReadonlyMap<number, Progress>;
  /** Fences a permit was answered for; the answer may arrive at any time. */
  readonly permits: ReadonlySet<number>;
  readonly isAway: boolean;
};

/** Everything there is at one moment. */
export type World = {
  readonly devices: readonly Device[];
  readonly use: SlotUse;
  readonly isPaused: boolean;
};

/** The size of a world and its faults. */
export type Setting = {
  /** The area of each device. */
  readonly areas: readonly string[];
  readonly limits: Readonly<Record<string, BudgetLimits>>;
  readonly fenceMax: number;
  readonly canPause: boolean;
  readonly canBeAway: boolean;
  readonly canBeSuspected: boolean;
  /** Whether leases are taken back, early or late: the rollout was stopped, or the device refused. */
  readonly canBeWithdrawn: boolean;
  readonly rules: LeaseRules;
  /** Whether devices start when they hear of a lease, without asking. */
  readonly startsOnBelief: boolean;
};

/** One thing that can happen, and the world after it. */
export type Step = { readonly name: string; readonly world: World; readonly events: readonly LeaseEvent[] };

const early = '2026-01-01T00:00:00.000Z';
const beginBefore = '2026-01-01T00:01:00.000Z';
const late = '2026-01-02T00:00:00.000Z';

/** The world before anything happened. */
export function beginning({ areas }: Setting): World {
  const devices = areas.map((area): Device => {
    const nothing = { journal: new Map(), permits: new Set<number>() };
    return { area, server: lease.initialState, isDue: false, isAway: false, ...nothing };
  });
  return { devices, use: new Map(), isPaused: false };
}

/** Everything that can happen next. What changes nothing is left out. */
export function steps(world: World, setting: Setting): Step[] {
  const found: Step[] = [];
  if (setting.canPause) {
    found.push({ name: 'pause or resume', world: { ...world, isPaused: !world.isPaused }, events: [] });
  }
  world.devices.forEach((device, at) => {
    found.push(...serverSteps(world, setting, at), ...deviceSteps(world, setting, at));
    if (setting.canBeAway) found.push(changed(world, at, 'go or come', { isAway: !device.isAway }));
  });
  return found;
}

/** A word for a world that is the same for worlds that differ only in which device is which. */
export function nameOf(world: World): string {
  return `${world.isPaused ? 'p' : 'r'} ${world.devices.map(wordOf).sort().join(' ')}`;
}

/** Worlds share the devices that did not change, so each is put into a word once. */
const words = new WeakMap<Device, string>();

function wordOf(device: Device): string {
  const known = words.get(device);
  if (known !== undefined) return known;
  const { area, server, isDue, journal, permits, isAway } = device;
  const stage = server.lease?.stage ?? 'EXPIRED';
  // What can make no difference any more is no difference: a permit once used, the time of a lease that is over.
  const notes = [...journal].map(([fence, progress]) => {
    return `${fence}${progress}${progress === 'HAS_LEASE' && permits.has(fence) ? '!' : ''}`;
  });
  const flags = `${isDue && isOpen(stage) ? 'd' : ''}${isAway ? 'w' : ''}`;
  const word = `${area}${isOpen(stage) ? stage : ''}${server.fence}${flags},${notes.join('')}`;
  words.set(device, word);
  return word;
}

function serverSteps(world: World, setting: Setting, at: number): Step[] {
  const device = world.devices[at];
  if (!device) return [];
  const { server, isDue, journal } = device;
  const now = isDue ? late : early;
  const found: Step[] = [];
  const held = server.lease;
  const tell = (name: string, command: LeaseCommand): void =>
    void found.push(...told(world, setting, at, { name, command }));
  if (!held || !isOpen(held.stage)) {
    const isAllowed = !world.isPaused && !device.isAway && server.fence < setting.fenceMax;
    if (isAllowed && shortageAtGrant(slotsOf(world, setting, at), []) === null) tell('grant', granting(device, at));
  } else if (!isDue) found.push(changed(world, at, 'time passes', { isDue: true }));
  if (held && isOpen(held.stage)) {
    tell('expire', { type: 'ExpireLease', fence: held.facts.fence, now });
    const taken = { fence: held.facts.fence, cause: 'ROLLOUT_STOPPED', code: null, detail: null } as const;
    if (setting.canBeWithdrawn) tell('withdraw', { type: 'WithdrawLease', ...taken });
    if (setting.canBeSuspected)
      tell('suspect', { type: 'SuspectLease', fence: held.facts.fence, cause: 'HEARTBEAT_LOST' });
  }
  for (const [fence, progress] of journal) {
    const about = { leaseId: leaseIdOf(at, fence), fence };
    const room = { isRunning: !world.isPaused, hasRoom: shortageAtBegin(slotsOf(world, setting, at), []) === null };
    found.push(...begun(world, setting, at, { type: 'BeginLease', ...about, intentDigest: 'digest', now, ...room }));
    if (progress === 'DONE') {
      tell('report', { type: 'ReportLease', ...about, outcome: 'SUCCEEDED', code: null, detail: null });
    }
  }
  return found;
}

/** What a device does by itself. A crash changes nothing: its journal is on its disk. */
function deviceSteps(world: World, setting: Setting, at: number): Step[] {
  const device = world.devices[at];
  if (!device) return [];
  const { server, journal, permits } = device;
  const found: Step[] = [];
  const isBusy = [...journal.values()].includes('BUSY');
  const note = (name: string, fence: number, progress: Progress): void =>
    void found.push(changed(world, at, name, { journal: new Map(journal).set(fence, progress) }));
  // A lease travels late, too: the device may hear of the newest one at any time after it was given.
  if (server.fence > 0 && !journal.has(server.fence)) note('hear of the lease', server.fence, 'HAS_LEASE');
  for (const [fence, progress] of journal) {
    const mayStart = permits.has(fence) || setting.startsOnBelief;
    if (progress === 'HAS_LEASE' && mayStart && !isBusy) note('start', fence, 'BUSY');
    if (progress === 'BUSY') note('finish', fence, 'DONE');
  }
  return found;
}

/** A request to begin reaches the server; the answer sets out, and arrives when it does. */
function begun(
  world: World,
  setting: Setting,
  at: number,
  command: Extract<LeaseCommand, { type: 'BeginLease' }>,
): Step[] {
  const device = world.devices[at];
  const [step] = told(world, setting, at, { name: 'begin', command });
  const after = step?.world ?? world;
  const answered = after.devices[at];
  if (!device || !answered) return [];
  const isPermitted = beginVerdict(command, answered.server) === 'PERMITTED' && !device.permits.has(command.fence);
  if (!isPermitted) return step ? [step] : [];
  const permitted = changed(after, at, 'begin', { permits: new Set(device.permits).add(command.fence) });
  return [{ ...permitted, events: step?.events ?? [] }];
}

function told(
  world: World,
  setting: Setting,
  at: number,
  { name, command }: { readonly name: string; readonly command: LeaseCommand },
): Step[] {
  const device = world.devices[at];
  if (!device) return [];
  const events = setting.rules.decide(command, device.server);
  if (events.length === 0) return [];
  let { use } = world;
  let { server } = device;
  for (const event of events) {
    server = setting.rules.evolve(server, event);
    use = slotsAfter(use, event);
  }
  const isDue = name === 'grant' ? false : device.isDue;
  return [{ ...changed({ ...world, use }, at, name, { server, isDue }), events }];
}

function granting({ area, server }: Device, at: number): LeaseCommand {
  const data: Omit<LeaseGranted['data'], 'fence' | 'scopes'> = {
    leaseId: leaseIdOf(at, server.fence + 1),
    deviceId: String(at),
    rolloutId: 'rollout',
    wave: 0,
    direction: 'FORWARD',
    intentDigest: 'digest',
    generation: 1,
    beginBefore,
    deadlineS: 60,
    limits: ['global', area].map((scope) => ({ scope, parallelMax: null })),
  };
  return { type: 'GrantLease', ...data };
}

function slotsOf(world: World, { limits }: Setting, at: number): Slot[] {
  const candidate = world.devices[at];
  return ['global', candidate?.area ?? ''].map((scope): Slot => {
    const isAwayHere = (device: Device, index: number): boolean =>
      device.isAway && index !== at && (scope === 'global' || device.area === scope) && !holds(device);
    const { parallelMax, unavailableMax } = limits[scope] ?? { parallelMax: null, unavailableMax: null };
    return {
      scope,
      used: world.use.get(scope) ?? 0,
      away: world.devices.filter(isAwayHere).length,
      parallelMax,
      unavailableMax,
    };
  });
}

function holds({ server }: Device): boolean {
  return server.lease !== null && isOpen(server.lease.stage);
}

function leaseIdOf(at: number, fence: number): string {
  return `${at}-${fence}`;
}

function changed(world: World, at: number, name: string, change: Partial<Device>): Step {
  const devices = world.devices.map((device, index) => (index === at ? { ...device, ...change } : device));
  return { name: `device ${at}: ${name}`, world: { ...world, devices }, events: [] };
}
