import { isRefusal, type RefusalCode } from '@flotilla/kernel/errors';
import { replay } from '@flotilla/kernel/decider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lifecyclePhases, phaseTransitions } from '../lifecycle/phase.ts';
import { stateWord } from '../lifecycle/state-word.ts';
import { assertAllowed, isAllowed } from '../lifecycle/transition.ts';
import { trustStates, trustTransitions } from '../lifecycle/trust.ts';
import { acceptedFingerprints, device, heard, type DeviceCommand, type DeviceState } from './device.ts';
import type { DeviceEvent, InventoryReport, IssuedCertificate } from './events.ts';

const deviceId = '7d9f5f0e-2a3f-4c58-8e58-0b6b1b0a9c22';

const claim: DeviceCommand = {
  type: 'ClaimDevice',
  deviceId,
  name: 'kiosk',
  kind: 'EDGE',
  labels: [
    {
      key: 'site',
      value: 'rtm',
    },
  ],
  channel: 'prod',
  domainId: 'd-1',
  locationId: null,
  enrollmentTokenId: 't-1',
  publicKey: 'key',
  bootId: 'b-1',
  agentVersion: '1.0.0',
};
const certificate = (fingerprint: string): IssuedCertificate => ({
  serial: `s-${fingerprint}`,
  fingerprint,
  pem: 'pem',
  publicKey: 'key',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-01-04T00:00:00Z',
});
const approve: DeviceCommand = {
  type: 'ApproveDevice',
  approvedBy: 'user:u',
  rule: null,
  certificate: certificate('a'),
};
const revoke: DeviceCommand = { type: 'RevokeDevice', reason: 'stolen' };
const deny: DeviceCommand = { type: 'DenyDevice', reason: 'unfamiliar' };
const rotate = (fingerprint: string, presented: string | null): DeviceCommand => ({
  type: 'IssueCertificate',
  certificate: certificate(fingerprint),
  presented,
});

/** The facts that commands cause, one after the other. */
function after(...commands: DeviceCommand[]): DeviceEvent[] {
  const events: DeviceEvent[] = [];
  for (const command of commands) events.push(...device.decide(command, replay(device, events)));
  return events;
}

function stateAfter(...commands: DeviceCommand[]): DeviceState {
  return replay(device, after(...commands));
}

function refusalOf(command: DeviceCommand, ...before: DeviceCommand[]) {
  const state = stateAfter(...before);
  try {
    device.decide(command, state);
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, details: thrown.details, message: thrown.message };
    throw thrown;
  }
  throw new Error('it was not refused');
}

