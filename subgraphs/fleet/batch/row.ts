/** The row of a batch. */
import { defineEntity, p } from '@mikro-orm/core';
import type { BatchStage } from './batch.ts';
import type { BatchPlanned } from './events.ts';

const BatchSchema = defineEntity({
  name: 'BatchRow',
  tableName: 'batches',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    stage: p.text().$type<BatchStage>(),
    plan: p.json().$type<BatchPlanned['data']>(),
    plannedBy: p.text(),
    plannedAt: p.datetime(),
    expiresAt: p.datetime(),
    reason: p.text().nullable(),
    startedBy: p.text().nullable(),
    approvedBy: p.text().nullable(),
    startedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    endReason: p.text().nullable(),
  },
});

/** One batch. */
export class BatchRow extends BatchSchema.class {}
BatchSchema.setClass(BatchRow);
