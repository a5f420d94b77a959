/**
 * How large an operation may be, decided before it is validated or planned: a document may be tiny and its answer,
 * or the work of validating it, enormous. Trusted documents are reviewed when they are written and not limited here.
 */
import { Refusal } from '@flotilla/kernel/errors';
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The limits of one operation. */
export const limits = {
  /** Words and signs of a document; the parser stops there. */
  tokensMax: 2_000,
  depthMax: 12,
  aliasesMax: 30,
  /** Fields that may have to be answered, lists counted by their length. */
  costMax: 25_000,
} as const;

/** Elements a list is taken to have when nothing says how many. */
const listLength = 10;
/** Elements of a page when neither the document nor the schema says how many; `first` is never more than 200. */
const pageLength = { preset: 50, max: 200 };

/** The operation to be measured. */
export type Asked = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
};

type Size = { readonly depth: number; readonly aliases: number; readonly cost: number };
type Variables = Readonly<Record<string, unknown>>;

/** Refuses an operation that is too large with LIMIT_EXCEEDED, naming the limit. */
export function refuseTooLarge(schema: GraphQLSchema, asked: Asked): void {
  const size = new Sizing(schema, asked.document, asked.variables).of(asked.operation);
  refuseOver('depth', size.depth, limits.depthMax);
  refuseOver('aliases', size.aliases, limits.aliasesMax);
  refuseOver('cost', size.cost, limits.costMax);
}

function refuseOver(limit: string, actual: number, max: number): void {
  if (actual <= max) return;
  throw new Refusal('LIMIT_EXCEEDED', `The operation's ${limit} is ${actual}; at most ${max} is allowed.`, {
    limit,
    actual,
    max,
  });
}

/** Measures selections. Each fragment is measured once, so that fragments within fragments cannot multiply the work. */
class Sizing {
  readonly #schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #sizes = new Map<string, Size | 'measuring'>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#variables = variables;
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
    }
  }

  of(operation: OperationDefinitionNode): Size {
    return this.#selections(operation.selectionSet, this.#schema.getRootType(operation.operation), false);
  }

  #selections(set: SelectionSetNode, parent: GraphQLNamedType | null | undefined, isPage: boolean): Size {
    let [depth, aliases, cost] = [0, 0, 0];
    for (const node of set.selections) {
      const size =
        node.kind === Kind.FIELD
          ? this.#field(node, parent, isPage)
          : node.kind === Kind.FRAGMENT_SPREAD
            ? this.#fragment(node.name.value)
            : this.#selections(node.selectionSet, this.#typeOf(node.typeCondition?.name.value) ?? parent, isPage);
      depth = Math.max(depth, size.depth);
      aliases += size.aliases;
      cost += size.cost;
    }
    return { depth, aliases, cost };
  }

  #field(node: FieldNode, parent: GraphQLNamedType | null | undefined, isPage: boolean): Size {
    const aliases = node.alias ? 1 : 0;
    // The schema describes itself at a fixed size, deeply; it costs no subgraph anything.
    if (node.name.value === '__schema' || node.name.value === '__type') return { depth: 1, aliases, cost: 1 };
    if (!node.selectionSet) return { depth: 1, aliases, cost: 1 };
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const page = field?.args.find((argument) => argument.name === 'first');
    const times = page ? this.#first(node, page.defaultValue) : isPage || !isList(field?.type) ? 1 : listLength;
    // A connection has its elements one level deeper: that list's length is the page's.
    const holdsPage = page !== undefined && !isList(field?.type);
    const inner = this.#selections(node.selectionSet, field && getNamedType(field.type), holdsPage);
    return { depth: inner.depth + 1, aliases: inner.aliases + aliases, cost: 1 + times * inner.cost };
  }

  #fragment(name: string): Size {
    const known = this.#sizes.get(name);
    if (known === 'measuring') throw new Refusal('INVALID_INPUT', `The fragment ${name} contains itself.`);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return { depth: 0, aliases: 0, cost: 0 };
    this.#sizes.set(name, 'measuring');
    const size = this.#selections(fragment.selectionSet, this.#typeOf(fragment.typeCondition.name.value), false);
    this.#sizes.set(name, size);
    return size;
  }

  #first(node: FieldNode, preset: unknown): number {
    const value = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
    const stated =
      value?.kind === Kind.INT
        ? Number(value.value)
        : value?.kind === Kind.VARIABLE
          ? this.#variables[value.name.value]
          : preset;
    const length = typeof stated === 'number' && Number.isFinite(stated) ? stated : pageLength.preset;
    return Math.min(Math.max(length, 1), pageLength.max);
  }

  #typeOf(name: string | undefined): GraphQLNamedType | undefined {
    const type = name === undefined ? undefined : this.#schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function isList(type: GraphQLOutputType | undefined): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