describe('a device', () => {
  test('is pending and without certificates when it claims', () => {
    expect(after(claim)).toMatchObject([{ type: 'DeviceClaimed', data: { trust: 'PENDING', fingerprints: [] } }]);
    expect(stateAfter(claim)).toMatchObject({ trust: 'PENDING', phase: 'PROVISIONING' });
  });

  test('is trusted, enrolled and certified when it is approved', () => {
    expect(after(claim, approve).slice(1)).toMatchObject([
      { type: 'DeviceApproved', data: { deviceId, trust: 'TRUSTED', approvedBy: 'user:u' } },
      { type: 'DeviceCertificateIssued', data: { deviceId, trust: 'TRUSTED', fingerprints: ['a'] } },
    ]);
    expect(stateAfter(claim, approve)).toMatchObject({ trust: 'TRUSTED', phase: 'ENROLLED' });
  });

  test('names the rule that approved it', () => {
    const rule = { id: 'r-1', name: 'rtm kiosks' };
    const [, approved] = after(claim, { ...approve, approvedBy: 'rule:rtm kiosks', rule });
    expect(approved).toMatchObject({ data: { ruleId: 'r-1', ruleName: 'rtm kiosks' } });
  });

  test.each<[string, DeviceCommand[], RefusalCode]>([
    ['claimed twice', [claim, claim], 'CONFLICT'],
    ['approved before it claims', [approve], 'NOT_FOUND'],
    ['approved twice', [claim, approve, approve], 'CONFLICT'],
    ['denied after approval', [claim, approve, deny], 'CONFLICT'],
    ['approved after denial', [claim, deny, approve], 'CONFLICT'],
    ['revoked twice', [claim, approve, revoke, revoke], 'CONFLICT'],
    ['revoked without a reason', [claim, approve, { type: 'RevokeDevice', reason: ' ' }], 'INVALID_INPUT'],
    ['given a certificate while pending', [claim, rotate('b', null)], 'FORBIDDEN'],
    ['given a certificate once revoked', [claim, approve, revoke, rotate('b', 'a')], 'FORBIDDEN'],
    ['given a certificate for one it no longer has', [claim, approve, rotate('b', 'zz')], 'UNAUTHENTICATED'],
    ['named nothing', [claim, { type: 'RenameDevice', name: '' }], 'INVALID_INPUT'],
    ['labelled wrongly', [claim, { type: 'RelabelDevice', labels: [{ key: 'A b', value: 'x' }] }], 'INVALID_INPUT'],
  ])('cannot be %s', (_words, commands, code) => {
    const [command, ...before] = [...commands].reverse();
    if (!command) throw new Error('a case needs a command');
    expect(refusalOf(command, ...before.reverse()).code).toBe(code);
  });

  test('an illegal transition names the state and the allowed ones', () => {
    expect(refusalOf(approve, claim, approve)).toMatchObject({
      details: { trust: 'TRUSTED', allowed: ['QUARANTINED', 'REVOKED'] },
      message: expect.stringContaining('TRUSTED'),
    });
    expect(refusalOf(revoke, claim, revoke)).toMatchObject({ details: { state: 'REVOKED', allowed: [] } });
  });

  test('keeps the old certificate until the new one is used, and loses all when it is revoked', () => {
    expect(after(claim, approve, rotate('b', 'a')).at(-1)).toMatchObject({ data: { fingerprints: ['b', 'a'] } });
    const used: DeviceCommand = { type: 'ConfirmCertificate', fingerprint: 'b' };
    expect(after(claim, approve, rotate('b', 'a'), used).at(-1)).toMatchObject({ data: { fingerprints: ['b'] } });
    expect(after(claim, approve, used)).toHaveLength(3);
    expect(after(claim, approve, rotate('b', 'a'), revoke).at(-1)).toMatchObject({ data: { fingerprints: [] } });
  });

  test('an unused certificate is replaced by the next one', () => {
    expect(after(claim, approve, rotate('b', 'a'), rotate('c', 'a')).at(-1)).toMatchObject({
      data: { fingerprints: ['c', 'a'] },
    });
  });

  test('a heartbeat activates once and tells a new version of the agent', () => {
    const beat: DeviceCommand = { type: 'HearDevice', agentVersion: '1.0.0' };
    expect(
      after(claim, approve, beat, beat)
        .slice(3)
        .map(({ type }) => type),
    ).toEqual(['DeviceActivated']);
    expect(heard({ id: deviceId, phase: 'ACTIVE', agentVersion: '1' }, '2')).toMatchObject([
      { type: 'DeviceAgentChanged', data: { agentVersion: '2', previousVersion: '1' } },
    ]);
  });

  test('what is so already changes nothing', () => {
    expect(after(claim, { type: 'RenameDevice', name: ' kiosk ' })).toHaveLength(1);
    expect(after(claim, { type: 'RelabelDevice', labels: [{ key: 'site', value: 'rtm' }] })).toHaveLength(1);
    expect(after(claim, { type: 'MoveDevice', domainId: 'd-1', locationId: null })).toHaveLength(1);
  });

  test('any sequence of accepted commands replays to the same state, with complete trust facts', () => {
    const inventory = { cpu: 'x' } as InventoryReport;
    const fingerprint = fc.constantFrom('a', 'b', 'c');
    const command: fc.Arbitrary<DeviceCommand> = fc.oneof(
      fc.constantFrom(claim, approve, deny, revoke),
      fc.record({
        type: fc.constant('IssueCertificate' as const),
        certificate: fingerprint.map(certificate),
        presented: fc.option(fingerprint),
      }),
      fc.record({ type: fc.constant('ConfirmCertificate' as const), fingerprint }),
      fc.record({ type: fc.constant('HearDevice' as const), agentVersion: fc.constantFrom('1', '2') }),
      fc.record({ type: fc.constant('RenameDevice' as const), name: fc.string() }),
      fc.record({
        type: fc.constant('MoveDevice' as const),
        domainId: fc.constantFrom('d-1', 'd-2'),
        locationId: fc.constant(null),
      }),
      fc.record({
        type: fc.constant('ReportInventory' as const),
        contentHash: fc.constantFrom('h', 'i'),
        inventory: fc.constant(inventory),
      }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const events: DeviceEvent[] = [];
        let live: DeviceState = device.initialState;
        for (const each of [claim, ...commands]) {
          try {
            const decided = device.decide(each, live);
            events.push(...decided);
            live = replay({ ...device, initialState: live }, decided);
          } catch (thrown) {
            if (!isRefusal(thrown)) throw thrown;
          }
        }
        expect(replay(device, JSON.parse(JSON.stringify(events)) as DeviceEvent[])).toEqual(live);
        const facts = events.flatMap(({ data }) => ('fingerprints' in data ? [data] : [])).at(-1);
        if (live.stage !== 'known') throw new Error('it has claimed');
        expect(facts?.trust).toBe(live.trust);
        expect(facts?.fingerprints).toEqual(acceptedFingerprints(live));
        if (live.trust === 'REVOKED' || live.trust === 'PENDING') expect(facts?.fingerprints).toEqual([]);
      }),
    );
  });
});

