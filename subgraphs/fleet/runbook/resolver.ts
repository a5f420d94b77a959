/** Runbooks over GraphQL. */
import { randomUUID } from 'node:crypto';
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { actorOf } from '@flotilla/kernel/viewer';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { runbookAggregate } from '../aggregates.ts';
import type { CommandKeys } from '../command/desk/command-keys.ts';
import { canonicalJson, digestOf } from '@flotilla/kernel/canonical-json';
import { refusingDuplicates } from '../refusing-duplicates.ts';
import { mayOperate, mayRead } from '../rules.ts';
import { userIn, UserReference } from '@flotilla/kernel/user-reference';
import type { RunbookDefinition, RunbookParameter as Parameter } from './events.ts';
import {
  ApproveRunbookInput,
  RegisterRunbookInput,
  RetireRunbookInput,
  Runbook,
  RunbookConnection,
  RunbookParameter,
  RunbookState,
  type RunbookParameterInput,
} from './graphql.ts';
import { findRunbook, findRunbookVersion, findRunbookVersions } from './queries.ts';
import type { RunbookVersionRow } from './row.ts';
import { checkedDefinition } from './template/definition.ts';
import { assertMayRun } from './template/may-run.ts';

/** A version as it is shown: its definition's parts are fields of it. */
type ShownRunbook = RunbookVersionRow & RunbookDefinition;

/** Queries, mutations and fields of runbooks. */
@Resolver(() => Runbook)
export class RunbookResolver {
  readonly #keys: CommandKeys;

  constructor(keys: CommandKeys) {
    this.#keys = keys;
  }

