/**
 * Actions on devices from the moment somebody wants one until it runs: the dry run, the start, the second person, the
 * stop. An order to devices that one person may give at once takes the same road without the looking.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@flotilla/kernel/database';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import { handle, handleWithin } from '@flotilla/kernel/handle';
import { tell } from '@flotilla/kernel/transaction';
import { actorOf, type Viewer } from '@flotilla/kernel/viewer';
import { batchAggregate } from '../../aggregates.ts';
import { holdFence } from '../../authority/fence/fence.ts';
import { keepRefusedOrder } from '../../authority/fence/refused-orders.ts';
import { checkedOrder, type Order, type OrderInput } from '../../command/desk/order.ts';
import { queueCommands, type RefusedDevice } from '../../command/desk/queueing.ts';
import { canonicalJson, digestOf } from '@flotilla/kernel/canonical-json';
import { databaseNow } from '../../command/queries.ts';
import { checkedReason } from '../../naming/words.ts';
import { mayOperate } from '../../rules.ts';
import type { PlanBatch, StartBatch } from '../batch.ts';
import type { BatchAction, BatchScope } from '../events.ts';
import { findBatch, outcomeOf } from '../queries.ts';
import type { BatchRunner, RunnerParts } from '../run/runner.ts';
import { approvalOf, isLifeAction, radiusOf } from './radius.ts';
import { confirmTextOf, scopeOf, targetHashOf, targetsOf, type Target, type TargetInput } from './targets.ts';

/** An action as somebody asks for it. */
export type ActionInput = Omit<OrderInput, 'kind'> & { readonly target: TargetInput; readonly action: BatchAction };

/** An order to devices at once. */
export type IssueInput = OrderInput & {
  readonly target: TargetInput;
  readonly idempotencyKey: string;
  readonly reason: string;
};

/** What an order came to. */
export type Issued = {
  readonly batchId: string | null;
  readonly commandId: string | null;
  readonly accepted: number;
  readonly refused: readonly RefusedDevice[];
};

/** Devices that can be ordered at once; more are planned first. */
const atOnceMax = 500;
const keyPattern = /^[\x21-\x7e]{1,200}$/;

/** What a change of a device's life carries: nothing. */
const lifeOrder = {
  payload: {},
  delivery: 'AT_LEAST_ONCE',
  expiresInS: 0,
  runS: 0,
  runbookId: null,
  fourEyesAboveDevices: null,
} as const;

/** Plans and starts actions. */
export class Planning {
  readonly #parts: RunnerParts;
  readonly #runner: BatchRunner;

  constructor(parts: RunnerParts, runner: BatchRunner) {
    this.#parts = parts;
    this.#runner = runner;
  }

