import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptedFingerprints, device, type DeviceCommand, type DeviceState } from '../device/device.ts';
import type { DeviceEvent, IssuedCertificate } from '../device/events.ts';
import { decommissionSteps } from './life.ts';
import { phaseTransitions } from './phase.ts';
import { isAllowed } from './transition.ts';
import { trustTransitions } from './trust.ts';

const claim: DeviceCommand = {
  type: 'ClaimDevice',
  deviceId: 'd',
  name: 'kiosk',
  kind: 'EDGE',
  labels: [],
  channel: 'prod',
  domainId: 'd-1',
  locationId: null,
  enrollmentTokenId: 't-1',
  publicKey: 'key-0',
  bootId: 'b-1',
  agentVersion: '1.0.0',
};
const certificate = (fingerprint: string, publicKey = 'key-0'): IssuedCertificate => ({
  serial: fingerprint,
  fingerprint,
  pem: 'pem',
  publicKey,
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-01-04T00:00:00Z',
});
const [day1, day2, day3] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'];
const approve: DeviceCommand = { type: 'ApproveDevice', approvedBy: 'u', rule: null, certificate: certificate('a') };
const hear: DeviceCommand = { type: 'HearDevice', agentVersion: '1.0.0' };
const quarantine: DeviceCommand = { type: 'QuarantineDevice', reason: 'odd', cause: 'OPERATOR', evidence: null };
const release: DeviceCommand = { type: 'ReleaseDevice', reason: 'explained' };
const rotate: DeviceCommand = { type: 'RotateCredentials', reason: 'leaked', renewUntil: day2 };
const renew = (newKey: string, provedKey = 'key-0', now = day1): DeviceCommand => ({
  type: 'RenewIdentity',
  provedKey,
  certificate: certificate(`f-${newKey}`, newKey),
  now,
});
const judge = (...codes: ('HEALTH' | 'CLOCK_SKEW')[]): DeviceCommand => ({
  type: 'JudgeDevice',
  reasons: codes.map((code) => ({ code, detail: code })),
});
const start: DeviceCommand = { type: 'StartDecommission', reason: 'replaced' };
const advance = (step: (typeof decommissionSteps)[number]): DeviceCommand => ({
  type: 'AdvanceDecommission',
  step,
  detail: 'done',
});
const retire: DeviceCommand = { type: 'RetireDevice', retentionClass: 'STANDARD', reason: 'replaced' };

function after(...commands: DeviceCommand[]): DeviceEvent[] {
  const events: DeviceEvent[] = [];
  for (const command of commands) events.push(...device.decide(command, replay(device, events)));
  return events;
}

function refusalOf(...commands: DeviceCommand[]) {
  try {
    after(...commands);
  } catch (thrown) {
    if (isRefusal(thrown)) return { code: thrown.code, details: thrown.details };
    throw thrown;
  }
  throw new Error('it was accepted');
}

const stateAfter = (...commands: DeviceCommand[]) => replay(device, after(...commands));
const active = [claim, approve, hear] as const;

describe('quarantine', () => {
  test('takes trust and keeps the certificates, so that the device stays visible', () => {
    expect(after(...active, quarantine).at(-1)).toMatchObject({
      type: 'DeviceQuarantined',
      data: { trust: 'QUARANTINED', fingerprints: ['a'], cause: 'OPERATOR', reason: 'odd' },
    });
    expect(stateAfter(...active, quarantine, release)).toMatchObject({ trust: 'TRUSTED', phase: 'ACTIVE' });
  });

  test('takes a degraded device out of work, and release puts it back to ACTIVE without reasons', () => {
    expect(stateAfter(...active, judge('HEALTH'), quarantine)).toMatchObject({ phase: 'QUARANTINED', reasons: [] });
    expect(stateAfter(...active, judge('HEALTH'), quarantine, release)).toMatchObject({ phase: 'ACTIVE' });
  });

  test('is refused with the state and what it may become, where the table does not know it', () => {
    expect(refusalOf(claim, quarantine)).toMatchObject({
      code: 'CONFLICT',
      details: { state: 'PENDING', allowed: ['TRUSTED', 'REVOKED'] },
    });
    expect(refusalOf(claim, release)).toMatchObject({ code: 'CONFLICT', details: { state: 'PENDING' } });
    expect(refusalOf(...active, release)).toMatchObject({ code: 'CONFLICT', details: { state: 'TRUSTED' } });
  });
});

describe('reasons for concern', () => {
  test('make an active device DEGRADED, and their end makes it ACTIVE; the same codes are no news', () => {
    expect(after(...active, judge('HEALTH')).at(-1)).toMatchObject({ type: 'DeviceDegraded' });
    expect(
      after(...active, judge('HEALTH'), judge('HEALTH')).filter(({ type }) => type === 'DeviceDegraded'),
    ).toHaveLength(1);
    expect(after(...active, judge('HEALTH'), judge('HEALTH', 'CLOCK_SKEW')).at(-1)).toMatchObject({
      data: { reasons: [{ code: 'HEALTH' }, { code: 'CLOCK_SKEW' }] },
    });
    expect(stateAfter(...active, judge('HEALTH'), judge())).toMatchObject({ phase: 'ACTIVE', reasons: [] });
  });

  test('say nothing of a device that does no work', () => {
    expect(after(claim, approve, judge('HEALTH'))).toEqual(after(claim, approve));
    expect(after(...active, start, judge('HEALTH'))).toEqual(after(...active, start));
  });
});