  @Authorize(mayRead)
  @Query(() => RunbookConnection, { description: 'Versions of runbooks by name, the newest version first.' })
  async runbooks(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('stage', () => RunbookState, { nullable: true, description: 'Only versions that are there in their life.' })
    stage: keyof typeof RunbookState | null,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<Runbook>> {
    const page = pageOf(args);
    const rows = await context.read((em) => findRunbookVersions(em, { stage: stage ?? null, page }));
    return connectionOf(rows.map(shown), page, { cursor: ({ name, version }) => [name, String(version)] });
  }

  @Authorize(mayRead)
  @Query(() => Runbook, { nullable: true, description: 'One version of a runbook; null when the tenant has none.' })
  async runbook(
    @Arg('runbookId', () => ID, { description: 'Identity of the runbook.' }) runbookId: string,
    @Arg('version', () => Int, { description: 'Number of the version.' }) version: number,
    @Ctx() context: Context,
  ): Promise<Runbook | null> {
    const row = await context.read((em) => findRunbookVersion(em, runbookId, version));
    return row && shown(row);
  }

  @Authorize(mayOperate)
  @Mutation(() => Runbook, { description: 'Writes a new runbook or its next version, signed; it is a DRAFT.' })
  async registerRunbook(
    @Arg('input', () => RegisterRunbookInput, { description: 'The version.' }) input: RegisterRunbookInput,
    @Ctx() context: Context,
  ): Promise<Runbook> {
    const before = input.runbookId ? await requireRunbook(context, input.runbookId) : null;
    const runbookId = input.runbookId ?? randomUUID();
    const version = (before?.versions ?? 0) + 1;
    const definition = checkedDefinition(definitionOf(input));
    const contentHash = digestOf(canonicalJson(definition));
    const key = await this.#keys.of(context.tenantId);
    const signature = key.sign(`flotilla runbook 1\n${runbookId}\n${version}\n${contentHash}`);
    const author = actorOf(context.viewer);
    const wish = { type: 'RegisterRunbook', runbookId, version, name: input.name, definition } as const;
    const command = { ...wish, contentHash, signature, author };
    await refusingDuplicates(() => context.handle(runbookAggregate, { id: runbookId, command }));
    return requireVersion(context, runbookId, version);
  }

  @Authorize(mayOperate)
  @Mutation(() => Runbook, { description: 'Lets a version be run; another person than its author must say so.' })
  async approveRunbook(
    @Arg('input', () => ApproveRunbookInput, { description: 'Which version.' }) input: ApproveRunbookInput,
    @Ctx() context: Context,
  ): Promise<Runbook> {
    const { runbookId, version, contentHash } = input;
    const { viewer } = context;
    if (viewer.kind !== 'user') throw new Refusal('FORBIDDEN', 'A runbook is approved by a person, not by a program.');
    const row = await requireVersion(context, runbookId, version);
    assertMayRun(viewer, row);
    if (contentHash && contentHash !== row.contentHash) {
      throw new Refusal('CONFLICT', 'This version has another content than was read. Look at it again.', { runbookId });
    }
    const command = { type: 'ApproveRunbook', runbookId, version, approvedBy: actorOf(viewer) } as const;
    await context.handle(runbookAggregate, { id: runbookId, command });
    return requireVersion(context, runbookId, version);
  }

  @Authorize(mayOperate)
  @Mutation(() => Runbook, { description: 'Lets a version not be run any more, for good.' })
  async retireRunbook(
    @Arg('input', () => RetireRunbookInput, { description: 'Which version, and why.' }) input: RetireRunbookInput,
    @Ctx() context: Context,
  ): Promise<Runbook> {
    const { runbookId, version, reason } = input;
    await requireVersion(context, runbookId, version);
    await context.handle(runbookAggregate, {
      id: runbookId,
      command: { type: 'RetireRunbook', runbookId, version, reason },
    });
    return requireVersion(context, runbookId, version);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who wrote it; null for a program.' })
  authorUser(@Root() { author }: ShownRunbook): UserReference | null {
    return userIn(author);
  }

  @FieldResolver(() => UserReference, { nullable: true, description: 'The person who approved it.' })
  approvedByUser(@Root() { approvedBy }: ShownRunbook): UserReference | null {
    return userIn(approvedBy);
  }

  @FieldResolver(() => [RunbookParameter], { description: 'Its typed arguments.' })
  parameters(@Root() { parameters }: ShownRunbook): readonly RunbookParameter[] {
    return parameters.map((parameter) => ({ ...parameter }));
  }
}

function shown(row: RunbookVersionRow): ShownRunbook {
  return Object.assign(row, row.definition);
}

async function requireRunbook(context: Context, runbookId: string): Promise<{ readonly versions: number }> {
  const found = await context.read((em) => findRunbook(em, runbookId));
  if (!found) throw new Refusal('NOT_FOUND', 'There is no such runbook in this tenant.', { runbookId });
  return found;
}

async function requireVersion(context: Context, runbookId: string, version: number): Promise<ShownRunbook> {
  const row = await context.read((em) => findRunbookVersion(em, runbookId, version));
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such version of a runbook.', { runbookId, version });
  return shown(row);
}

function definitionOf(input: RegisterRunbookInput): RunbookDefinition {
  const { description, parameters, argv, timeoutS, outputMaxBytes, redact, requiredRole } = input;
  return {
    description,
    parameters: parameters.map(parameterOf),
    argv,
    timeoutS,
    outputMaxBytes,
    redact,
    requiredRole,
    concurrencyMax: input.concurrencyMax ?? null,
    fourEyesAboveDevices: input.fourEyesAboveDevices ?? null,
  };
}

/** What is left out becomes what no definition has, and is refused there by its name. */
function parameterOf({ name, type, pattern, lengthMax, values, min, max }: RunbookParameterInput): Parameter {
  switch (type) {
    case 'STRING':
      return { name, type, pattern: pattern ?? '', lengthMax: lengthMax ?? 128 };
    case 'ENUM':
      return { name, type, values: values ?? [] };
    case 'INT':
      return { name, type, min: min ?? Number.NaN, max: max ?? Number.NaN };
    case 'BOOLEAN':
      return { name, type };
  }
}
