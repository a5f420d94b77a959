/** The public face of the attention queue. */
import { connectionType } from '@flotilla/kernel/connection';
import { Key, SafeInt } from '@flotilla/kernel/schema';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { kinds, type AttentionKind as KindName } from '../scoring/kinds.ts';
import type { AttentionStage } from './attention.ts';

/** The kinds, as the schema shows them. */
export const AttentionKind = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, kind])) as {
  readonly [Kind in KindName]: Kind;
};

registerEnumType(AttentionKind, {
  name: 'AttentionKind',
  description: 'What sort of trouble an item is about.',
  valuesConfig: {
    RELAY_DOWN: { description: 'The way to the devices behind a relay is down.' },
    DOMAIN_DOWN: { description: 'Most devices of a domain are away, and no smaller place explains it.' },
    SITE_DOWN: { description: 'Most devices of a location are away.' },
    LEAVE_STORM: { description: 'Many devices of a tree of domains left within minutes.' },
    RETURN_STORM: { description: 'Many devices of a tree of domains returned within minutes.' },
    CLONE_SUSPECTED: { description: 'Several programs speak with one identity.' },
    TOKEN_REUSE: { description: 'A spent enrollment token was tried again.' },
    PENDING_BURST: { description: 'Many unknown devices asked to join within minutes.' },
    PENDING_LONG: { description: 'A device waits for a decision for a day or more.' },
    SUPPLY_CHAIN_VIOLATION: { description: 'A device is, or runs, what it should not.' },
    AUTHORITY_CONFLICT: { description: 'Two authorities claim the same device or domain.' },
    QUARANTINED: { description: 'A device is isolated and waits for a decision.' },
    REPLAY_REJECTED: { description: 'What a device decided on its own was not allowed.' },
    REPLAY_STUCK: { description: 'A device does not get its backlog through.' },
    COMMANDS_FAILING: { description: 'Many commands failed or expired.' },
    DEGRADED: { description: 'A device works, but not as it should.' },
    SYNC_DEBT: { description: 'A device is on its own for long and falls behind.' },
    SILENT: { description: 'A device is disconnected.' },
  },
});

/** The states, as the schema shows them. */
export const AttentionState = {
  OPEN: 'OPEN',
  ACKNOWLEDGED: 'ACKNOWLEDGED',
  ASSIGNED: 'ASSIGNED',
  SNOOZED: 'SNOOZED',
  MERGED: 'MERGED',
  DISMISSED: 'DISMISSED',
  RESOLVED: 'RESOLVED',
} as const satisfies Record<AttentionStage, AttentionStage>;

registerEnumType(AttentionState, {
  name: 'AttentionState',
  description: 'Where an item is in its life.',
  valuesConfig: {
    OPEN: { description: 'Nobody has said anything to it yet.' },
    ACKNOWLEDGED: { description: 'Somebody has seen it.' },
    ASSIGNED: { description: 'Somebody looks after it.' },
    SNOOZED: { description: 'Out of sight until a moment, or until it grows much worse.' },
    MERGED: { description: 'Looked after in another item.' },
    DISMISSED: { description: 'No trouble, for the reason given.' },
    RESOLVED: { description: 'Its cause has ended, or somebody said that it is done.' },
  },
});

/** How loud an item is. */
export const AttentionSeverity = { CRITICAL: 'CRITICAL', MAJOR: 'MAJOR', MINOR: 'MINOR' } as const;

registerEnumType(AttentionSeverity, {
  name: 'AttentionSeverity',
  description: 'How loud an item is, by its score.',
  valuesConfig: {
    CRITICAL: { description: 'A score of 60 or more.' },
    MAJOR: { description: 'A score of 35 or more.' },
    MINOR: { description: 'A lower score.' },
  },
});

/** What a piece of evidence is. */
export const AttentionEvidenceKind = {
  DEVICE: 'DEVICE',
  DOMAIN: 'DOMAIN',
  LOCATION: 'LOCATION',
  RELAY: 'RELAY',
  REPLAY_SESSION: 'REPLAY_SESSION',
  TIMELINE: 'TIMELINE',
  TOKEN: 'TOKEN',
  BATCH: 'BATCH',
} as const;

