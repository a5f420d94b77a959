/**
 * The settings of a domain as a form shows them: in groups, with what each means and its unit. A setting that is not
 * listed here is not shown, so a test compares the list with what the API takes.
 */
import type { SetDomainSettingsInput } from '../../gql/graphql.ts';

/** The name of a setting, as the API spells it. */
export type SettingName = Exclude<keyof SetDomainSettingsInput, 'domainId'>;

/** One setting of the form. */
export type SettingKind = {
  readonly name: SettingName;
  readonly label: string;
  readonly meaning: string;
  readonly unit: string;
  /** Whole numbers, any numbers, a release, or one of two answers. */
  readonly type: 'whole' | 'number' | 'text' | 'clone-policy';
};

/** All settings by group, in the order they are shown. */
export const settingGroups: readonly { readonly title: string; readonly kinds: readonly SettingKind[] }[] = [
  {
    title: 'Connectivity',
    kinds: [
      {
        name: 'delayedAfterIntervals',
        label: 'Delayed after',
        meaning: 'Silence until a live device is delayed.',
        unit: 'intervals',
        type: 'number',
      },
      {
        name: 'edgeCachedAfterIntervals',
        label: 'Edge cached after',
        meaning: 'Silence until a device that synchronises periodically is edge cached.',
        unit: 'intervals',
        type: 'number',
      },
      {
        name: 'disconnectedAfterIntervals',
        label: 'Disconnected after',
        meaning: 'Silence until a device that declared no autonomy is disconnected.',
        unit: 'intervals',
        type: 'number',
      },
      {
        name: 'autonomyBudgetS',
        label: 'Autonomy budget',
        meaning: 'How long a device may be on its own before it counts as disconnected.',
        unit: 's',
        type: 'whole',
      },
      {
        name: 'recoverAfterHeartbeats',
        label: 'Recovers after',
        meaning: 'Punctual heartbeats a device needs to come one step nearer.',
        unit: 'heartbeats',
        type: 'whole',
      },
      {
        name: 'degradedRttMs',
        label: 'Bad round trip from',
        meaning: 'A link with a longer round trip is bad.',
        unit: 'ms',
        type: 'whole',
      },
      {
        name: 'degradedLossPct',
        label: 'Bad loss from',
        meaning: 'A link that loses more is bad.',
        unit: '%',
        type: 'number',
      },
      {
        name: 'degradedBandwidthKbps',
        label: 'Bad bandwidth below',
        meaning: 'A link with less is bad.',
        unit: 'kbit/s',
        type: 'number',
      },
    ],
  },
  {
    title: 'Agent and policy',
    kinds: [
      {
        name: 'pinnedAgentVersion',
        label: 'Pinned release',
        meaning: 'The release its agents should run; the word none pins nothing, whatever is pinned above.',
        unit: '',
        type: 'text',
      },
      {
        name: 'compatibilityWindow',
        label: 'Compatibility window',
        meaning: 'Minor versions an agent may differ from the pinned release.',
        unit: 'versions',
        type: 'whole',
      },
      {
        name: 'stalePolicyAfterS',
        label: 'Policy is stale after',
        meaning: 'Age from which the policy a device works by degrades it.',
        unit: 's',
        type: 'whole',
      },
      {
        name: 'clockSkewMaxS',
        label: 'Clock skew at most',
        meaning: 'A larger difference of clocks degrades a device.',
        unit: 's',
        type: 'number',
      },
      {
        name: 'cardinalityBudget',
        label: 'Series at most',
        meaning: 'A device with more series is degraded.',
        unit: '',
        type: 'whole',
      },
    ],
  },
  {
    title: 'Identity',
    kinds: [
      {
        name: 'clonePolicy',
        label: 'Two agents with one identity',
        meaning: 'What follows when it is found.',
        unit: '',
        type: 'clone-policy',
      },
      {
        name: 'certificateGraceS',
        label: 'Certificate grace',
        meaning: 'How long after its certificate ended a device may prove itself by its key.',
        unit: 's',
        type: 'whole',
      },
    ],
  },
  {
    title: 'Return and commands',
    kinds: [
      {
        name: 'replayBudgetRecordsPerS',
        label: 'Replay budget',
        meaning: 'Replayed records a site may send, so that live devices are heard in time.',
        unit: 'records/s',
        type: 'whole',
      },
      {
        name: 'commandConcurrencyMax',
        label: 'Commands at a time',
        meaning: 'Commands that may run in the domain at once.',
        unit: '',
        type: 'whole',
      },
      {
        name: 'fourEyesAboveDevices',
        label: 'Second person above',
        meaning: 'Commands to more devices need a second person.',
        unit: 'devices',
        type: 'whole',
      },
      {
        name: 'fourEyesAbovePct',
        label: 'Second person above',
        meaning: 'Commands to a larger share of the domain need a second person.',
        unit: '%',
        type: 'number',
      },
    ],
  },
];