  /** Looks at what an action would do, and keeps that for five minutes. Answers the plan's id. */
  async plan(viewer: Viewer, tenantId: string, input: ActionInput): Promise<string> {
    if (!isLifeAction(input.action)) mayOperate.check(viewer);
    const scope = scopeOf(input.target);
    const batchId = randomUUID();
    await this.#parts.database.inTenant(tenantId, async (em) => {
      const order = await actionOrder(em, input, viewer);
      const targets = await targetsOf(em, scope);
      if (targets.length === 0) {
        throw new Refusal('NOT_FOUND', 'No device fits this target. Nothing was planned.', { element: 'target' });
      }
      const what = { batchId, action: input.action, order, scope, targets };
      const command = await planOf(em, { ...what, tenantId, plannedBy: actorOf(viewer) });
      await handleWithin(em, batchAggregate, { id: batchId, command, isNew: true, viewer, tenantId });
    });
    return batchId;
  }

  /** Starts a plan that is still true, or lets it wait for a second person. */
  async start(
    viewer: Viewer,
    tenantId: string,
    wish: { readonly planId: string; readonly confirm: string; readonly reason: string },
  ): Promise<void> {
    const { planId, confirm, reason } = wish;
    const started = await this.#parts.database.inTenant(tenantId, async (em) => {
      const batch = await findBatch(em, planId);
      if (!batch) throw new Refusal('NOT_FOUND', 'There is no such plan in this tenant.', { planId });
      if (!isLifeAction(batch.plan.action)) mayOperate.check(viewer);
      const ids = (await targetsOf(em, batch.plan.scope)).map(({ id }) => id);
      const now = await databaseNow(em);
      const about = { now, targetHash: targetHashOf(ids), confirm, reason, by: actorOf(viewer) };
      const command: StartBatch = { type: 'StartBatch', ...about };
      const { state } = await handleWithin(em, batchAggregate, { id: planId, command, viewer, tenantId });
      fixTargets(em, { tenantId, batchId: planId, ids });
      return state.stage === 'RUNNING';
    });
    this.#parts.tail.committed();
    if (started) this.#go(tenantId, planId);
  }

  /** Agrees as a second person, and it starts. */
  async approve(viewer: Viewer, tenantId: string, batchId: string): Promise<void> {
    if (viewer.kind !== 'user') throw new Refusal('FORBIDDEN', 'A batch is approved by a person, not by a program.');
    const { database, tail } = this.#parts;
    const batch = await database.inTenant(tenantId, (em) => findBatch(em, batchId));
    if (!batch) throw noBatch(batchId);
    if (!isLifeAction(batch.plan.action)) mayOperate.check(viewer);
    const now = await database.inTenant(tenantId, databaseNow);
    const command = { type: 'ApproveBatch', now, by: actorOf(viewer) } as const;
    await handle(database, batchAggregate, { id: batchId, command, viewer, tenantId });
    tail.committed();
    this.#go(tenantId, batchId);
  }

  /** Stops what has not begun. What was handed over goes on. */
  async stop(
    viewer: Viewer,
    tenantId: string,
    wish: { readonly batchId: string; readonly reason: string },
  ): Promise<void> {
    const { database, tail } = this.#parts;
    const { batchId } = wish;
    const reason = checkedReason(wish.reason);
    if (!(await database.inTenant(tenantId, (em) => findBatch(em, batchId)))) throw noBatch(batchId);
    await handle(database, batchAggregate, { id: batchId, command: { type: 'StopBatch', reason }, viewer, tenantId });
    tail.committed();
    await this.#runner.cancelRemaining({ tenantId, batchId }, `The batch was stopped: ${reason}`.slice(0, 500));
  }

  /** Gives an order to devices at once. The same key with the same order answers what it came to before. */
  async issue(viewer: Viewer, tenantId: string, input: IssueInput): Promise<Issued> {
    const { idempotencyKey } = input;
    if (!keyPattern.test(idempotencyKey)) {
      const words = 'An idempotencyKey has 1 to 200 printable characters of ASCII, without spaces.';
      throw new Refusal('INVALID_INPUT', words, { element: 'idempotencyKey' });
    }
    const scope = scopeOf(input.target);
    checkedReason(input.reason);
    const attempt = this.#parts.database.inTenant(tenantId, async (em) => {
      const claim = { tenantId, idempotencyKey, requestHash: hashOf(input, scope) };
      const before = await claimIssue(em, claim);
      if (before) return before;
      return this.#issueFirst(em, { viewer, tenantId, input, scope });
    });
    try {
      return await attempt;
    } catch (thrown) {
      await this.#keepForeign(viewer, { tenantId, input }, thrown);
      throw thrown;
    } finally {
      this.#parts.tail.committed();
    }
  }

  /** An order to a device that another authority holds stays visible, though nothing came of it. */
  async #keepForeign(
    viewer: Viewer,
    { tenantId, input }: { readonly tenantId: string; readonly input: IssueInput },
    thrown: unknown,
  ): Promise<void> {
    if (!isRefusal(thrown) || thrown.details['reason'] !== 'AUTHORITY') return;
    const { database, ownAuthorityId: authorityId } = this.#parts;
    const { kind, payload, reason } = input;
    const about = { viewer, tenantId, deviceId: String(thrown.details['deviceId']) };
    await keepRefusedOrder(database, about, { authorityId, kind, content: { kind, payload, reason } });
  }

  async #issueFirst(
    em: EntityManager,
    about: { viewer: Viewer; tenantId: string; input: IssueInput; scope: BatchScope },
  ): Promise<Issued> {
    const { viewer, tenantId, input, scope } = about;
    const { idempotencyKey } = input;
    // Before the first fact: whoever has the head of the log waits for nobody.
    holdFence(em, tenantId);
    const reason = checkedReason(input.reason);
    const order = await checkedOrder(em, input, viewer);
    const found = await targetsOf(em, scope);
    const ids = scope.kind === 'DEVICES' ? scope.deviceIds : found.map(({ id }) => id);
    await assertOnePersonMay(em, { tenantId, order, targets: found, devices: ids.length });
    const { ownAuthorityId } = this.#parts;
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) {
      const metadata = { actor: actorOf(viewer), requestId: viewer.requestId };
      const queueing = {
        tenantId,
        deviceIds: ids,
        order,
        batchId: null,
        idempotencyKey,
        reason,
        metadata,
        ownAuthorityId,
      };
      const { accepted, refused } = await queueCommands(em, queueing);
      const [first] = refused;
      // One device and one reason: that is a refusal, and it does not use the key up.
      if (first) throw new Refusal(codeOf(first), first.message, { deviceId: first.deviceId, reason: first.code });
      const commandId = accepted[0]?.commandId ?? null;
      keepIssue(em, { tenantId, idempotencyKey, batchId: null, commandId });
      return { batchId: null, commandId, accepted: 1, refused: [] };
    }
    const batchId = randomUUID();
    const what = { batchId, action: input.kind, order, scope, targets: found };
    const plan = await planOf(em, { ...what, tenantId, plannedBy: actorOf(viewer) });
    await handleWithin(em, batchAggregate, { id: batchId, command: plan, isNew: true, viewer, tenantId });
    const { targetHash } = plan.radius;
    const start = { type: 'StartBatch', now: plan.now, targetHash, confirm: plan.confirm, reason } as const;
    const command: StartBatch = { ...start, by: actorOf(viewer) };
    await handleWithin(em, batchAggregate, { id: batchId, command, viewer, tenantId });
    fixTargets(em, { tenantId, batchId, ids });
    while ((await this.#runner.runSome(em, { tenantId, batchId })) > 0);
    keepIssue(em, { tenantId, idempotencyKey, batchId, commandId: null });
    return { batchId, commandId: null, ...(await issuedBy(em, batchId)) };
  }

  /** Begins at once; if it fails, housekeeping goes on with it. */
  #go(tenantId: string, batchId: string): void {
    this.#runner
      .run({ tenantId, batchId })
      .catch((error: unknown) => this.#parts.logger.warn({ err: error, batchId }, 'a batch could not begin just now'));
  }
}