registerEnumType(AttentionEvidenceKind, {
  name: 'AttentionEvidenceKind',
  description: 'What a piece of evidence refers to, and so how to link to it.',
  valuesConfig: {
    DEVICE: { description: 'A device, by its id.' },
    DOMAIN: { description: 'A domain, by its id.' },
    LOCATION: { description: 'A location, by its id.' },
    RELAY: { description: 'A relay, by the id of its device.' },
    REPLAY_SESSION: { description: 'A session of replay, by its id.' },
    TIMELINE: { description: 'The timeline of a device, by the id of the device, at `at`.' },
    TOKEN: { description: 'An enrollment token, by its id.' },
    BATCH: { description: 'A batch of commands, by its id.' },
  },
});

/** A person, as access owns it. */
@Key('id', { resolvable: false })
@ObjectType('User', { description: "A person's membership of one tenant." })
export class Owner {
  @Field(() => ID, { description: 'Immutable identity of the membership.' })
  id!: string;
}

/** A device, as the fleet owns it. */
@Key('id', { resolvable: false })
@ObjectType('Device', { description: 'A device; the fleet tells what it is.' })
export class ConcernedDevice {
  @Field(() => ID, { description: 'Immutable id.' })
  id!: string;
}

/** A domain, as the fleet owns it. */
@Key('id', { resolvable: false })
@ObjectType('Domain', { description: 'A scope of trust and authority; the fleet tells what it is.' })
export class ConcernedDomain {
  @Field(() => ID, { description: 'Immutable identity of the domain.' })
  id!: string;
}

/** One term of a score. */
@ObjectType({ description: 'One term of a score; the score is the rounded sum of the contributions.' })
export class AttentionTerm {
  @Field(() => String, { description: 'What is weighed.' })
  name!: string;

  @Field(() => Float, { description: 'What it can contribute at most.' })
  weight!: number;

  @Field(() => Float, { description: 'How much of it there is: 0 to 1.' })
  value!: number;

  @Field(() => Float, { description: 'Weight times value.' })
  contribution!: number;
}

/** Where an item belongs. */
@ObjectType({ description: 'Where an item belongs.' })
export class AttentionScope {
  @Field(() => ID, { nullable: true, description: 'The domain it is in; null where none is known.' })
  domainId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The one device it is about.' })
  deviceId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The location it is at.' })
  locationId!: string | null;

  @Field(() => ConcernedDomain, { nullable: true, description: 'The domain itself.' })
  domain!: ConcernedDomain | null;

  @Field(() => ConcernedDevice, { nullable: true, description: 'The device itself.' })
  device!: ConcernedDevice | null;
}

/** Something to look at. */
@ObjectType({ description: 'Something that shows why an item is there.' })
export class AttentionEvidence {
  @Field(() => String, { description: 'How to call the link.' })
  label!: string;

  @Field(() => AttentionEvidenceKind, { description: 'What it refers to.' })
  kind!: keyof typeof AttentionEvidenceKind;

  @Field(() => String, { description: 'Id of what it refers to.' })
  ref!: string;

  @Field(() => Date, { nullable: true, description: 'The place in a timeline.' })
  at!: Date | null;
}

/** What to do. */
@ObjectType({ description: 'What to do about an item.' })
export class AttentionAction {
  @Field(() => String, { description: 'In words.' })
  words!: string;

  @Field(() => String, { description: 'For programs, e.g. `REVIEW_QUARANTINE` or `OPEN_LOCATION`.' })
  kind!: string;

  @Field(() => String, { description: 'Id of what the action is about.' })
  target!: string;
}

/** One reason to look. */
@Key('id')
@ObjectType({ description: 'A ranked, explained reason for a person to look.' })
export class AttentionItem {
  @Field(() => ID, { description: 'Identity of this occurrence; when it comes back, it is another item.' })
  id!: string;

  @Field(() => String, { description: 'What it is about, the same for every occurrence.' })
  key!: string;

