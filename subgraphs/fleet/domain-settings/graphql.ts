/** The public face of the settings of domains. */
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { DomainSettings as Settings } from './domain-settings.ts';

/** What follows when two agents use one identity. */
export const ClonePolicy = { ALERT: 'ALERT', QUARANTINE: 'QUARANTINE' } as const;

registerEnumType(ClonePolicy, {
  name: 'ClonePolicy',
  description: 'What follows when two agents use one identity.',
  valuesConfig: {
    ALERT: { description: 'People are told; the device keeps taking part.' },
    QUARANTINE: { description: 'The device is quarantined until a person has decided.' },
  },
});

/** How the devices of a domain are judged and what they may do. */
@ObjectType({ description: 'How the devices of a domain are judged: its own settings, those above it, the defaults.' })
export class DomainSettings implements Settings {
  @Field(() => Float, { description: 'Silence in assigned intervals after which LIVE is DELAYED.' })
  delayedAfterIntervals!: number;

  @Field(() => Float, {
    description: 'Silence in assigned intervals after which a device that synchronises periodically is EDGE_CACHED.',
  })
  edgeCachedAfterIntervals!: number;

  @Field(() => Float, {
    description: 'Silence in assigned intervals after which a device that did not declare autonomy is DISCONNECTED.',
  })
  disconnectedAfterIntervals!: number;

  @Field(() => Int, {
    description: 'How long a device that may be on its own stays AUTONOMOUS before it is DISCONNECTED, in seconds.',
  })
  autonomyBudgetS!: number;

  @Field(() => Int, { description: 'Punctual heartbeats that a device needs to come one step nearer.' })
  recoverAfterHeartbeats!: number;

  @Field(() => Int, { description: 'Round trip from which a link counts as bad, in milliseconds.' })
  degradedRttMs!: number;

  @Field(() => Float, { description: 'Loss from which a link counts as bad, in percent.' })
  degradedLossPct!: number;

  @Field(() => Float, { description: 'Bandwidth below which a link counts as bad, in kbit/s.' })
  degradedBandwidthKbps!: number;

  @Field(() => ClonePolicy, { description: 'What follows when two agents use one identity.' })
  clonePolicy!: keyof typeof ClonePolicy;

  @Field(() => Int, {
    description: 'How long after the end of its certificate a device may prove itself by its key, in seconds.',
  })
  certificateGraceS!: number;

  @Field(() => Int, { description: 'Replayed records a second that a site may send.' })
  replayBudgetRecordsPerS!: number;

  @Field(() => String, { nullable: true, description: 'The release its agents should run; null while none is pinned.' })
  pinnedAgentVersion!: string | null;

  @Field(() => Int, { description: 'Minor versions an agent may differ from the pinned release.' })
  compatibilityWindow!: number;

  @Field(() => Int, { description: 'Age from which the policy a device works by counts as stale, in seconds.' })
  stalePolicyAfterS!: number;

  @Field(() => Float, { description: 'Difference of clocks that is still well, in seconds.' })
  clockSkewMaxS!: number;

  @Field(() => Int, { description: 'Series that a device may have.' })
  cardinalityBudget!: number;

  @Field(() => Int, { description: 'Commands to more devices than this need a second person.' })
  fourEyesAboveDevices!: number;

  @Field(() => Float, {
    description: 'Commands to more than this share of the domain need a second person, in percent.',
  })
  fourEyesAbovePct!: number;

  @Field(() => Int, { description: 'Commands that may run in the domain at a time.' })
  commandConcurrencyMax!: number;

  @Field(() => [String], { description: 'Names of the settings that this domain sets itself; the others it inherits.' })
  setHere!: readonly string[];
}

/** What a domain sets itself from now on. */
@InputType({
  description:
    'What a domain sets itself from now on: a value sets, null inherits again, an absent one stays as it is.',
})
export class SetDomainSettingsInput {
  @Field(() => ID, { description: 'The domain; those below it inherit.' })
  domainId!: string;

  @Field(() => Float, { nullable: true, description: 'Silence in assigned intervals after which LIVE is DELAYED.' })
  delayedAfterIntervals?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Silence in assigned intervals after which a device that synchronises periodically is EDGE_CACHED.',
  })
  edgeCachedAfterIntervals?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Silence in assigned intervals after which a device that did not declare autonomy is DISCONNECTED.',
  })
  disconnectedAfterIntervals?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long a device that may be on its own stays AUTONOMOUS before it is DISCONNECTED, in seconds.',
  })
  autonomyBudgetS?: number | null;

  @Field(() => Int, { nullable: true, description: 'Punctual heartbeats that a device needs to come one step nearer.' })
  recoverAfterHeartbeats?: number | null;

  @Field(() => Int, { nullable: true, description: 'Round trip from which a link counts as bad, in milliseconds.' })
  degradedRttMs?: number | null;

  @Field(() => Float, { nullable: true, description: 'Loss from which a link counts as bad, in percent.' })
  degradedLossPct?: number | null;

  @Field(() => Float, { nullable: true, description: 'Bandwidth below which a link counts as bad, in kbit/s.' })
  degradedBandwidthKbps?: number | null;

  @Field(() => ClonePolicy, { nullable: true, description: 'What follows when two agents use one identity.' })
  clonePolicy?: keyof typeof ClonePolicy | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long after the end of its certificate a device may prove itself by its key, in seconds.',
  })
  certificateGraceS?: number | null;

  @Field(() => Int, { nullable: true, description: 'Replayed records a second that a site may send.' })
  replayBudgetRecordsPerS?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The release its agents should run; empty for none, whatever the parent pins.',
  })
  pinnedAgentVersion?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minor versions an agent may differ from the pinned release.' })
  compatibilityWindow?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Age from which the policy a device works by counts as stale, in seconds.',
  })
  stalePolicyAfterS?: number | null;

  @Field(() => Float, { nullable: true, description: 'Difference of clocks that is still well, in seconds.' })
  clockSkewMaxS?: number | null;

  @Field(() => Int, { nullable: true, description: 'Series that a device may have.' })
  cardinalityBudget?: number | null;

  @Field(() => Int, { nullable: true, description: 'Commands to more devices than this need a second person.' })
  fourEyesAboveDevices?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Commands to more than this share of the domain need a second person, in percent.',
  })
  fourEyesAbovePct?: number | null;

  @Field(() => Int, { nullable: true, description: 'Commands that may run in the domain at a time.' })
  commandConcurrencyMax?: number | null;
}