async function actionOrder(em: EntityManager, input: ActionInput, viewer: Viewer): Promise<Omit<Order, 'kind'>> {
  const { action } = input;
  if (!isLifeAction(action)) return checkedOrder(em, { ...input, kind: action }, viewer);
  if (Object.keys(input.payload ?? {}).length === 0) return lifeOrder;
  throw new Refusal('INVALID_INPUT', `${action} has no payload.`, { element: 'payload' });
}

type Planned = {
  readonly tenantId: string;
  readonly batchId: string;
  readonly action: BatchAction;
  readonly order: Omit<Order, 'kind'>;
  readonly scope: BatchScope;
  readonly targets: readonly Target[];
  readonly plannedBy: string;
};

async function planOf(em: EntityManager, planned: Planned): Promise<PlanBatch> {
  const { tenantId, batchId, action, order, scope, targets, plannedBy } = planned;
  const { payload, runS, runbookId, delivery, expiresInS, fourEyesAboveDevices: ofRunbook } = order;
  const radius = radiusOf(targets, action);
  const approval = await approvalOf(em, { tenantId, radius, ofRunbook });
  const confirm = await confirmTextOf(em, scope, targets.length);
  const now = await databaseNow(em);
  const carried = { payload, runS, runbookId, delivery, expiresInS };
  return { type: 'PlanBatch', now, batchId, action, ...carried, scope, confirm, radius, approval, plannedBy };
}

