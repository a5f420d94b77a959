import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemIdOf } from '../ledger/item.ts';
import { Ledger } from '../ledger/ledger.ts';
import { idOf, Story, tenantId } from '../testing/story.ts';
import { fold } from './fold.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const silent = (n: number): string => `silent:${idOf('device', n)}`;
const site = (n: number): string => `site:${idOf('location', n)}`;
const domain = (n: number): string => `domain:${idOf('domain', n)}`;

function town(): Story {
  return new Story().domain(1).domain(2, 1).location(1).location(2);
}

describe('a silent device', () => {
  test('is an item at once, grows with time, and resolves by itself when it is heard', () => {
    const story = town().live([1], { domain: 2 }).connect(1, 'DISCONNECTED');
    expect(story.queue()).toEqual([silent(1)]);
    const before = story.active()[0]!.score;
    expect(story.later(3_599).tick().active()[0]!.score).toBe(before);
    expect(story.later(1).tick().active()[0]!.score).toBeGreaterThan(before);
    expect(story.connect(1, 'LIVE').queue()).toEqual([]);
  });

  test('that falls silent again is the next occurrence, with another id', () => {
    const story = town().live([1], { domain: 2 }).connect(1, 'DISCONNECTED').connect(1, 'LIVE');
    const again = story.connect(1, 'DISCONNECTED').active()[0]!;
    expect(again).toMatchObject({ occurrence: 2, id: itemIdOf(tenantId, silent(1), 2) });
  });

  test('that was never heard, is pending, or was put out is missed by nobody', () => {
    const story = town().claim(1, { domain: 2 }).live([2], { domain: 2 });
    story.approve(1).connect(2, 'DISCONNECTED');
    story.tell('DeviceRevoked', { deviceId: idOf('device', 2), trust: 'REVOKED', fingerprints: [], reason: 'sold' });
    expect(story.queue()).toEqual([]);
  });
});

describe('a dead site', () => {
  test('is one item; its devices fold into it, are resolved under it, and unfold when it is back', () => {
    const story = town().live(range(1, 10), { domain: 2, location: 1 }).live(range(11, 20), { domain: 2, location: 2 });
    for (const n of range(1, 8)) story.later(5).connect(n, 'DISCONNECTED');
    expect(story.queue()).toEqual([site(1)]);
    expect(story.active()).toHaveLength(9);
    story.connect(9, 'DISCONNECTED').connect(1, 'LIVE');
    expect(story.queue()).toEqual([site(1)]);
    expect(story.active().map(({ key }) => key)).toContain(silent(9));
    expect(story.active().map(({ key }) => key)).not.toContain(silent(1));
    for (const n of range(2, 7)) story.later(1).connect(n, 'LIVE');
    expect(story.queue()).toEqual([silent(8), silent(9)]);
  });

  test('takes in devices that were silent before it went dark, and leaves alone those of another site', () => {
    const story = town().live(range(1, 5), { domain: 2, location: 1 }).live(range(6, 20), { domain: 2, location: 2 });
    story.connect(1, 'DISCONNECTED').connect(6, 'DISCONNECTED').later(3_600);
    for (const n of range(2, 5)) story.connect(n, 'DISCONNECTED');
    expect(story.queue()).toEqual([site(1), silent(6)]);
  });

  test('with all others of its domain is one item about the domain', () => {
    const story = town().live(range(1, 5), { domain: 2, location: 1 }).live(range(6, 10), { domain: 2, location: 2 });
    for (const n of range(1, 10)) story.later(1).connect(n, 'DISCONNECTED');
    expect(story.queue()).toEqual([domain(2)]);
  });
});

describe('a relay', () => {
  const relay = 99;
  const routed = (): Story => {
    const story = town().live([relay], { domain: 2 }).live(range(1, 20), { domain: 2 });
    const relayId = idOf('device', relay);
    story.tell('RelayRegistered', { relayId, domainId: idOf('domain', 2), locationId: null });
    for (const n of range(1, 4)) story.tell('DeviceRouteChanged', { deviceId: idOf('device', n), relayId });
    return story;
  };

  test('that is down takes in the devices behind it, before and after', () => {
    const story = routed().connect(1, 'DISCONNECTED');
    const path = { relayId: idOf('device', relay), rttMs: null, lossPct: null, devices: 4 };
    story.tell('RelayPathChanged', { ...path, health: 'DOWN' });
    story.connect(2, 'DISCONNECTED').connect(10, 'DISCONNECTED');
    expect(story.queue()).toEqual([`relay:${idOf('device', relay)}`, silent(10)]);
    story.tell('RelayPathChanged', { ...path, health: 'UP' });
    expect(story.queue()).toEqual([silent(1), silent(2), silent(10)]);
  });

  test('that is removed while it is down needs nobody any more', () => {
    const relayId = idOf('device', relay);
    const story = routed();
    const path = { relayId, previousHealth: 'UP', rttMs: null, lossPct: null, devices: 4, away: 4 };
    story.tell('RelayPathChanged', { ...path, health: 'DOWN' });
    expect(story.queue()).toEqual([`relay:${relayId}`]);
    story.tell('RelayRemoved', { relayId });
    for (const n of range(1, 4)) story.tell('DeviceRouteChanged', { deviceId: idOf('device', n), relayId: null });
    expect(story.queue()).toEqual([]);
  });
});

