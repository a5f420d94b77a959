import { replay } from '@flotilla/kernel/decider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceSupplyChain, type DeviceSupplyChainCommand } from './device-supply-chain.ts';
import type { DeviceSupplyChainEvent } from './events.ts';
import type { JudgingFacts } from './judging/judge.ts';

const sha = (letter: string): string => letter.repeat(64);
const facts: JudgingFacts = {
  artifacts: [],
  told: [],
  agent: { shipped: [sha('a')], accepted: [], isDemanded: false },
};
const deviceId = 'd';

function report(
  sequence: number,
  over: { config?: string; serial?: string | null; of?: string } = {},
): DeviceSupplyChainCommand {
  const { config = 'c', serial = 'SN-1', of = deviceId } = over;
  return {
    type: 'ReportInstalled',
    deviceId,
    sequence,
    report: {
      v: 1,
      deviceId: of,
      at: '2026-11-21T10:00:00.000Z',
      sequence,
      agent: { version: '0.1.0', binarySha256: sha('a'), runtimeSha256: null, configSha256: sha(config) },
      hardware: { serial, manufacturer: null, model: null, parts: [] },
      firmware: [],
      software: [],
    },
    reportSha256: `${sequence} ${config} ${serial}`,
    signature: '',
    certificateFingerprint: '',
    reportedAt: '2026-11-21T10:00:01.000Z',
    facts,
  };
}

function run(...commands: readonly DeviceSupplyChainCommand[]): DeviceSupplyChainEvent[] {
  const events: DeviceSupplyChainEvent[] = [];
  for (const command of commands) events.push(...deviceSupplyChain.decide(command, replay(deviceSupplyChain, events)));
  return events;
}

const typesOf = (events: readonly DeviceSupplyChainEvent[]) => events.map(({ type }) => type);
const accept = { type: 'AcceptBaseline', deviceId, reason: 'a new board', facts } as const;

describe('the supply chain of a device', () => {
  test('is judged when it is first told of, and recorded again only when the verdict is another', () => {
    expect(typesOf(run(report(1)))).toEqual(['DeviceSoftwareReported', 'DeviceSupplyChainJudged']);
    expect(typesOf(run(report(1), report(2)).slice(2))).toEqual(['DeviceSoftwareConfirmed']);
    expect(typesOf(run(report(1), report(2, { config: 'd' })).slice(2))).toEqual([
      'DeviceSoftwareReported',
      'DeviceSupplyChainJudged',
    ]);
  });

  test('is the same whether what was said again is told in full or in short', () => {
    const [first, second] = [report(1), report(2)];
    const short = replay(deviceSupplyChain, run(first, second));
    if (second.type !== 'ReportInstalled') throw new Error('a report is a report');
    const { type: _type, facts: _facts, ...data } = second;
    const long = replay(deviceSupplyChain, [...run(first), { type: 'DeviceSoftwareReported', data }]);
    expect(short).toEqual(long);
  });

  test('is the device’s own: what names another one is refused', () => {
    expect(() => run(report(1, { of: 'e' }))).toThrow(/of another device/);
  });

  test('takes no report twice and none that is older, but answers a repeated one', () => {
    const events = run(report(1), report(5));
    const state = replay(deviceSupplyChain, events);
    expect(deviceSupplyChain.decide(report(5), state)).toEqual([]);
    expect(() => deviceSupplyChain.decide(report(5, { config: 'x' }), state)).toThrow(/number 5 is known already/);
    expect(() => deviceSupplyChain.decide(report(4), state)).toThrow(/number 5 is known already/);
  });

  test('is compared with what it was, until somebody accepts what it is', () => {
    const changed = run(report(1), report(2, { serial: 'SN-2', config: 'd' }));
    expect(changed.at(-1)).toMatchObject({ data: { verdict: 'VIOLATION' } });
    const accepted = run(report(1), report(2, { serial: 'SN-2', config: 'd' }), accept);
    expect(typesOf(accepted.slice(-2))).toEqual(['DeviceBaselineAccepted', 'DeviceSupplyChainJudged']);
    expect(accepted.at(-1)).toMatchObject({ data: { verdict: 'TRUSTED', reasons: [] } });
    expect(() => run(accept)).toThrow(/has not reported anything/);
  });

  test('learns a serial number that could not be read at first, and keeps it', () => {
    const verdict = (events: DeviceSupplyChainEvent[]) =>
      events.filter((event) => event.type === 'DeviceSupplyChainJudged').at(-1)?.data.verdict;
    expect(verdict(run(report(1, { serial: null }), report(2)))).toBe('TRUSTED');
    expect(verdict(run(report(1, { serial: null }), report(2), report(3, { serial: 'SN-9' })))).toBe('VIOLATION');
  });

  test('has numbers that only rise and verdicts that always change, whatever comes in whatever order', () => {
    const any = fc.oneof(
      fc
        .record({
          sequence: fc.integer({ min: 1, max: 6 }),
          config: fc.constantFrom('c', 'd'),
          serial: fc.constantFrom('SN-1', null),
        })
        .map(({ sequence, ...over }) => report(sequence, over)),
      fc.constant<DeviceSupplyChainCommand>(accept),
      fc.boolean().map((isDemanded): DeviceSupplyChainCommand => {
        return { type: 'JudgeAgain', deviceId, facts: { ...facts, agent: { shipped: [], accepted: [], isDemanded } } };
      }),
    );
    const holds = (decider: typeof deviceSupplyChain) =>
      fc.property(fc.array(any, { maxLength: 20 }), (commands) => {
        const events: DeviceSupplyChainEvent[] = [];
        for (const command of commands) {
          try {
            events.push(...decider.decide(command, replay(decider, events)));
          } catch {
            // Refused.
          }
        }
        const numbers = events.flatMap((event) => ('sequence' in event.data ? event.data.sequence : []));
        const judged = events.flatMap((event) =>
          event.type === 'DeviceSupplyChainJudged' ? JSON.stringify(event.data) : [],
        );
        return (
          numbers.every((each, at) => at === 0 || each > (numbers[at - 1] ?? 0)) &&
          judged.every((each, at) => at === 0 || each !== judged[at - 1])
        );
      });
    fc.assert(holds(deviceSupplyChain));
    const forgetful = {
      ...deviceSupplyChain,
      evolve: (state, event) => ({ ...deviceSupplyChain.evolve(state, event), sequence: 0 }),
    } satisfies typeof deviceSupplyChain;
    expect(fc.check(holds(forgetful), { numRuns: 500 }).failed).toBe(true);
  });
});