describe('rotated credentials', () => {
  test('end every certificate at once', () => {
    expect(after(...active, rotate).at(-1)).toMatchObject({ data: { trust: 'TRUSTED', fingerprints: [] } });
    const presented: DeviceCommand = { type: 'IssueCertificate', certificate: certificate('b'), presented: 'a' };
    const proved: DeviceCommand = { ...presented, presented: null };
    for (const command of [presented, proved]) {
      expect(refusalOf(...active, rotate, command)).toMatchObject({
        code: 'UNAUTHENTICATED',
        details: { certificate: 'ROTATED' },
      });
    }
  });

  test('are renewed once, for a new key, by proof of an old one, in time', () => {
    expect(stateAfter(...active, rotate, renew('key-1'))).toMatchObject({
      publicKey: 'key-1',
      rotation: null,
      next: null,
    });
    expect(refusalOf(...active, rotate, renew('key-0'))).toMatchObject({ code: 'INVALID_INPUT' });
    expect(refusalOf(...active, rotate, renew('key-1', 'stranger'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(refusalOf(...active, rotate, renew('key-1', 'key-0', day3))).toMatchObject({ code: 'FORBIDDEN' });
    expect(refusalOf(...active, renew('key-1'))).toMatchObject({ code: 'CONFLICT' });
    expect(refusalOf(...active, rotate, renew('key-1'), renew('key-2'))).toMatchObject({ code: 'CONFLICT' });
  });

  test('answer a lost answer again without a new fact', () => {
    const once = after(...active, rotate, renew('key-1'));
    expect(after(...active, rotate, renew('key-1'), renew('key-1'))).toEqual(once);
  });
});

describe('a decommission', () => {
  test('ends in RETIRED once commands and credentials are over, and says what was skipped', () => {
    const needed = [advance('COMMANDS_CANCELLED'), advance('CREDENTIALS_ENDED')];
    expect(refusalOf(...active, start, retire)).toMatchObject({
      code: 'CONFLICT',
      details: { open: ['COMMANDS_CANCELLED', 'CREDENTIALS_ENDED'] },
    });
    expect(after(...active, start, ...needed, retire).slice(-3)).toMatchObject([
      { data: { step: 'AGENT_CLEARED', outcome: 'SKIPPED' } },
      { data: { step: 'EVIDENCE_ARCHIVED', outcome: 'DONE' } },
      { type: 'DeviceRetired', data: { trust: 'REVOKED', fingerprints: [], retentionClass: 'STANDARD' } },
    ]);
  });

  test('is refused outside the table, naming the way', () => {
    expect(refusalOf(claim, approve, start)).toMatchObject({ code: 'CONFLICT', details: { allowed: ['ACTIVE'] } });
    expect(refusalOf(...active, retire)).toMatchObject({ code: 'CONFLICT', details: { state: 'ACTIVE' } });
    const retired = [...active, start, advance('COMMANDS_CANCELLED'), advance('CREDENTIALS_ENDED'), retire];
    const late: DeviceCommand[] = [start, retire, quarantine, rotate, { type: 'RenameDevice', name: 'x' }];
    for (const command of late) expect(refusalOf(...retired, command)).toMatchObject({ code: 'CONFLICT' });
  });
});

const anyCommand = fc.constantFrom<DeviceCommand>(
  approve,
  hear,
  quarantine,
  release,
  rotate,
  renew('key-1'),
  renew('key-2', 'key-1'),
  judge(),
  judge('HEALTH'),
  judge('CLOCK_SKEW'),
  start,
  ...decommissionSteps.map(advance),
  retire,
  { type: 'RevokeDevice', reason: 'stolen' },
  { type: 'IssueCertificate', certificate: certificate('c'), presented: null },
);

/** What holds along any life that a decider accepts; answers what was broken. */
function brokenBy(decider: Pick<typeof device, 'decide'>, commands: readonly DeviceCommand[]): string[] {
  const broken: string[] = [];
  let state: DeviceState = replay(device, device.decide(claim, device.initialState));
  for (const command of commands) {
    let decided: readonly DeviceEvent[];
    try {
      decided = decider.decide(command, state);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      continue;
    }
    for (const event of decided) {
      const next = device.evolve(state, event);
      if (state.stage !== 'known' || next.stage !== 'known') throw new Error('it is known');
      const [trust, phase] = [
        { from: state.trust, to: next.trust },
        { from: state.phase, to: next.phase },
      ];
      if (trust.from !== trust.to && !isAllowed(trustTransitions, trust))
        broken.push(`trust ${trust.from}>${trust.to}`);
      if (phase.from !== phase.to && !isAllowed(phaseTransitions, phase))
        broken.push(`phase ${phase.from}>${phase.to}`);
      if ('fingerprints' in event.data && event.data.fingerprints.join() !== acceptedFingerprints(next).join()) {
        broken.push(`${event.type} does not say who is believed`);
      }
      if ((next.phase === 'DEGRADED') !== next.reasons.length > 0) broken.push('DEGRADED and reasons go together');
      state = next;
    }
  }
  return broken;
}

describe('any life that is accepted', () => {
  test('moves along both tables, says whom to believe, and is DEGRADED exactly with reasons', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        expect(brokenBy(device, commands)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('is not what a decider accepts that degrades whoever it is asked to', () => {
    const faulty: Pick<typeof device, 'decide'> = {
      decide: (command, state) =>
        command.type === 'JudgeDevice' && command.reasons.length > 0
          ? [{ type: 'DeviceDegraded', data: { deviceId: 'd', reasons: command.reasons } }]
          : device.decide(command, state),
    };
    const outcome = fc.check(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => brokenBy(faulty, commands).length === 0),
      { numRuns: 500 },
    );
    expect(outcome.failed).toBe(true);
  });
});