describe('a storm', () => {
  test('of leaving is one item that takes in those who left in it, and ends when most are back', () => {
    const story = town().live(range(1, 100), { domain: 2 }).connect(100, 'DISCONNECTED').later(7_200);
    for (const n of range(1, 30)) story.later(1).connect(n, 'DISCONNECTED');
    expect(story.queue()).toEqual([`leave-storm:${idOf('domain', 1)}`, silent(100)]);
    for (const n of range(1, 25)) story.later(20).connect(n, 'LIVE');
    expect(story.queue()).toEqual([...range(26, 30), 100].map(silent));
  });

  test('of returning is told, and is over when nobody returns any more', () => {
    const story = town().live(range(1, 100), { domain: 2 });
    for (const n of range(1, 25)) story.later(30).connect(n, 'DISCONNECTED');
    for (const n of range(1, 25)) story.connect(n, 'LIVE');
    expect(story.queue()).toEqual([`return-storm:${idOf('domain', 1)}`]);
    expect(story.later(121).tick().queue()).toEqual([]);
  });
});

describe('coming in', () => {
  test('by the dozen within minutes is one item until somebody decided on them', () => {
    const story = town();
    for (const n of range(1, 9)) story.later(5).claim(n, { domain: 2 });
    expect(story.queue()).toEqual([]);
    story.claim(10, { domain: 2 });
    expect(story.queue()).toEqual([`pending-burst:${idOf('domain', 2)}`]);
    for (const n of range(1, 6)) story.approve(n);
    expect(story.queue()).toEqual([]);
  });

  test('approved by rule at once is no burst', () => {
    const story = town();
    for (const n of range(1, 50)) story.claim(n, { domain: 2 }).approve(n);
    expect(story.queue()).toEqual([]);
    expect([...story.ledger.items.values()]).toEqual([]);
  });

  test('that waits a day needs somebody, and more each day', () => {
    const story = town().claim(1, { domain: 2 });
    expect(story.later(86_399).tick().queue()).toEqual([]);
    expect(story.later(1).tick().active()).toMatchObject([{ kind: 'PENDING_LONG', title: /1 day/ }].map(expectTitle));
    expect(story.approve(1).queue()).toEqual([]);
  });

  test('with a spent token needs somebody until it is quiet for a day', () => {
    const tokenId = idOf('token', 7);
    const place = { domainId: idOf('domain', 2), locationId: null };
    const about = { tokenId, ...place, labels: [], channel: 'prod', expiresAt: '2026-03-01T12:15:00Z' };
    const story = town().tell('EnrollmentTokenCreated', about);
    story.tell('EnrollmentTokenReuseAttempted', { tokenId, attempts: 3 });
    expect(story.active()).toMatchObject([
      { kind: 'TOKEN_REUSE', domainId: place.domainId, domainPath: 'domain-1/domain-2' },
    ]);
    for (let hour = 0; hour < 25; hour += 1) story.later(3_600).tick();
    expect(story.queue()).toEqual([]);
  });
});

function expectTitle(each: { kind: string; title: RegExp }) {
  return { kind: each.kind, title: expect.stringMatching(each.title) as string };
}

describe('trust', () => {
  const about = { deviceId: idOf('device', 1), fingerprints: [] };

  test('withdrawn for a while is an item whose attempts count, until the device is released', () => {
    const story = town().live([1], { domain: 2 });
    const facts = { reason: 'odd', cause: 'OPERATOR', evidence: null } as const;
    story.tell('DeviceQuarantined', { ...about, trust: 'QUARANTINED', ...facts });
    const before = story.active()[0]!.score;
    story.tell('QuarantineAttempted', { deviceId: about.deviceId, kind: 'TELEMETRY', count: 80 });
    expect(story.active()[0]!.score).toBeGreaterThan(before);
    story.tell('DeviceReleased', { ...about, trust: 'TRUSTED', reason: 'fine' });
    expect(story.queue()).toEqual([]);
  });

  test('in two instances of one identity is critical until one is chosen', () => {
    const story = town().live([1], { domain: 2 });
    story.tell('CloneSuspected', { deviceId: about.deviceId, instances: [{}, {}] });
    expect(story.active()).toMatchObject([{ kind: 'CLONE_SUSPECTED', severity: 'CRITICAL' }]);
    expect(story.tell('CloneResolved', { deviceId: about.deviceId }).queue()).toEqual([]);
  });
});

