/** Who may say what a device should be. */
import { replay } from '@flotilla/kernel/decider';
import { isRefusal, type RefusalCode } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agreed,
  authority,
  mayWrite,
  originalStanding,
  type AuthorityCommand,
  type AuthorityStanding,
  type AuthorityState,
  type DesiredWrite,
} from './authority.ts';
import type { AuthorityEvent } from './events.ts';

const about = { subject: 'DEVICE', id: 'd', inherited: originalStanding } as const;
const release = { ...about, type: 'ReleaseAuthority', reason: 'hand it over', ownAuthorityId: 'global' } as const;
const take = {
  ...about,
  type: 'TakeAuthority',
  authorityId: 'region-eu',
  masterOfRecord: 'REGION',
  controllerIds: ['b', 'a', 'b'],
  leaseS: null,
  isLeaseExpired: false,
} as const;

/** The history that commands make one after the other. */
function history(...commands: readonly AuthorityCommand[]): AuthorityEvent[] {
  const events: AuthorityEvent[] = [];
  for (const command of commands) events.push(...authority.decide(command, replay(authority, events)));
  return events;
}

function refusal(command: AuthorityCommand, given: readonly AuthorityEvent[] = []): RefusalCode | null {
  try {
    authority.decide(command, replay(authority, given));
    return null;
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
}

describe('a hand-over', () => {
  test('has two steps: the holder lets go, then the next one takes with the next epoch', () => {
    const events = history(release, take);
    expect(events.map(({ type }) => type)).toEqual([
      'AuthorityReleaseRequested',
      'AuthorityReleased',
      'AuthorityTaken',
    ]);
    expect(replay(authority, events).own).toEqual({
      stage: 'HELD',
      authorityId: 'region-eu',
      masterOfRecord: 'REGION',
      epoch: 2,
      controllerIds: ['a', 'b'],
    });
  });

  test('waits for a holder elsewhere, who keeps it until it answers or its lease ends', () => {
    const asked = history({ ...release, ownAuthorityId: 'region-eu' });
    expect(replay(authority, asked).own?.stage).toBe('RELEASING');
    expect(refusal(take, asked)).toBe('CONFLICT');
    const answer = { ...about, type: 'AcknowledgeRelease', authorityId: 'global', epoch: 1 } as const;
    expect(refusal({ ...answer, epoch: 2 }, asked)).toBe('CONFLICT');
    expect(refusal(answer)).toBe('CONFLICT');
    expect(replay(authority, history({ ...release, ownAuthorityId: 'x' }, answer, take)).own?.epoch).toBe(2);
    const silent = history({ ...take, isLeaseExpired: true });
    expect(silent.map(({ type }) => type)).toEqual(['AuthorityReleased', 'AuthorityTaken']);
  });

  test('is refused in one step, and nobody can release what nobody holds', () => {
    expect(refusal(take)).toBe('CONFLICT');
    expect(refusal(release, history(release))).toBe('CONFLICT');
    expect(refusal({ ...take, authorityId: ' ' }, history(release))).toBe('INVALID_INPUT');
    expect(refusal({ ...take, leaseS: 1 }, history(release))).toBe('INVALID_INPUT');
    expect(refusal({ ...release, reason: 'x' })).toBe('INVALID_INPUT');
  });
});

describe('a write', () => {
  test('passes only by the present holder and epoch, and never while nobody holds', () => {
    expect(mayWrite(originalStanding, { authorityId: 'global', epoch: 1 })).toBe(true);
    expect(mayWrite(originalStanding, { authorityId: 'global', epoch: 0 })).toBe(false);
    expect(mayWrite(originalStanding, { authorityId: 'global', epoch: 2 })).toBe(false);
    expect(mayWrite(originalStanding, { authorityId: 'region-eu', epoch: 1 })).toBe(false);
    expect(mayWrite({ ...originalStanding, stage: 'VACANT' }, { authorityId: 'global', epoch: 1 })).toBe(false);
  });

  test('that lost is kept once, with all it said, until a person is done with it', () => {
    const write = { authorityId: 'region-eu', epoch: 4, what: 'rename', content: { name: 'x' } };
    const record = { ...about, type: 'RecordConflict', conflictId: '1', ...write } as const;
    const events = history(record, { ...record, conflictId: '2' });
    expect(events).toEqual([
      {
        type: 'AuthorityConflictDetected',
        data: { ...write, conflictId: '1', subject: 'DEVICE', id: 'd', currentAuthorityId: 'global', currentEpoch: 1 },
      },
    ]);
    const done = { ...about, type: 'ResolveConflict', conflictId: '1', reason: 'seen by me' } as const;
    expect(history(record, done, done).map(({ type }) => type)).toEqual([
      'AuthorityConflictDetected',
      'AuthorityConflictResolved',
    ]);
    expect(refusal({ ...done, conflictId: '9' }, events)).toBe('NOT_FOUND');
  });
});

/** A control plane with a log of its own, as far as one device is concerned. */
class Plane {
  readonly events: AuthorityEvent[] = [];
  readonly writes: DesiredWrite[] = [];
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  get state(): AuthorityState {
    return replay(authority, this.events);
  }

  get standing(): AuthorityStanding {
    return this.state.own ?? originalStanding;
  }

  try(command: AuthorityCommand): void {
    try {
      this.events.push(...authority.decide(command, this.state));
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
    }
  }

  /** Writes as whoever holds here; this plane only does so for itself. */
  write(writeId: string): void {
    const { authorityId, epoch } = this.standing;
    if (!mayWrite(this.standing, { authorityId: this.name, epoch })) return;
    this.writes.push({ writeId, authorityId, epoch, what: 'write', content: writeId });
  }
}

/** What an agent does with the envelopes it gets: nothing by a lower epoch, nothing by another holder of its epoch. */
class Device {
  known = { authorityId: 'global', epoch: 1 };
  readonly accepted: DesiredWrite[] = [];

  receive(write: DesiredWrite): void {
    const { authorityId, epoch } = write;
    if (epoch < this.known.epoch) return;
    if (epoch === this.known.epoch && authorityId !== this.known.authorityId) return;
    this.known = { authorityId, epoch };
    this.accepted.push(write);
  }
}

type Step = { readonly at: 0 | 1; readonly what: 'release' | 'take' | 'write' | 'lose' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    at: fc.constantFrom<0 | 1>(0, 1),
    what: fc.constantFrom<Step['what']>('release', 'take', 'write', 'lose'),
  }),
  { maxLength: 30 },
);

