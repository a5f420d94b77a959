/** The agents' door for updates, and what two persons can do about a device that does not report. */
import { Authorize, device } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { actorOf } from '@flotilla/kernel/viewer';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { assertTrusted, callerOf } from '../desk/caller.ts';
import type { Desk } from '../desk/desk.ts';
import { deviceText } from '../desk/device-words.ts';
import { canonicalJson } from '@flotilla/kernel/canonical-json';
import type { SigningKeys } from '../keys/signing-keys.ts';
import { mayOperate } from '../rules.ts';
import {
  BeginUpdateInput,
  Lease,
  RefuseUpdateArgs,
  ReportUpdateInput,
  RequestLeaseOverrideInput,
  UpdateIntent,
  UpdatePermit,
  type UpdateStepInput,
} from './graphql.ts';
import type { UpdateStep } from './events.ts';
import type { LeaseCommand } from './lease.ts';
import { findIntent, leasesById } from './queries.ts';

const codeMax = 80;
const stepsMax = 50;
const stateMax = 40;
const detailMax = 2_000;
const notNowMs = 5_000;

/** What devices call about updates, and overrides. */
@Resolver(() => Lease)
export class LeaseResolver {
  readonly #desk: Desk;
  readonly #keys: SigningKeys;

  constructor(desk: Desk, keys: SigningKeys) {
    this.#desk = desk;
    this.#keys = keys;
  }

  @Authorize(device)
  @Query(() => UpdateIntent, {
    nullable: true,
    description: 'What the calling device is to run; null before anything was.',
  })
  async updateIntent(@Ctx() context: Context): Promise<UpdateIntent | null> {
    const caller = callerOf(context.viewer);
    const { tenantId, deviceId } = caller;
    const current = await context.read(async (em) => {
      await assertTrusted(em, caller);
      return findIntent(em, deviceId);
    });
    if (!current) return null;
    const [intentKey, leaseKey] = await Promise.all([
      this.#keys.of(tenantId, 'intent'),
      this.#keys.of(tenantId, 'lease'),
    ]);
    const { generation, document, digest, leaseId, fence, grantedAt, beginBefore } = current;
    const lease =
      leaseId === null
        ? null
        : canonicalJson({ v: 1, leaseId, deviceId, intentDigest: digest, fence, grantedAt, beginBefore });
    return {
      generation,
      intent: document,
      intentSignature: intentKey.sign(document),
      lease,
      leaseSignature: lease === null ? null : leaseKey.sign(lease),
      intentPublicKey: intentKey.publicKey,
      leasePublicKey: leaseKey.publicKey,
    };
  }

  @Authorize(device)
  @Mutation(() => UpdatePermit, {
    description: 'Asks to begin under a lease: without this answer nothing may be started. Can be repeated.',
  })
  async beginUpdate(
    @Arg('input', () => BeginUpdateInput, { description: 'Which lease.' })
    { leaseId, fence, intentDigest }: BeginUpdateInput,
    @Ctx() { viewer }: Context,
  ): Promise<UpdatePermit> {
    const caller = callerOf(viewer);
    const verdict = await this.#desk.begin(caller, { leaseId, fence, intentDigest }, (em) => assertTrusted(em, caller));
    return { permitted: verdict === 'PERMITTED', verdict, retryAfterMs: verdict === 'NOT_NOW' ? notNowMs : null };
  }

  @Authorize(device)
  @Mutation(() => Boolean, {
    description:
      'Says how an update ended, which frees its slots. True: recorded, now or before. False: a newer lease holds.',
  })
  async reportUpdate(
    @Arg('input', () => ReportUpdateInput, { description: 'Which lease, and how it ended.' }) input: ReportUpdateInput,
    @Ctx() { viewer }: Context,
  ): Promise<boolean> {
    const caller = callerOf(viewer);
    const { leaseId, fence, outcome } = input;
    const code = textOf(input.code, codeMax);
    const detail = textOf(input.detail, detailMax);
    const steps = checkedSteps(input.steps ?? []);
    return this.#desk.report(caller, { leaseId, fence, outcome, code, detail, steps }, (em) =>
      assertTrusted(em, caller),
    );
  }

  @Authorize(device)
  @Mutation(() => Boolean, {
    description:
      'Says that the device will not run its newest intent: it counts as failed, and a lease it has not begun is free. ' +
      'Can be repeated. True: recorded. False: there is a newer intent, or the update was begun; then reportUpdate tells.',
  })
  async refuseUpdate(
    @Args(() => RefuseUpdateArgs) args: RefuseUpdateArgs,
    @Ctx() { viewer }: Context,
  ): Promise<boolean> {
    const caller = callerOf(viewer);
    const { generation, intentDigest } = args;
    const code = deviceText(args.code.trim(), codeMax);
    if (code === '') throw new Refusal('INVALID_INPUT', 'code is empty: say why in one word.', { element: 'code' });
    const detail = textOf(args.detail, detailMax);
    return this.#desk.refuse(caller, { generation, intentDigest, code, detail }, (em) => assertTrusted(em, caller));
  }

  @Authorize(mayOperate)
  @Mutation(() => Lease, {
    description: 'Asks to free the slot of a device that has begun and does not report. Another person has to agree.',
  })
  async requestLeaseOverride(
    @Arg('input', () => RequestLeaseOverrideInput, { description: 'Which lease, and why.' })
    { leaseId, reason }: RequestLeaseOverrideInput,
    @Ctx() context: Context,
  ): Promise<Lease> {
    return this.#override(context, leaseId, { type: 'RequestOverride', leaseId, reason, by: actorOf(context.viewer) });
  }

  @Authorize(mayOperate)
  @Mutation(() => Lease, {
    description: 'Agrees as a second person to free the slot. FORBIDDEN with details.rule TWO_PERSONS for the first.',
  })
  async approveLeaseOverride(
    @Arg('leaseId', () => ID, { description: 'Which lease.' }) leaseId: string,
    @Ctx() context: Context,
  ): Promise<Lease> {
    return this.#override(context, leaseId, { type: 'ApproveOverride', leaseId, by: actorOf(context.viewer) });
  }

  async #override(
    context: Context,
    leaseId: string,
    command: Extract<LeaseCommand, { type: 'RequestOverride' | 'ApproveOverride' }>,
  ): Promise<Lease> {
    await this.#desk.override({ ...context.viewer, tenantId: context.tenantId }, leaseId, command);
    const row = await context.loader(leasesById).load(leaseId);
    if (!row) throw new Refusal('NOT_FOUND', 'There is no such lease in this tenant.', { leaseId });
    return row;
  }
}

function checkedSteps(steps: readonly UpdateStepInput[]): UpdateStep[] {
  if (steps.length > stepsMax) {
    const words = `steps has ${steps.length} entries; ${stepsMax} are enough. Leave the oldest out.`;
    throw new Refusal('INVALID_INPUT', words, { element: 'input.steps' });
  }
  return steps.map(({ state, at }) => ({ state: deviceText(state, stateMax), at: at.toISOString() }));
}

function textOf(said: string | null | undefined, max: number): string | null {
  return said === null || said === undefined ? null : deviceText(said, max);
}