  @Field(() => Int, { description: 'The how-manieth time it is there.' })
  occurrence!: number;

  @Field(() => AttentionKind, { description: 'What sort of trouble it is.' })
  kind!: KindName;

  @Field(() => String, { description: 'In one sentence.' })
  title!: string;

  @Field(() => Int, { description: 'How much it needs a person: 0 to 100.' })
  score!: number;

  @Field(() => [AttentionTerm], { description: 'The terms the score is the sum of.' })
  terms!: AttentionTerm[];

  @Field(() => AttentionSeverity, { description: 'How loud it is.' })
  severity!: keyof typeof AttentionSeverity;

  @Field(() => AttentionScope, { description: 'Where it belongs.' })
  scope!: AttentionScope;

  @Field(() => Int, { description: 'Devices concerned.' })
  devices!: number;

  @Field(() => Date, { description: 'When its cause began.' })
  since!: Date;

  @Field(() => SafeInt, { description: 'Seconds since then, or until its cause ended.' })
  ageS!: number;

  @Field(() => Date, { description: 'When it changed last.' })
  updatedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When its cause ended; null while it lasts.' })
  endedAt!: Date | null;

  @Field(() => [AttentionEvidence], { description: 'What shows why it is there.' })
  evidence!: AttentionEvidence[];

  @Field(() => AttentionAction, { description: 'What to do about it.' })
  nextAction!: AttentionAction;

  @Field(() => AttentionState, { description: 'Where it is in its life.' })
  state!: AttentionStage;

  @Field(() => Owner, { nullable: true, description: 'Who looks after it.' })
  owner!: Owner | null;

  @Field(() => Date, { nullable: true, description: 'Until when it is out of sight.' })
  snoozedUntil!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The item in which it is looked after.' })
  mergedIntoId!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was dismissed.' })
  reason!: string | null;
}

/** A page of items. */
export const AttentionItemConnection = connectionType(AttentionItem, 'AttentionItem');

/** What changed in the queue. */
@ObjectType({ description: 'What changed in the queue, gathered over a quarter of a second.' })
export class AttentionChange {
  @Field(() => Int, { description: 'Number of this message in the subscription; a gap means: fetch again.' })
  seq!: number;

  @Field(() => [AttentionItem], {
    description: 'Items of the scope that changed, highest score first, 50 at most; also those that left the queue.',
  })
  items!: AttentionItem[];

  @Field(() => Boolean, { description: 'Whether more changed than are listed: fetch again.' })
  hasMore!: boolean;

  @Field(() => Int, { description: 'Items in the queue of the scope now.' })
  openCount!: number;
}

/** Whose queue. */
@InputType({ description: 'Whose queue.' })
export class AttentionScopeInput {
  @Field(() => ID, { nullable: true, description: 'This domain and all below; absent for the whole tenant.' })
  domainId?: string | null;
}

/** One item. */
@InputType({ description: 'Which item.' })
export class AttentionItemInput {
  @Field(() => ID, { description: 'Identity of the item.' })
  itemId!: string;
}

/** What a snooze needs. */
@InputType({ description: 'Which item, and until when.' })
export class SnoozeAttentionInput extends AttentionItemInput {
  @Field(() => Date, { description: 'When it is to be back: within 30 days.' })
  until!: Date;
}

/** What an assignment needs. */
@InputType({ description: 'Which item, and who looks after it.' })
export class AssignAttentionInput extends AttentionItemInput {
  @Field(() => ID, { nullable: true, description: 'A person of the tenant; absent for oneself.' })
  ownerId?: string | null;
}

/** What a merge needs. */
@InputType({ description: 'Which item, and where it is looked after.' })
export class MergeAttentionInput extends AttentionItemInput {
  @Field(() => ID, { description: 'The item it is merged into; it must be open.' })
  intoId!: string;
}

/** What a dismissal needs. */
@InputType({ description: 'Which item, and why it is no trouble.' })
export class DismissAttentionInput extends AttentionItemInput {
  @Field(() => String, { description: 'Why: 3 to 500 characters.' })
  reason!: string;
}
