/** The public face of returns: what devices send and are answered, and what people see of it. */
import { connectionType } from '@flotilla/kernel/connection';
import { SafeInt } from '@flotilla/kernel/schema';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectivityMode } from '../lifecycle/graphql.ts';

/** What a journal record is about. */
export const JournalClass = {
  SECURITY: 'SECURITY',
  LIFECYCLE: 'LIFECYCLE',
  DECISION: 'DECISION',
  SNAPSHOT: 'SNAPSHOT',
} as const;

registerEnumType(JournalClass, {
  name: 'JournalClass',
  description:
    'What a journal record is about. A device that has to drop records drops snapshots first and decisions last; a drop ' +
    'that may hold decisions is not authorised.',
  valuesConfig: {
    SECURITY: { description: 'Something that bears on security.' },
    LIFECYCLE: { description: 'The device or its autonomy began or ended something.' },
    DECISION: { description: 'Something the device decided on its own.' },
    SNAPSHOT: { description: 'Its whole state at one moment.' },
  },
});

/** What reconciliation says to a decision. */
export const DecisionVerdict = { PERMITTED: 'PERMITTED', CONFLICT: 'CONFLICT', UNAUTHORISED: 'UNAUTHORISED' } as const;

registerEnumType(DecisionVerdict, {
  name: 'DecisionVerdict',
  description: 'What reconciliation says to something a device decided on its own.',
  valuesConfig: {
    PERMITTED: { description: 'It may decide this, and did so under its present authority.' },
    CONFLICT: { description: 'The authority or the desired state changed meanwhile.' },
    UNAUTHORISED: { description: 'It may not decide this on its own. The device is quarantined.' },
  },
});

/** How a return ends. */
export const ReplayOutcome = { LIVE: 'LIVE', QUARANTINED: 'QUARANTINED' } as const;

registerEnumType(ReplayOutcome, {
  name: 'ReplayOutcome',
  description: 'How a return ends: one or the other.',
  valuesConfig: {
    LIVE: { description: 'The device takes part again.' },
    QUARANTINED: { description: 'Its journal holds what was not authorised.' },
  },
});

/** Where a session stands. */
export const ReplayState = {
  LOCKED: 'LOCKED',
  UPLOADING: 'UPLOADING',
  RECONCILING: 'RECONCILING',
  CONCLUDED: 'CONCLUDED',
  ABORTED: 'ABORTED',
} as const;

registerEnumType(ReplayState, {
  name: 'ReplayState',
  description: 'Where a session of the return protocol stands.',
  valuesConfig: {
    LOCKED: { description: 'The lock is taken, nothing was uploaded yet.' },
    UPLOADING: { description: 'Records are coming in.' },
    RECONCILING: { description: 'Everything that was announced is here; the device has to close.' },
    CONCLUDED: { description: 'Reconciled; the lock is released.' },
    ABORTED: { description: 'Superseded by another session, or silent for too long. What was accepted stays.' },
  },
});

/** A range that a device let go. */
@InputType({ description: 'A range of records that the device had to let go, signed by it.' })
export class JournalDropInput {
  @Field(() => SafeInt, { description: 'First record of the range.' })
  fromSeq!: number;

  @Field(() => SafeInt, { description: 'Last record of the range.' })
  toSeq!: number;

  @Field(() => SafeInt, { description: 'Records in the range: toSeq - fromSeq + 1.' })
  count!: number;

  @Field(() => SafeInt, { description: "The device's clock at the first, milliseconds since 1970. Informs only." })
  firstAtMs!: number;

  @Field(() => SafeInt, { description: "The device's clock at the last, milliseconds since 1970. Informs only." })
  lastAtMs!: number;

  @Field(() => String, { description: 'Why, and of which class: printable ASCII, 1 to 120 characters.' })
  reason!: string;

  @Field(() => String, { description: 'Hash of the record toSeq; the chain goes on from it.' })
  lastHash!: string;

  @Field(() => String, { description: "Base64 of the device key's signature over the text of the drop." })
  signature!: string;
}

