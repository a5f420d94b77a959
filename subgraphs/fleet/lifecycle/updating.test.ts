import { replay } from '@flotilla/kernel/decider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { device, type DeviceCommand, type KnownDevice } from '../device/device.ts';
import type { DeviceEvent } from '../device/events.ts';
import { phaseTransitions } from './phase.ts';
import { isAllowed } from './transition.ts';

const id = '0195a000-0000-7000-8000-000000000001';
const claimed: DeviceEvent = {
  type: 'DeviceClaimed',
  data: {
    deviceId: id,
    name: 'kiosk',
    kind: 'EDGE',
    labels: [],
    channel: 'prod',
    domainId: '0195a000-0000-7000-8000-00000000000d',
    locationId: null,
    publicKey: 'a2V5',
    nonce: 'n',
    tokenId: '0195a000-0000-7000-8000-00000000000e',
    bootId: 'boot-1',
    agentVersion: '1.0.0',
    trust: 'PENDING',
    fingerprints: [],
  } as unknown as Extract<DeviceEvent, { type: 'DeviceClaimed' }>['data'],
};
const approved: DeviceEvent = {
  type: 'DeviceApproved',
  data: { deviceId: id, trust: 'TRUSTED', fingerprints: [], approvedBy: 'user:a', ruleId: null, ruleName: null },
};
const active: DeviceEvent[] = [claimed, approved, { type: 'DeviceActivated', data: { deviceId: id } }];
const lease = (fence: number) => ({ rolloutId: `r${fence}`, leaseId: `l${fence}`, fence });
const begin = (fence: number): DeviceCommand => ({ type: 'StartUpdate', ...lease(fence) });
const end = (fence: number): DeviceCommand => ({ type: 'EndUpdate', outcome: 'SUCCEEDED', ...lease(fence) });
const degrade: DeviceCommand = { type: 'JudgeDevice', reasons: [{ code: 'HEALTH', detail: 'ill' }] };
const recover: DeviceCommand = { type: 'JudgeDevice', reasons: [] };

type Decider = Pick<typeof device, 'decide' | 'evolve' | 'initialState'>;

/** What the device is after the commands, and every phase it went through. */
function lived(commands: readonly DeviceCommand[], decider: Decider = device) {
  const first = replay(device, active) as KnownDevice;
  let state = first;
  const phases = [state.phase];
  for (const command of commands) {
    for (const event of decider.decide(command, state)) {
      state = decider.evolve(state, event) as KnownDevice;
      if (state.phase !== phases.at(-1)) phases.push(state.phase);
    }
  }
  return { state, phases };
}

describe('a device at an update', () => {
  test('is UPDATING until its end, and then what it was before', () => {
    expect(lived([begin(1), end(1)]).phases).toEqual(['ACTIVE', 'UPDATING', 'ACTIVE']);
    const ill = lived([degrade, begin(1), end(1)]);
    expect(ill.phases).toEqual(['ACTIVE', 'DEGRADED', 'UPDATING', 'DEGRADED']);
    expect(ill.state.reasons).toHaveLength(1);
  });

  test('is told once, however often it is said', () => {
    expect(lived([begin(1), begin(1), end(1), end(1)]).phases).toEqual(['ACTIVE', 'UPDATING', 'ACTIVE']);
  });

  test('does not begin again by what comes late', () => {
    expect(lived([begin(2), end(2), begin(1), begin(2)]).phases).toEqual(['ACTIVE', 'UPDATING', 'ACTIVE']);
    expect(lived([begin(2), end(1)]).state.phase).toBe('UPDATING');
    expect(lived([begin(1), end(2)]).state.phase).toBe('ACTIVE');
  });

  test('stays out of work while it is in quarantine, and is not UPDATING for ever', () => {
    const quarantine: DeviceCommand = {
      type: 'QuarantineDevice',
      reason: 'odd traffic',
      cause: 'OPERATOR',
      evidence: null,
    };
    const { state } = lived([begin(1), quarantine, end(1)]);
    expect([state.trust, state.phase]).toEqual(['QUARANTINED', 'ACTIVE']);
    expect(lived([degrade, quarantine, begin(1), end(1)]).state.phase).toBe('QUARANTINED');
  });
});

const fences = fc.integer({ min: 1, max: 4 });
const told = fc.oneof(fences.map(begin), fences.map(end), fc.constantFrom(degrade, recover));

/** Whatever was told and in whatever order: every step is in the table, and the end of the newest lease ends it. */
function holds(decider: Decider): void {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 20 }), (commands) => {
      const { phases } = lived(commands, decider);
      phases.slice(1).forEach((to, at) => {
        expect(isAllowed(phaseTransitions, { from: phases[at] ?? 'ACTIVE', to })).toBe(true);
      });
      const { state } = lived([...commands, end(9)], decider);
      expect(state.phase).toBe(state.reasons.length > 0 ? 'DEGRADED' : 'ACTIVE');
      const again = lived([...commands, begin(8), end(1), end(7)], decider);
      expect(again.state.phase).toBe('UPDATING');
    }),
    { numRuns: 300 },
  );
}

describe('updates in any order', () => {
  test('keep to the table and end', () => holds(device));

  test('would not where an end counts whatever its fence, and this property shows it', () => {
    const unfenced: Decider = {
      ...device,
      decide: (command, state) =>
        command.type === 'EndUpdate' && state.stage === 'known' && state.update
          ? device.decide({ ...command, fence: state.update.fence }, state)
          : device.decide(command, state),
    };
    expect(() => holds(unfenced)).toThrow();
  });
});
