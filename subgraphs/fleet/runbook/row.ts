/** The row of one version of a runbook. */
import { defineEntity, p } from '@mikro-orm/core';
import type { RunbookDefinition } from './events.ts';
import type { RunbookStage } from './runbook.ts';

const RunbookVersionSchema = defineEntity({
  name: 'RunbookVersionRow',
  tableName: 'runbook_versions',
  properties: {
    tenantId: p.uuid().primary(),
    runbookId: p.uuid().primary(),
    version: p.integer().primary(),
    name: p.text(),
    definition: p.json().$type<RunbookDefinition>(),
    contentHash: p.text(),
    signature: p.text(),
    stage: p.text().$type<RunbookStage>(),
    author: p.text(),
    registeredAt: p.datetime(),
    approvedBy: p.text().nullable(),
    approvedAt: p.datetime().nullable(),
    retiredAt: p.datetime().nullable(),
    retireReason: p.text().nullable(),
  },
});

/** One version of a runbook. */
export class RunbookVersionRow extends RunbookVersionSchema.class {}
RunbookVersionSchema.setClass(RunbookVersionRow);