async function assertOnePersonMay(
  em: EntityManager,
  about: { tenantId: string; order: Order; targets: readonly Target[]; devices: number },
): Promise<void> {
  const { tenantId, order, targets, devices } = about;
  if (devices === 0) throw new Refusal('NOT_FOUND', 'No device fits this target.', { element: 'target' });
  if (devices > atOnceMax) {
    const words = `${devices} devices are more than the ${atOnceMax} that can be ordered at once. Use planBatch.`;
    throw new Refusal('LIMIT_EXCEEDED', words, { devices, devicesMax: atOnceMax });
  }
  const radius = radiusOf(targets, order.kind);
  const reasons = await approvalOf(em, { tenantId, radius, ofRunbook: order.fourEyesAboveDevices });
  if (reasons.length === 0) return;
  const why = reasons.map(({ detail }) => detail).join(' ');
  const words = `This needs a second person: ${why} Use planBatch and startBatch, and let somebody else approve it.`;
  throw new Refusal('FORBIDDEN', words, { rule: 'TWO_PERSONS', devices, why: reasons });
}

/** The devices of a batch, fixed in their order. */
function fixTargets(em: EntityManager, batch: { tenantId: string; batchId: string; ids: readonly string[] }): void {
  tell(
    em,
    `insert into batch_targets (tenant_id, batch_id, device_id, ordinal)
     select $1::uuid, $2::uuid, t.id, t.ordinal from unnest($3::uuid[]) with ordinality as t (id, ordinal)`,
    [batch.tenantId, batch.batchId, batch.ids],
  );
}

type Claim = { readonly tenantId: string; readonly idempotencyKey: string; readonly requestHash: string };
type Kept = { readonly request_hash: string; readonly batch_id: string | null; readonly command_id: string | null };

/** Takes a key, or answers what it stands for; waits for whoever takes it at the same moment. */
async function claimIssue(em: EntityManager, { tenantId, idempotencyKey, requestHash }: Claim): Promise<Issued | null> {
  const taken = await em.execute<unknown[]>(
    `insert into command_issues (tenant_id, idempotency_key, request_hash) values (?, ?, ?)
     on conflict do nothing returning 1`,
    [tenantId, idempotencyKey, requestHash],
  );
  if (taken.length > 0) return null;
  const [kept] = await em.execute<Kept[]>(
    'select request_hash, batch_id, command_id from command_issues where tenant_id = ? and idempotency_key = ?',
    [tenantId, idempotencyKey],
  );
  if (kept?.request_hash !== requestHash) {
    const words = 'This idempotencyKey was used for another order. Use a new key for a new order.';
    throw new Refusal('CONFLICT', words, { idempotencyKey });
  }
  const { batch_id: batchId, command_id: commandId } = kept;
  if (batchId === null) return { batchId, commandId, accepted: 1, refused: [] };
  return { batchId, commandId, ...(await issuedBy(em, batchId)) };
}

function keepIssue(
  em: EntityManager,
  issue: { tenantId: string; idempotencyKey: string; batchId: string | null; commandId: string | null },
): void {
  const sql = `update command_issues set batch_id = $3, command_id = $4 where tenant_id = $1 and idempotency_key = $2`;
  tell(em, sql, [issue.tenantId, issue.idempotencyKey, issue.batchId, issue.commandId]);
}

async function issuedBy(em: EntityManager, batchId: string): Promise<Pick<Issued, 'accepted' | 'refused'>> {
  const { accepted, refused } = await outcomeOf(em, batchId);
  const told = refused.map(({ deviceId, code, message }) => ({ deviceId, code: code ?? '', message: message ?? '' }));
  return { accepted, refused: told as readonly RefusedDevice[] };
}

function codeOf({ code }: RefusedDevice): 'NOT_FOUND' | 'LIMIT_EXCEEDED' | 'CONFLICT' {
  if (code === 'NOT_FOUND') return code;
  return code === 'QUEUE_FULL' ? 'LIMIT_EXCEEDED' : 'CONFLICT';
}

function hashOf({ kind, payload, delivery, expiresInS, reason }: IssueInput, scope: BatchScope): string {
  const order = { kind, payload, delivery: delivery ?? null, expiresInS: expiresInS ?? null, reason, scope };
  return digestOf(canonicalJson(order));
}

function noBatch(batchId: string): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such batch in this tenant.', { batchId });
}