describe('the tables of transitions', () => {
  test('trust is PENDING → TRUSTED ⇄ QUARANTINED → REVOKED, and PENDING → REVOKED', () => {
    const legal = trustStates.flatMap((from) => trustTransitions[from].map((to) => `${from} → ${to}`));
    expect(legal.sort()).toEqual([
      'PENDING → REVOKED',
      'PENDING → TRUSTED',
      'QUARANTINED → REVOKED',
      'QUARANTINED → TRUSTED',
      'TRUSTED → QUARANTINED',
      'TRUSTED → REVOKED',
    ]);
  });

  test('phases are those of the domain, and RETIRED is final', () => {
    const legal = lifecyclePhases.flatMap((from) => phaseTransitions[from].map((to) => `${from} → ${to}`));
    expect(legal).toEqual([
      'PROVISIONING → ENROLLED',
      'ENROLLED → ACTIVE',
      'ACTIVE → UPDATING',
      'ACTIVE → DEGRADED',
      'ACTIVE → DECOMMISSIONING',
      'UPDATING → ACTIVE',
      'UPDATING → DEGRADED',
      'DEGRADED → ACTIVE',
      'DEGRADED → UPDATING',
      'DEGRADED → QUARANTINED',
      'QUARANTINED → ACTIVE',
      'QUARANTINED → DECOMMISSIONING',
      'DECOMMISSIONING → RETIRED',
    ]);
  });

  test('every transition outside of a table is CONFLICT', () => {
    for (const from of lifecyclePhases) {
      for (const to of lifecyclePhases) {
        const attempt = () => assertAllowed(phaseTransitions, { subject: 'phase', from, to });
        if (isAllowed(phaseTransitions, { from, to })) attempt();
        else expect(attempt).toThrow(/cannot become/);
      }
    }
  });

  test.each([
    [{ trust: 'TRUSTED', phase: 'ACTIVE', mode: 'LIVE' }, 'LIVE_OK'],
    [{ trust: 'TRUSTED', phase: 'ACTIVE', mode: 'AUTONOMOUS' }, 'AUTONOMOUS_BUFFERING'],
    [{ trust: 'TRUSTED', phase: 'ACTIVE', mode: 'REPLAYING' }, 'REPLAYING_APPLYING'],
    [{ trust: 'TRUSTED', phase: 'UPDATING', mode: 'DELAYED' }, 'DELAYED_UPDATING'],
    [{ trust: 'TRUSTED', phase: 'ENROLLED', mode: 'DISCONNECTED' }, 'ENROLLED_WAITING'],
    [{ trust: 'QUARANTINED', phase: 'ACTIVE', mode: 'LIVE' }, 'QUARANTINED_LIVE'],
    [{ trust: 'PENDING', phase: 'PROVISIONING', mode: 'DISCONNECTED' }, 'PENDING_APPROVAL'],
    [{ trust: 'REVOKED', phase: 'ACTIVE', mode: 'LIVE' }, 'REVOKED'],
  ] as const)('%o reads %s', (parts, word) => {
    expect(stateWord(parts)).toBe(word);
  });
});