/** What a device says when it comes back. */
@InputType({ description: 'What a device says when it comes back. Clocks inform and never decide.' })
export class ReplayHello {
  @Field(() => SafeInt, { description: 'Epoch of its journal, at least 1.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'First record it still has; lastSeq + 1 when it has none.' })
  firstSeq!: number;

  @Field(() => SafeInt, { description: 'Last record it ever wrote in this epoch; 0 when it wrote none.' })
  lastSeq!: number;

  @Field(() => String, { description: 'Hash of the last record; of the epoch when there is none.' })
  lastHash!: string;

  @Field(() => String, { description: 'The boot it runs in.' })
  bootId!: string;

  @Field(() => Date, { description: 'What its clock shows.' })
  deviceClock!: Date;

  @Field(() => SafeInt, { description: 'Milliseconds since its boot.' })
  monotonicMs!: number;

  @Field(() => [JournalDropInput], { description: 'Ranges it let go, ascending; 256 at most.' })
  dropped!: JournalDropInput[];
}

/** What a device that came back is answered. */
@ObjectType({ description: 'The lock and how to go on. What comes before resumeFrom is accepted and can be deleted.' })
export class ReplaySession {
  @Field(() => String, {
    description: 'Opens this session, with the certificate it was asked for with. Empty if there is nothing to replay.',
  })
  sessionToken!: string;

  @Field(() => Int, { description: "Number of the lock; rises with each of the device's sessions." })
  sessionEpoch!: number;

  @Field(() => SafeInt, { description: 'The record that comes next.' })
  resumeFrom!: number;

  @Field(() => String, { description: 'Hash of the record before it.' })
  resumeHash!: string;

  @Field(() => Int, { description: 'Records of a chunk at most.' })
  chunkRecordsMax!: number;

  @Field(() => Int, { description: 'Bytes of the bodies and signatures of a chunk at most.' })
  chunkBytesMax!: number;

  @Field(() => Int, { description: 'Chunks that may be on their way at once.' })
  windowChunks!: number;

  @Field(() => Int, { nullable: true, description: 'How long to wait before the first chunk.' })
  retryAfterMs?: number | null;

  @Field(() => Boolean, { description: 'Everything is accepted: no chunk and no close is expected.' })
  nothingToReplay!: boolean;
}

/** A record of a journal. */
@InputType({ description: 'A record of a journal, as the device wrote and signed it.' })
export class JournalRecordInput {
  @Field(() => SafeInt, { description: 'Its number.' })
  seq!: number;

  @Field(() => JournalClass, { description: 'What it is about.' })
  class!: keyof typeof JournalClass;

  @Field(() => String, { description: 'What happened, e.g. `decision.restart_service`.' })
  kind!: string;

  @Field(() => SafeInt, { description: "The device's clock, milliseconds since 1970. Informs only." })
  atMs!: number;

  @Field(() => String, { description: 'Its content, JSON; 64 KiB at most.' })
  body!: string;

  @Field(() => String, { description: 'Its place in the hash chain, lower-case hex.' })
  hash!: string;

  @Field(() => String, { description: "Base64 of the device key's signature over the text of the hash." })
  signature!: string;
}

/** Records in order. */
@InputType({ description: 'Records in order. All of them are taken over, or none.' })
export class ReplayChunkInput {
  @Field(() => String, { description: 'The token of the session.' })
  sessionToken!: string;

  @Field(() => SafeInt, { description: 'Epoch of the journal.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'Number of the first record.' })
  fromSeq!: number;

  @Field(() => [JournalRecordInput], { description: 'The records, ascending; declared drops are left out.' })
  records!: JournalRecordInput[];
}

/** What was taken over. */
@ObjectType({ description: 'What is durable now. Never goes back within an epoch.' })
export class ReplayReceipt {
  @Field(() => SafeInt, { description: 'Everything up to here is accepted and can be deleted.' })
  acknowledgedSeq!: number;

  @Field(() => Boolean, { description: 'The chunk held nothing new.' })
  duplicate!: boolean;

  @Field(() => Int, { nullable: true, description: 'How long to wait before the next chunk.' })
  retryAfterMs?: number | null;
}

/** The end of an upload. */
@InputType({ description: 'Everything was sent.' })
export class CloseReplayInput {
  @Field(() => String, { description: 'The token of the session.' })
  sessionToken!: string;

  @Field(() => SafeInt, { description: 'Last record the device has written by now.' })
  lastSeq!: number;
}

/** How a return ended. */
@ObjectType({ description: 'How a return ended. Asking again answers the same.' })
export class ReplayConclusion {
  @Field(() => ReplayOutcome, { description: 'LIVE, or QUARANTINED with evidence.' })
  outcome!: keyof typeof ReplayOutcome;

  @Field(() => Int, { description: 'Decisions that were permitted.' })
  permitted!: number;

  @Field(() => Int, { description: 'Decisions in conflict with what changed meanwhile.' })
  conflicts!: number;

  @Field(() => Int, { description: 'Decisions nobody had authorised.' })
  unauthorised!: number;

  @Field(() => ConnectivityMode, { description: 'The mode of its connection from now on.' })
  mode!: keyof typeof ConnectivityMode;

  @Field(() => String, {
    nullable: true,
    description: 'The first record that was not authorised, as `<stream>@<version>`.',
  })
  evidence?: string | null;
}

/** One session of a device's return. */
@ObjectType({ description: "One session of a device's return." })
export class ReplaySessionInfo {
  @Field(() => ID, { description: 'Identity of the session.' })
  id!: string;

  @Field(() => Int, { description: 'Number of its lock.' })
  sessionEpoch!: number;

  @Field(() => SafeInt, { description: 'Epoch of the journal.' })
  journalEpoch!: number;

  @Field(() => SafeInt, { description: 'First record the device still had.' })
  firstSeq!: number;

  @Field(() => SafeInt, { description: 'Everything up to here is accepted.' })
  acceptedSeq!: number;

  @Field(() => SafeInt, { description: 'The last record announced or seen.' })
  lastSeq!: number;

  @Field(() => SafeInt, { description: 'Decisions permitted in this session.' })
  permitted!: number;

  @Field(() => SafeInt, { description: 'Decisions in conflict in this session.' })
  conflicts!: number;

  @Field(() => SafeInt, { description: 'Decisions not authorised in this session.' })
  unauthorised!: number;

  @Field(() => SafeInt, { description: 'Records declared as dropped in this session.' })
  dropped!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The first record that was not authorised, as `<stream>@<version>`.',
  })
  evidence?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'LIVE or QUARANTINED, or why it was aborted: SUPERSEDED, SILENT.',
  })
  endReason?: string | null;