/** Both planes live through the steps without hearing each other. */
function apart(all: readonly Step[]): readonly [Plane, Plane] {
  const planes = [new Plane('global'), new Plane('region-eu')] as const;
  for (const [n, { at, what }] of all.entries()) {
    const plane = planes[at];
    if (what === 'release') plane.try({ ...release, ownAuthorityId: plane.name });
    if (what === 'take') plane.try({ ...take, authorityId: plane.name });
    if (what === 'lose') plane.try({ ...take, authorityId: plane.name, isLeaseExpired: true });
    if (what === 'write') plane.write(`${n}`);
  }
  return planes;
}

function meet([one, other]: readonly [Plane, Plane], fold = authority): void {
  const claims = [one, other].map(({ standing, writes }) => ({ standing, writes: [...writes] }));
  for (const [plane, remote] of [[one, claims[1]] as const, [other, claims[0]] as const]) {
    if (!remote) continue;
    const command = { ...about, type: 'MeetClaim', local: plane.writes, remote } as const;
    plane.events.push(...fold.decide(command, plane.state));
  }
}

const conflictsOf = ({ events }: Plane) =>
  events.flatMap((event) => (event.type === 'AuthorityConflictDetected' ? [event.data.content] : []));

/** Every hand-over, and what two planes that met leave behind; throws where a promise is broken. */
function check(all: readonly Step[], fold = authority): void {
  const planes = apart(all);
  const [one, other] = planes;
  const before = [one.standing, other.standing] as const;
  meet(planes, fold);
  for (const { events } of planes) {
    const epochs = events.flatMap((event) => (event.type === 'AuthorityTaken' ? [event.data.epoch] : []));
    expect(epochs, 'epochs strictly rise').toEqual([...new Set(epochs)].toSorted((a, b) => a - b));
    expect(epochs[0] ?? 2).toBeGreaterThan(1);
  }
  expect(one.standing, 'both know one holder').toEqual(other.standing);
  if (before[0].authorityId !== before[1].authorityId) {
    const loser = one.standing.authorityId === before[0].authorityId ? other : one;
    const lost = loser.writes.map(({ writeId }) => writeId);
    for (const plane of planes) expect(conflictsOf(plane), 'every losing write is seen').toEqual(lost);
    for (const write of loser.writes) expect(mayWrite(one.standing, write), 'and is stale').toBe(false);
  }
  const settled = planes.map(({ events }) => events.length);
  meet(planes, fold);
  expect(
    planes.map(({ events }) => events.length),
    'meeting again says nothing new',
  ).toEqual(settled);
}

