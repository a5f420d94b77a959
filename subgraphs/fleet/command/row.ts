/** The row of a command. */
import { defineEntity, p } from '@mikro-orm/core';
import type { CommandKind, CommandReport, CommandStage, DeliverySemantics } from './events.ts';

const CommandSchema = defineEntity({
  name: 'CommandRow',
  tableName: 'commands',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    deviceId: p.uuid(),
    domainId: p.uuid(),
    batchId: p.uuid().nullable(),
    runbookId: p.uuid().nullable(),
    kind: p.text().$type<CommandKind>(),
    payload: p.json().$type<Record<string, unknown>>(),
    delivery: p.text().$type<DeliverySemantics>(),
    idempotencyKey: p.text(),
    authorityId: p.text(),
    authorityEpoch: p.integer(),
    reason: p.text(),
    issuedBy: p.text(),
    stage: p.text().$type<CommandStage>(),
    stageReason: p.text().nullable(),
    queuedAt: p.datetime(),
    expiresAt: p.datetime(),
    deliveredAt: p.datetime().nullable(),
    attempts: p.integer(),
    acknowledgedAt: p.datetime().nullable(),
    cancelRequestedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    report: p.json().$type<CommandReport>().nullable(),
    lateReport: p.json().$type<CommandReport & { readonly outcome: 'APPLIED' | 'FAILED' }>().nullable(),
  },
});

/** One command. */
export class CommandRow extends CommandSchema.class {}
CommandSchema.setClass(CommandRow);
