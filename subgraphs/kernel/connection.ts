/**
 * Pages by cursor, as the Relay connection specification has them. A cursor is opaque to callers: the sort key and
 * id of a row, so that a page deep in a list costs what the first one does.
 */
import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Refusal } from './errors.ts';
import { Shareable } from './schema.ts';

/** Rows of a page at most. */
export const pageMax = 200;

/** Where a page stands in its list. */
@Shareable()
@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether the list goes on after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether the list has rows before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row: give it as `after` for the next page.' })
  endCursor!: string | null;
}

/** One row of a page with its cursor. */
export interface EdgeOf<Node> {
  node: Node;
  cursor: string;
}

/** A page of rows. `totalCount` is null where counting would cost more than it tells. */
export interface ConnectionOf<Node> {
  edges: EdgeOf<Node>[];
  pageInfo: PageInfo;
  totalCount: number | null;
}

/** Makes the connection type of a GraphQL type; `name` is the bare noun. */
export function connectionType<Node extends object>(
  node: ClassType<Node>,
  name: string,
): ClassType<ConnectionOf<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.` })
  class Edge {
    @Field(() => node, { description: `The ${name} itself.` })
    node!: Node;

    @Field(() => String, { description: 'Opaque place of this row in its list.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} rows.` })
  class Connection {
    @Field(() => [Edge], { description: 'The rows, in the order that was asked for.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where this page stands in its list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { nullable: true, description: 'Rows in the whole list, where counting is cheap.' })
    totalCount!: number | null;
  }
  return Connection;
}

/** The arguments of a page after they were checked. `after` is the decoded cursor. */
export type Page = { readonly first: number; readonly after: readonly string[] | null };

/** Checks `first` and `after`. Refuses with INVALID_INPUT on a page over 200 rows or a cursor that is not ours. */
export function pageOf(args: { readonly first: number; readonly after?: string | null | undefined }): Page {
  if (!Number.isInteger(args.first) || args.first < 1 || args.first > pageMax) {
    throw new Refusal('INVALID_INPUT', `first must be 1 to ${pageMax}; it is ${args.first}.`, { argument: 'first' });
  }
  return { first: args.first, after: args.after ? decodeCursor(args.after) : null };
}

/** Makes a cursor from the sort key and id of a row. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The parts of a cursor. Refuses with INVALID_INPUT when it is not one of ours. */
export function decodeCursor(cursor: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string')) return parts;
  } catch {
    // Falls through: text that does not decode is answered like a cursor of another list.
  }
  throw new Refusal('INVALID_INPUT', 'after is not a cursor of this list. Leave it out to start over.', {
    argument: 'after',
  });
}

/** Makes a page from up to `first + 1` rows: the one too many only tells that the list goes on. */
export function connectionOf<Row, Node = Row>(
  rows: readonly Row[],
  page: Page,
  options: { readonly cursor: (row: Row) => readonly string[]; readonly totalCount?: number | null },
): ConnectionOf<Node> {
  const edges = rows
    .slice(0, page.first)
    .map((row) => ({ node: row as unknown as Node, cursor: encodeCursor(options.cursor(row)) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: options.totalCount ?? null,
  };
}
