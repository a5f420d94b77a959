/**
 * What is known of the supply chain of one device, in the order in which it was said. Each report has a higher number than
 * the one before, so that an old one that is played again changes nothing. What is thought of it is recorded when it
 * changes. Pure: signatures and facts are checked and read before they come.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { canonicalText } from '../naming/canonical.ts';
import { checkedReason } from '../naming/words.ts';
import type { Baseline, DeviceSoftwareReported, DeviceSupplyChainEvent } from './events.ts';
import { judgeDevice, type JudgedDevice, type JudgingFacts } from './judging/judge.ts';
import type { InstalledReport } from './reporting/installed-report.ts';

/** A device's supply chain as its stream tells it. */
export type DeviceSupplyChainState = {
  readonly sequence: number;
  readonly reportSha256: string | null;
  /** What was last said; null before anything was. */
  readonly device: JudgedDevice | null;
  /** The last verdict as text, so that the same one is not recorded twice. */
  readonly judged: string;
};

/** Take what a device says, with a signature that was checked. */
export type ReportInstalled = {
  readonly type: 'ReportInstalled';
  readonly facts: JudgingFacts;
} & DeviceSoftwareReported['data'];

/** Judge again: something that it depends on has changed. */
export type JudgeAgain = { readonly type: 'JudgeAgain'; readonly deviceId: string; readonly facts: JudgingFacts };

/** Take the device as it is now for what it should be. */
export type AcceptBaseline = {
  readonly type: 'AcceptBaseline';
  readonly deviceId: string;
  readonly reason: string;
  readonly facts: JudgingFacts;
};

/** Every command about a device's supply chain. */
export type DeviceSupplyChainCommand = ReportInstalled | JudgeAgain | AcceptBaseline;

type Machine = Decider<DeviceSupplyChainState, DeviceSupplyChainCommand, DeviceSupplyChainEvent>;

/** The decider of the stream `device_supply_chain-<deviceId>`. */
export const deviceSupplyChain: Machine & { category: string } = {
  category: 'device_supply_chain',
  initialState: { sequence: 0, reportSha256: null, device: null, judged: '' },
  decide(command, state) {
    const said = saidBy(command, state);
    const after = said.reduce((at, event) => deviceSupplyChain.evolve(at, event), state);
    return [...said, ...judgedAnew(command.deviceId, after, command.facts)];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DeviceSoftwareReported': {
        const { sequence, reportSha256, report, reportedAt } = event.data;
        const baseline = state.device?.baseline ?? baselineOf(report);
        // A serial number that could not be read at first is believed when it can.
        const known = { ...baseline, serial: baseline.serial ?? report.hardware.serial };
        return { ...state, sequence, reportSha256, device: { report, reportedAt, baseline: known } };
      }
      case 'DeviceSoftwareConfirmed': {
        const { sequence, at, reportSha256, reportedAt } = event.data;
        const { device } = state;
        const again = device && { ...device, reportedAt, report: { ...device.report, sequence, at } };
        return { ...state, sequence, reportSha256, device: again };
      }
      case 'DeviceSupplyChainJudged':
        return { ...state, judged: canonicalText([event.data.verdict, event.data.reasons]) };
      case 'DeviceBaselineAccepted':
        return { ...state, device: state.device && { ...state.device, baseline: event.data.baseline } };
    }
  },
};

function saidBy(command: DeviceSupplyChainCommand, state: DeviceSupplyChainState): DeviceSupplyChainEvent[] {
  switch (command.type) {
    case 'ReportInstalled':
      return reported(command, state);
    case 'JudgeAgain':
      return [];
    case 'AcceptBaseline': {
      const { deviceId } = command;
      if (!state.device) throw new Refusal('NOT_FOUND', 'This device has not reported anything yet.', { deviceId });
      const baseline = baselineOf(state.device.report);
      const reason = checkedReason(command.reason);
      if (canonicalText(baseline) === canonicalText(state.device.baseline)) return [];
      return [{ type: 'DeviceBaselineAccepted', data: { deviceId, baseline, reason } }];
    }
  }
}

function reported(
  { type: _type, facts: _facts, ...data }: ReportInstalled,
  state: DeviceSupplyChainState,
): DeviceSupplyChainEvent[] {
  const { deviceId, sequence, report, reportSha256 } = data;
  if (report.deviceId !== deviceId || report.sequence !== sequence) {
    throw new Refusal('FORBIDDEN', 'This is the report of another device. A device speaks for itself only.', {
      deviceId,
    });
  }
  // An answer that was lost is given once more; anything else with a known number is a replay.
  if (sequence === state.sequence && reportSha256 === state.reportSha256) return [];
  if (sequence <= state.sequence) {
    const words = `This report has the number ${sequence}; number ${state.sequence} is known already. Count on from there.`;
    throw new Refusal('CONFLICT', words, { deviceId, sequence: state.sequence });
  }
  const { report: _report, ...rest } = data;
  const isSame = state.device !== null && contentOf(state.device.report) === contentOf(report);
  if (isSame) return [{ type: 'DeviceSoftwareConfirmed', data: { ...rest, at: report.at } }];
  return [{ type: 'DeviceSoftwareReported', data }];
}

function judgedAnew(
  deviceId: string,
  { device, judged }: DeviceSupplyChainState,
  facts: JudgingFacts,
): DeviceSupplyChainEvent[] {
  if (!device) return [];
  const { verdict, reasons } = judgeDevice(device, facts);
  if (canonicalText([verdict, reasons]) === judged) return [];
  return [{ type: 'DeviceSupplyChainJudged', data: { deviceId, verdict, reasons } }];
}

/** What a report says, whatever its number and moment. */
function contentOf(report: InstalledReport): string {
  return canonicalText({ ...report, sequence: 0, at: '' });
}

function baselineOf({ hardware, agent }: InstalledReport): Baseline {
  return { serial: hardware.serial, configSha256: agent.configSha256 };
}
