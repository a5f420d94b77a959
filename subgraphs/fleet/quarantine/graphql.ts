/** The public face of quarantine. */
import { connectionType } from '@flotilla/kernel/connection';
import { Json, SafeInt } from '@flotilla/kernel/schema';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Why a device was quarantined. */
export const QuarantineCause = { OPERATOR: 'OPERATOR', CLONE: 'CLONE', REPLAY: 'REPLAY' } as const;

registerEnumType(QuarantineCause, {
  name: 'QuarantineCause',
  description: 'Why a device was quarantined.',
  valuesConfig: {
    OPERATOR: { description: 'A person decided so.' },
    CLONE: { description: 'Two agents used its identity, and the policy of its domain says so.' },
    REPLAY: { description: 'What it recorded on its own was not allowed.' },
  },
});

/** What was diverted. */
export const QuarantinedKind = { REPORT: 'REPORT', EVENTS: 'EVENTS' } as const;

registerEnumType(QuarantinedKind, {
  name: 'QuarantinedKind',
  description: 'What a quarantined device sent through the fleet.',
  valuesConfig: {
    REPORT: { description: 'An inventory.' },
    EVENTS: { description: 'Records of its journal.' },
  },
});

/** Attempts by kind. */
@ObjectType({ description: 'How often the device sent something while it was quarantined.' })
export class DivertedCounts {
  @Field(() => SafeInt, { description: 'Batches of telemetry, as of the last minute.' })
  telemetry!: number;

  @Field(() => SafeInt, { description: 'Inventories.' })
  reports!: number;

  @Field(() => SafeInt, { description: 'Chunks of its journal.' })
  events!: number;
}

/** A quarantine. */
@ObjectType({ description: 'The quarantine of a device.' })
export class QuarantineInfo {
  @Field(() => Date, { description: 'Since when.' })
  since!: Date;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => QuarantineCause, { description: 'What led to it.' })
  cause!: keyof typeof QuarantineCause;

  @Field(() => String, { nullable: true, description: 'Where the proof is.' })
  evidence?: string | null;

  @Field(() => DivertedCounts, { description: 'What it sent, by kind, in all its quarantines.' })
  diverted!: DivertedCounts;

  @Field(() => SafeInt, { description: 'How often it sent anything, in all its quarantines.' })
  attempts!: number;

  @Field(() => Int, { description: 'Things in the store that wait for a decision, telemetry apart.' })
  heldItems!: number;

  @Field(() => SafeInt, { description: 'Bytes of them.' })
  heldBytes!: number;

  @Field(() => SafeInt, { description: 'Things that did not fit in the bounded store and were not kept.' })
  overflowItems!: number;

  @Field(() => SafeInt, { description: 'Bytes of them.' })
  overflowBytes!: number;
}

/** Something a quarantined device sent. */
@ObjectType({ description: 'Something that a quarantined device sent; it waits for a decision.' })
export class QuarantinedItem {
  @Field(() => ID, { description: 'Identity of the thing.' })
  id!: string;

  @Field(() => ID, { description: 'The device that sent it.' })
  deviceId!: string;

  @Field(() => QuarantinedKind, { description: 'What it is.' })
  kind!: keyof typeof QuarantinedKind;

  @Field(() => Json, { description: 'What the device sent.' })
  payload!: unknown;

  @Field(() => Int, { description: 'How large it is.' })
  bytes!: number;

  @Field(() => Date, { description: 'When it was diverted.' })
  divertedAt!: Date;
}

/** A page of the store. */
export const QuarantinedItemConnection = connectionType(QuarantinedItem, 'QuarantinedItem');

/** What a decision came to. */
@ObjectType({ description: 'What a decision on quarantined things came to.' })
export class QuarantineDecision {
  @Field(() => Int, { description: 'Things it took out of the store; those that were decided on before do not count.' })
  items!: number;
}
