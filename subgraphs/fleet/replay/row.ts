import { defineEntity, p } from '@mikro-orm/core';

const ReplaySessionSchema = defineEntity({
  name: 'ReplaySessionRow',
  tableName: 'replay_sessions',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    deviceId: p.uuid(),
    sessionEpoch: p.integer(),
    state: p.text().$type<'LOCKED' | 'UPLOADING' | 'CONCLUDED' | 'ABORTED'>(),
    journalEpoch: p.bigint('number'),
    firstSeq: p.bigint('number'),
    lastSeq: p.bigint('number'),
    openedSeq: p.bigint('number'),
    acceptedSeq: p.bigint('number'),
    permitted: p.bigint('number'),
    conflicts: p.bigint('number'),
    unauthorised: p.bigint('number'),
    dropped: p.bigint('number'),
    evidence: p.text().nullable(),
    endReason: p.text().nullable(),
    oldestAtMs: p.bigint('number').nullable(),
    openedAt: p.datetime(),
    progressedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});

/** One session of a device's return. */
export class ReplaySessionRow extends ReplaySessionSchema.class {}
ReplaySessionSchema.setClass(ReplaySessionRow);
