/**
 * Settings of domains: what each domain sets itself, the bounds of every value, and how a domain inherits the rest from
 * the domains above it and at last from the defaults. Pure; reading them cheaply is the business of `queries.ts`.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedName } from '../naming/words.ts';
import type { DomainSettings, DomainSettingsEvent } from './events.ts';

export type { DomainSettings } from './events.ts';

/** What holds where no domain on the way to the root says otherwise. */
export const defaultDomainSettings: DomainSettings = {
  delayedAfterIntervals: 2.5,
  edgeCachedAfterIntervals: 12,
  disconnectedAfterIntervals: 6,
  autonomyBudgetS: 259_200,
  recoverAfterHeartbeats: 2,
  degradedRttMs: 800,
  degradedLossPct: 10,
  degradedBandwidthKbps: 64,
  clonePolicy: 'ALERT',
  certificateGraceS: 2_592_000,
  replayBudgetRecordsPerS: 2_000,
  pinnedAgentVersion: null,
  compatibilityWindow: 2,
  stalePolicyAfterS: 604_800,
  clockSkewMaxS: 300,
  cardinalityBudget: 64,
  fourEyesAboveDevices: 50,
  fourEyesAbovePct: 10,
  commandConcurrencyMax: 20,
};

type NumberBounds = { readonly min: number; readonly max: number; readonly isWhole: boolean };

const whole = (min: number, max: number): NumberBounds => ({ min, max, isWhole: true });
const real = (min: number, max: number): NumberBounds => ({ min, max, isWhole: false });

type NumberName = Exclude<keyof DomainSettings, 'clonePolicy' | 'pinnedAgentVersion'>;

/** What a value may be. Whoever sets one outside is told these numbers. */
export const settingBounds: Readonly<Record<NumberName, NumberBounds>> = {
  delayedAfterIntervals: real(1.2, 100),
  edgeCachedAfterIntervals: real(1.5, 10_000),
  disconnectedAfterIntervals: real(2, 10_000),
  autonomyBudgetS: whole(60, 31_536_000),
  recoverAfterHeartbeats: whole(1, 100),
  degradedRttMs: whole(1, 600_000),
  degradedLossPct: real(0, 100),
  degradedBandwidthKbps: real(0, 10_000_000),
  certificateGraceS: whole(0, 31_536_000),
  replayBudgetRecordsPerS: whole(1, 1_000_000),
  compatibilityWindow: whole(0, 100),
  stalePolicyAfterS: whole(60, 31_536_000),
  clockSkewMaxS: real(1, 86_400),
  cardinalityBudget: whole(1, 100_000),
  fourEyesAboveDevices: whole(0, 1_000_000),
  fourEyesAbovePct: real(0, 100),
  commandConcurrencyMax: whole(1, 10_000),
};

/** The names of all settings. */
export const settingNames = Object.keys(defaultDomainSettings) as readonly (keyof DomainSettings)[];

/** What one domain sets itself. */
export type DomainSettingsState = { readonly settings: Partial<DomainSettings> };

/**
 * Change what a domain sets: a value sets, null goes back to what is inherited, an absent name stays. An empty
 * `pinnedAgentVersion` sets that none is pinned, whatever the parent pins.
 */
export type SetDomainSettings = {
  readonly type: 'SetDomainSettings';
  readonly domainId: string;
  readonly changes: { readonly [Name in keyof DomainSettings]?: DomainSettings[Name] | null | undefined };
  /** What the domain inherits from above, to judge the whole. */
  readonly inherited: DomainSettings;
};

/** The decider of the stream `domain_settings-<domainId>`. */
export const domainSettings: Decider<DomainSettingsState, SetDomainSettings, DomainSettingsEvent> & {
  category: string;
} = {
  category: 'domain_settings',
  initialState: { settings: {} },
  decide(command, state) {
    const settings: Record<string, unknown> = { ...state.settings };
    for (const name of settingNames) {
      const value = command.changes[name];
      if (value === undefined) continue;
      if (value === null) delete settings[name];
      else settings[name] = checkedSetting(name, value);
    }
    assertOrdered({ ...command.inherited, ...settings });
    if (JSON.stringify(sorted(settings)) === JSON.stringify(sorted(state.settings))) return [];
    return [{ type: 'DomainSettingsChanged', data: { domainId: command.domainId, settings: sorted(settings) } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DomainSettingsChanged':
        return { settings: event.data.settings };
      default:
        return state;
    }
  },
};

/** The settings of a domain whose way from the root, itself last, sets these. The nearest wins. */
export function inheritedSettings(fromTheRoot: readonly Partial<DomainSettings>[]): DomainSettings {
  return Object.assign({}, defaultDomainSettings, ...fromTheRoot) as DomainSettings;
}

function checkedSetting(name: keyof DomainSettings, value: string | number): string | number | null {
  if (name === 'pinnedAgentVersion') return value === '' ? null : checkedName(name, String(value));
  if (name === 'clonePolicy') {
    if (value === 'ALERT' || value === 'QUARANTINE') return value;
    throw refused(name, 'The clonePolicy is ALERT or QUARANTINE.');
  }
  const { min, max, isWhole } = settingBounds[name];
  const isSound = typeof value === 'number' && value >= min && value <= max && (!isWhole || Number.isInteger(value));
  if (isSound) return value;
  throw refused(name, `${name} is ${isWhole ? 'a whole number ' : ''}from ${min} to ${max}; ${value} is not.`);
}

/** A device must be late before it can be lost. */
function assertOrdered(settings: DomainSettings): void {
  const { delayedAfterIntervals: delayed, disconnectedAfterIntervals: disconnected } = settings;
  if (delayed < disconnected && delayed < settings.edgeCachedAfterIntervals) return;
  const words = `delayedAfterIntervals (${delayed}) must be less than disconnectedAfterIntervals (${disconnected}) and edgeCachedAfterIntervals (${settings.edgeCachedAfterIntervals}).`;
  throw refused('delayedAfterIntervals', words);
}

function refused(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}

function sorted(settings: Partial<DomainSettings>): Partial<DomainSettings> {
  return Object.fromEntries(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
