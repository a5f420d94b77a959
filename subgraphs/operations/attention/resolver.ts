/** The attention queue over GraphQL. */
import { Authorize } from '@flotilla/kernel/authorize';
import { connectionOf, pageOf, type ConnectionOf } from '@flotilla/kernel/connection';
import type { Context } from '@flotilla/kernel/context';
import { Refusal } from '@flotilla/kernel/errors';
import { PageArgs } from '@flotilla/kernel/page-args';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { attentionAggregate } from '../aggregates.ts';
import { isPerson } from '../people/queries.ts';
import { mayDecide, mayRead } from '../rules.ts';
import type { AttentionCommand, Verdict } from './attention.ts';
import {
  AssignAttentionInput,
  AttentionItem,
  AttentionItemConnection,
  AttentionItemInput,
  AttentionScopeInput,
  AttentionState,
  DismissAttentionInput,
  MergeAttentionInput,
  SnoozeAttentionInput,
} from './graphql.ts';
import { countQueue, findMembers, findQueue, itemsById, type ItemRow } from './queries.ts';
import { requirePath } from '../queue/scope-path.ts';
import { shownItem, type ShownItem } from '../queue/shown-item.ts';

const scopeOptions = { nullable: true, description: 'Whose queue; absent for the whole tenant.' } as const;
const about = { description: 'Which item.' } as const;

