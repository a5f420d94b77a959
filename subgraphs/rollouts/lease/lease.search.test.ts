import { describe, expect, test } from 'vitest';
import { search } from '../testing/lease-search.ts';
import type { LeaseRules, Setting } from '../testing/lease-world.ts';
import { lease } from './lease.ts';

const parallel = (parallelMax: number) => ({ parallelMax, unavailableMax: null });

/** Three devices in two areas, each leased up to twice, two slots in all and one in the first area. */
const farm: Setting = {
  areas: ['a', 'a', 'b'],
  limits: { global: parallel(2), a: parallel(1) },
  fenceMax: 2,
  canPause: false,
  canBeAway: false,
  canBeSuspected: false,
  canBeWithdrawn: true,
  rules: lease,
  startsOnBelief: false,
};

/** Four devices in two areas, each leased once. */
const wide: Setting = { ...farm, areas: ['a', 'a', 'b', 'b'], fenceMax: 1, canBeSuspected: true };

/** Three devices, leased once, that also go away; pauses at any moment. */
const weather: Setting = {
  ...farm,
  limits: { global: { parallelMax: 2, unavailableMax: 2 }, a: { parallelMax: 2, unavailableMax: 1 } },
  fenceMax: 1,
  canPause: true,
  canBeAway: true,
  canBeSuspected: true,
};

describe('every world of a small farm', () => {
  test.for([farm, wide])(
    'keeps I1 to I5 when messages are lost, late, repeated, reordered, devices crash, and leases are taken back',
    (size) => {
      const { broken, path, worlds } = search(size);
      expect({ broken, path }).toEqual({ broken: null, path: [] });
      expect(worlds).toBeGreaterThan(5_000);
    },
  );

  test('keeps I1 to I7 when devices come and go and people pause at any moment', () => {
    const { broken, path, worlds } = search(weather);
    expect({ broken, path }).toEqual({ broken: null, path: [] });
    expect(worlds).toBeGreaterThan(5_000);
  });
});

describe('the search catches', () => {
  test('leases that time alone ends: two devices are busy where one may be', () => {
    const rules: LeaseRules = {
      ...lease,
      decide(command, state) {
        const held = state.lease;
        if (command.type === 'ExpireLease' && held && held.stage !== 'GRANTED' && held.facts.fence === command.fence) {
          const isOver = Date.parse(command.now) >= Date.parse(held.beginBefore);
          const isHeld = held.stage === 'ACTIVE' || held.stage === 'SUSPECT';
          return isOver && isHeld ? [{ type: 'LeaseExpired', data: held.facts }] : [];
        }
        return lease.decide(command, state);
      },
    };
    expect(search({ ...farm, rules }).broken).toMatch(/^I[13]:/);
  });

  test('a report that is believed whatever its fence: a repeated one frees the slot of another lease', () => {
    const rules: LeaseRules = {
      ...lease,
      decide(command, state) {
        const held = state.lease;
        if (command.type !== 'ReportLease' || !held) return lease.decide(command, state);
        const { leaseId, fence } = held.facts;
        return lease.decide({ ...command, leaseId, fence }, state);
      },
    };
    const { broken, path } = search({ ...farm, areas: ['a', 'a'], rules });
    expect(broken).toMatch(/^I3: a device is busy under fence 2/);
    expect(path).toContain('device 0: report');
  });

  test('a device that starts because it heard of a lease: the lease expires under it', () => {
    const { broken } = search({ ...farm, startsOnBelief: true });
    expect(broken).toMatch(/^I3: a device is busy under fence 1, and its lease is GRANTED/);
  });

  test('a stop that takes back what was begun: the slot is free while the device is at work', () => {
    const rules: LeaseRules = {
      ...lease,
      decide(command, state) {
        const held = state.lease;
        if (command.type !== 'WithdrawLease' || !held || held.facts.fence !== command.fence)
          return lease.decide(command, state);
        const { cause, code, detail } = command;
        return [{ type: 'LeaseWithdrawn', data: { ...held.facts, cause, code, detail } }];
      },
    };
    expect(search({ ...weather, rules }).broken).toMatch(
      /^I3: a device is busy under fence 1, and its lease is ABORTED/,
    );
  });

  test('a lease that was taken back and can be begun all the same', () => {
    const rules: LeaseRules = {
      ...lease,
      decide(command, state) {
        const held = state.lease;
        const isBegin =
          command.type === 'BeginLease' && held?.stage === 'ABORTED' && held.facts.fence === command.fence;
        return isBegin
          ? lease.decide(command, { ...state, lease: { ...held, stage: 'GRANTED' } })
          : lease.decide(command, state);
      },
    };
    expect(search({ ...farm, rules }).broken).toMatch(/^I5: /);
  });

  test('a start that is permitted during a pause', () => {
    const rules: LeaseRules = {
      ...lease,
      decide: (command, state) =>
        lease.decide(command.type === 'BeginLease' ? { ...command, isRunning: true } : command, state),
    };
    expect(search({ ...weather, rules }).broken).toMatch(/^I7:/);
  });

  test('a start that forgets who has gone away since the grant', () => {
    const rules: LeaseRules = {
      ...lease,
      decide: (command, state) =>
        lease.decide(command.type === 'BeginLease' ? { ...command, hasRoom: true } : command, state),
    };
    expect(search({ ...weather, rules }).broken).toMatch(/^I6:.* at LeaseBegun/);
  });

  test('a fence that does not rise', () => {
    const rules: LeaseRules = {
      decide(command, state) {
        const events = lease.decide(command, state);
        return events.map((event) =>
          event.type === 'LeaseGranted' ? { ...event, data: { ...event.data, fence: 1 } } : event,
        );
      },
      evolve: (state, event) => lease.evolve(state, event),
    };
    expect(search({ ...farm, areas: ['a', 'a'], rules }).broken).toMatch(/^I4:/);
  });
});