describe('work', () => {
  const deviceId = idOf('device', 1);
  const opened = { deviceId, sessionId: 's', firstSeq: 1, lastSeq: 500 };

  test('a replay that does not end in a quarter of an hour is stuck, and one that ends is not', () => {
    const story = town().live([1], { domain: 2 }).tell('ReplayOpened', opened);
    expect(story.later(899).tick().queue()).toEqual([]);
    expect(story.later(1).tick().queue()).toEqual([`replay:${deviceId}`]);
    const done = { deviceId, sessionId: 's', outcome: 'LIVE', unauthorised: 0 } as const;
    expect(story.tell('ReplayConcluded', done as never).queue()).toEqual([]);
  });

  test('commands that fail in mass are one item per batch', () => {
    const story = town().live(range(1, 12), { domain: 2 });
    for (const n of range(1, 12)) {
      const failed = { commandId: `c${n}`, deviceId: idOf('device', n), kind: 'RESTART_SERVICE', batchId: 'b' };
      story.tell('CommandFailed', failed);
    }
    expect(story.active()).toMatchObject([{ key: 'batch:b', kind: 'COMMANDS_FAILING', deviceCount: 12 }]);
  });

  test('a conflict of authority lasts until it is settled', () => {
    const story = town().live([1], { domain: 2 });
    // All conflicts of a device are in one stream: what tells them apart is in the fact alone.
    const [of, stream] = [{ subject: 'DEVICE', id: deviceId }, `authority-device-${deviceId}`];
    const sides = { authorityId: 'global', epoch: 1, currentAuthorityId: 'region-eu', currentEpoch: 2 };
    const lost = { ...of, ...sides, what: 'order SET_CHANNEL', content: {} };
    for (const conflictId of ['x', 'y']) story.tell('AuthorityConflictDetected', { ...lost, conflictId }, stream);
    expect(story.queue().toSorted()).toEqual(['conflict:x', 'conflict:y']);
    const resolved = { ...of, conflictId: 'x', reason: 'nothing lost' };
    expect(story.tell('AuthorityConflictResolved', resolved, stream).queue()).toEqual(['conflict:y']);
  });
});

const modes = ['LIVE', 'DELAYED', 'DISCONNECTED', 'AUTONOMOUS'] as const;
const step = fc.record({ n: fc.integer({ min: 1, max: 12 }), mode: fc.constantFrom(...modes), afterS: fc.nat(400) });

/** Any life of two small sites. */
function anyLife(steps: readonly { n: number; mode: (typeof modes)[number]; afterS: number }[]): Story {
  const story = town().live(range(1, 6), { domain: 2, location: 1 }).live(range(7, 12), { domain: 1, location: 2 });
  for (const { n, mode, afterS } of steps) story.later(afterS).tick().connect(n, mode);
  return story;
}

/** Whether the counts of scopes are what counting the devices gives. */
function countsAreTrue(ledger: Ledger): boolean {
  return [...ledger.scopes.values()].every((scope) => {
    const inside = [...ledger.devices.values()].filter(
      ({ domainId, locationId }) =>
        scope.key === `site:${locationId}` ||
        scope.key === `domain:${domainId}` ||
        ledger.scopes.get(`domain:${domainId}`)!.around.includes(scope.key),
    );
    return (
      scope.population === inside.length && scope.away === inside.filter((each) => each.awaySinceMs !== null).length
    );
  });
}

describe('any life of a fleet', () => {
  test('keeps the counts of scopes equal to counting devices, and an item per silent device', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { ledger } = anyLife(steps);
        expect(countsAreTrue(ledger)).toBe(true);
        for (const { id, mode } of ledger.devices.values()) {
          expect(ledger.items.get(`silent:${id}`)?.isActive ?? false).toBe(mode === 'DISCONNECTED');
        }
      }),
    );
  });

  test('would be counted wrongly, were a return forgotten: the planted fault is caught', () => {
    const story = town().live(range(1, 6), { domain: 2, location: 1 });
    const faulty = new Ledger(tenantId);
    story.connect(1, 'DISCONNECTED').connect(1, 'LIVE');
    for (const event of story.events) {
      fold(faulty, event);
      const scope = faulty.scopes.get(site(1));
      if (event === story.events.at(-1) && scope) faulty.putScope({ ...scope, away: scope.away + 1 });
    }
    expect(countsAreTrue(story.ledger)).toBe(true);
    expect(countsAreTrue(faulty)).toBe(false);
  });

  test('gives the same items whenever it is told', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const story = anyLife(steps);
        const again = new Ledger(tenantId);
        for (const event of story.events) fold(again, event);
        expect([...again.items.values()]).toEqual([...story.ledger.items.values()]);
      }),
    );
  });

  test('empties the queue when everybody is back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const story = anyLife(steps);
        for (const n of range(1, 12)) story.later(60).connect(n, 'LIVE');
        expect(story.later(900).tick().queue()).toEqual([]);
      }),
    );
  });
});