/** Queries, verdicts and fields of attention items. */
@Resolver(() => AttentionItem)
export class AttentionResolver {
  @Authorize(mayRead)
  @Query(() => AttentionItemConnection, {
    description: 'What needs a person, highest score first; with a state, the items in that state instead.',
  })
  async attentionQueue(
    @Arg('scope', () => AttentionScopeInput, scopeOptions) scope: AttentionScopeInput | null,
    @Arg('state', () => AttentionState, { nullable: true, description: 'Absent for open, seen and assigned items.' })
    state: keyof typeof AttentionState | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<AttentionItem>> {
    const page = pageOf(args);
    const path = await requirePath(context, scope);
    const query = { path, state: state ?? null };
    return context.read(async (em) => shownPage(await findQueue(em, query, page), page, await countQueue(em, query)));
  }

  @Authorize(mayRead)
  @Query(() => AttentionItem, { nullable: true, description: 'One item; null when there is none with this id.' })
  async attentionItem(
    @Arg('id', () => ID, { description: 'Identity of the item.' }) id: string,
    @Ctx() context: Context,
  ): Promise<AttentionItem | null> {
    const row = await context.loader(itemsById).load(id);
    return row && shownItem(row);
  }

  @Authorize(mayDecide)
  @Mutation(() => AttentionItem, { description: 'Says that somebody has seen an item.' })
  async acknowledgeAttention(
    @Arg('input', () => AttentionItemInput, about) { itemId }: AttentionItemInput,
    @Ctx() context: Context,
  ): Promise<AttentionItem> {
    return decide(context, itemId, (verdict) => ({ ...verdict, type: 'AcknowledgeAttention' }));
  }

  @Authorize(mayDecide)
  @Mutation(() => AttentionItem, { description: 'Puts an item out of sight until a moment; sooner if it grows worse.' })
  async snoozeAttention(
    @Arg('input', () => SnoozeAttentionInput, about) { itemId, until }: SnoozeAttentionInput,
    @Ctx() context: Context,
  ): Promise<AttentionItem> {
    const times = { until: until.toISOString(), now: new Date().toISOString() };
    return decide(context, itemId, (verdict, { score }) => ({ ...verdict, type: 'SnoozeAttention', ...times, score }));
  }

  @Authorize(mayDecide)
  @Mutation(() => AttentionItem, { description: 'Says who looks after an item.' })
  async assignAttention(
    @Arg('input', () => AssignAttentionInput, about) input: AssignAttentionInput,
    @Ctx() context: Context,
  ): Promise<AttentionItem> {
    const ownerId = await requirePerson(context, input.ownerId ?? null);
    return decide(context, input.itemId, (verdict) => ({ ...verdict, type: 'AssignAttention', ownerId }));
  }

  @Authorize(mayDecide)
  @Mutation(() => AttentionItem, { description: 'Says that an item is the same trouble as another.' })
  async mergeAttention(
    @Arg('input', () => MergeAttentionInput, about) { itemId, intoId }: MergeAttentionInput,
    @Ctx() context: Context,
  ): Promise<AttentionItem> {
    const target = await requireItem(context, intoId, 'intoId');
    const into = { id: target.id, stage: target.state };
    return decide(context, itemId, (verdict) => ({ ...verdict, type: 'MergeAttention', into }));
  }

  @Authorize(mayDecide)
  @Mutation(() => AttentionItem, { description: 'Says that an item is no trouble, and why.' })
  async dismissAttention(
    @Arg('input', () => DismissAttentionInput, about) { itemId, reason }: DismissAttentionInput,
    @Ctx() context: Context,
  ): Promise<AttentionItem> {
    return decide(context, itemId, (verdict) => ({ ...verdict, type: 'DismissAttention', reason }));
  }

  @Authorize(mayDecide)
  @Mutation(() => AttentionItem, { description: 'Says that an item is done, though its cause may last.' })
  async resolveAttention(
    @Arg('input', () => AttentionItemInput, about) { itemId }: AttentionItemInput,
    @Ctx() context: Context,
  ): Promise<AttentionItem> {
    return decide(context, itemId, (verdict) => ({ ...verdict, type: 'ResolveAttention' }));
  }

  @FieldResolver(() => AttentionItem, { nullable: true, description: 'The item in which it is looked after.' })
  async mergedInto(@Root() { mergedIntoId }: ShownItem, @Ctx() context: Context): Promise<AttentionItem | null> {
    const row = mergedIntoId === null ? null : await context.loader(itemsById).load(mergedIntoId);
    return row && shownItem(row);
  }

  @FieldResolver(() => AttentionItemConnection, {
    description: 'What it has taken in: items a dark place or a storm explains, and those merged into it.',
  })
  async members(
    @Root() { row }: ShownItem,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionOf<AttentionItem>> {
    const page = pageOf(args);
    return shownPage(await context.read((em) => findMembers(em, row, page)), page, null);
  }
}

function shownPage(rows: readonly ItemRow[], page: ReturnType<typeof pageOf>, totalCount: number | null) {
  const options = { cursor: ({ row }: ShownItem) => [String(row.score), row.key], totalCount };
  return connectionOf<ShownItem, AttentionItem>(rows.map(shownItem), page, options);
}

async function decide(
  context: Context,
  itemId: string,
  commandOf: (verdict: Verdict, row: ItemRow) => AttentionCommand,
): Promise<AttentionItem> {
  const row = await requireItem(context, itemId, 'itemId');
  const item = { itemId: row.id, itemKey: row.key };
  const command = commandOf({ item, isOver: !row.isActive }, row);
  await context.handle(attentionAggregate, { id: row.id, command });
  return shownItem(await requireItem(context, itemId, 'itemId'));
}

async function requireItem(context: Context, id: string, element: string): Promise<ItemRow> {
  const row = await context.loader(itemsById).clear(id).load(id);
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such item in this tenant.', { element, id });
  return row;
}

async function requirePerson(context: Context, asked: string | null): Promise<string> {
  const { kind, subject } = context.viewer;
  if (asked === null && kind !== 'user') {
    throw new Refusal('INVALID_INPUT', 'A program cannot look after an item. Name a person.', { element: 'ownerId' });
  }
  const id = asked ?? subject;
  if (await context.read((em) => isPerson(em, id))) return id;
  throw new Refusal('NOT_FOUND', 'There is no such active person in this tenant.', { element: 'ownerId', id });
}