describe('two control planes that could not hear each other', () => {
  test('agree on one holder when they meet, by a rising epoch, and show every write that lost', () => {
    fc.assert(
      fc.property(steps, (all) => check(all)),
      { numRuns: 500 },
    );
  });

  test('reckon the same, whoever is called local', () => {
    const standing = fc.record({
      stage: fc.constantFrom('HELD', 'RELEASING', 'VACANT'),
      authorityId: fc.constantFrom('a', 'b', 'c'),
      masterOfRecord: fc.constant('GLOBAL'),
      epoch: fc.integer({ min: 1, max: 3 }),
      controllerIds: fc.constant([]),
    }) as fc.Arbitrary<AuthorityStanding>;
    fc.assert(
      fc.property(standing, standing, (one, other) => {
        expect(agreed(one, other)).toEqual(agreed(other, one));
        expect(agreed(one, other).epoch).toBeGreaterThanOrEqual(Math.max(one.epoch, other.epoch));
      }),
    );
  });

  test('leave one lineage on the device, whichever writes reach it in which order', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.boolean()), (all, order) => {
        const planes = apart(all);
        const [one, other] = planes;
        const device = new Device();
        const queues = [[...one.writes], [...other.writes]];
        for (const pick of order) {
          const queue = queues[pick ? 0 : 1]?.length ? queues[pick ? 0 : 1] : queues[pick ? 1 : 0];
          const write = queue?.shift();
          if (!write) break;
          device.receive(write);
        }
        meet(planes);
        planes.find(({ name }) => name === one.standing.authorityId)?.write('after');
        for (const plane of planes) for (const write of plane.writes.slice(-1)) device.receive(write);
        const epochs = device.accepted.map(({ epoch }) => epoch);
        expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
        const holders = new Map<number, string>();
        for (const { epoch, authorityId } of device.accepted) {
          expect(holders.get(epoch) ?? authorityId, 'one holder per epoch').toBe(authorityId);
          holders.set(epoch, authorityId);
        }
        const last = device.accepted.at(-1);
        if (one.standing.stage === 'HELD' && last && last.epoch >= one.standing.epoch) {
          expect(last.authorityId).toBe(one.standing.authorityId);
        }
      }),
    );
  });

  test('would not agree if epochs were not compared, and the property shows it', () => {
    const careless: typeof authority = {
      ...authority,
      decide: (command, state) => (command.type === 'MeetClaim' ? [] : authority.decide(command, state)),
    };
    const run = () => fc.assert(fc.property(steps, (all) => check(all, careless)));
    expect(run).toThrow(/Property failed/);
  });
});