  @Field(() => Date, { description: 'When the lock was taken.' })
  openedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the lock was released; null while it is held.' })
  endedAt?: Date | null;

  @Field(() => ReplayState, { description: 'Where it stands.' })
  state!: keyof typeof ReplayState;

  @Field(() => Float, {
    nullable: true,
    description: 'Records accepted in a second, over the session; null before the first.',
  })
  ratePerS?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds until everything is here, at this rate; null when unknown or over.',
  })
  etaS?: number | null;

  @Field(() => Date, {
    nullable: true,
    description: "The device's clock at the last accepted record: what is missing is younger.",
  })
  oldestAt?: Date | null;
}

/** A page of sessions. */
export const ReplayConnection = connectionType(ReplaySessionInfo, 'Replay');

/** A session that moved on. */
@ObjectType({ description: 'The newest session of a device, whenever it moves on.' })
export class ReplayProgress {
  @Field(() => Int, { description: 'Number of this message in the subscription; a gap means: fetch again.' })
  seq!: number;

  @Field(() => ID, { description: 'The device.' })
  deviceId!: string;

  @Field(() => ReplaySessionInfo, {
    nullable: true,
    description: 'The session as it stands; null if it never returned.',
  })
  replay?: ReplaySessionInfo | null;
}

/** One entry of a device's journal. */
@ObjectType({ description: 'A record of the journal that was taken over, or a declared hole in it.' })
export class JournalEntry {
  @Field(() => ID, { description: 'Identity of the fact in the log.' })
  id!: string;

  @Field(() => SafeInt, { description: 'Epoch of the journal.' })
  epoch!: number;

  @Field(() => SafeInt, { description: 'Number of the record, or of the first one of a hole.' })
  seq!: number;

  @Field(() => SafeInt, { description: 'Number of the last record of a hole; the same as seq for a record.' })
  toSeq!: number;

  @Field(() => JournalClass, { nullable: true, description: 'What it is about; null for a hole.' })
  class?: keyof typeof JournalClass | null;

  @Field(() => String, { description: 'What happened; for a hole, why.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Its content, JSON; null for a hole.' })
  body?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: "The device's clock when it was written; null if that shows no date.",
  })
  deviceAt?: Date | null;

  @Field(() => Date, { description: "When it was taken over, by the database's clock." })
  recordedAt!: Date;

  @Field(() => DecisionVerdict, {
    nullable: true,
    description: 'What reconciliation says; null for what is no decision, and for a hole that held none.',
  })
  verdict?: keyof typeof DecisionVerdict | null;

  @Field(() => String, { nullable: true, description: 'Why the verdict is not PERMITTED.' })
  because?: string | null;

  @Field(() => Boolean, { description: 'Whether this is a declared hole.' })
  isDropped!: boolean;

  @Field(() => String, { description: 'Its place in the hash chain.' })
  hash!: string;

  @Field(() => String, { description: 'Place in the log as `<stream>@<version>`; evidence names this.' })
  place!: string;
}

/** A page of a journal. */
export const JournalConnection = connectionType(JournalEntry, 'Journal');
