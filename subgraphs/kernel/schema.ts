/**
 * From type-graphql classes to a federated subgraph schema. Three promises are kept here: entity keys are written
 * by helpers and not by hand, every root field has a rule or nothing is built, and rules run before resolvers do.
 */
import 'reflect-metadata';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { GraphQLDateTime, GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars';
import { buildSchemaSync, createResolversMap, Directive, type ClassType, type PubSub } from 'type-graphql';
import { ruleExtension, type Rule } from './authorize.ts';
import type { Context } from './context.ts';
import { invariant } from './invariant.ts';

export { GraphQLDateTime as DateTime, GraphQLJSON as Json, GraphQLSafeInt as SafeInt };

const federationLink =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", ' +
  'import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible"])';

/** Marks an entity: other subgraphs can refer to it by these fields. */
export const Key = (fields: string, options: { readonly resolvable?: boolean } = {}) =>
  Directive(`@key(fields: ${JSON.stringify(fields)}${options.resolvable === false ? ', resolvable: false' : ''})`);

/** Marks a type or field that several subgraphs define alike. */
export const Shareable = () => Directive('@shareable');

/** Marks a field that another subgraph owns. */
export const External = () => Directive('@external');

/** Answers an entity for a reference another subgraph made; null when the viewer may not know it. */
export type ReferenceResolver = (reference: { readonly id: string }, context: Context) => unknown;

/** What a subgraph's schema is made from. */
export type SubgraphParts = {
  readonly resolvers: readonly ClassType[];
  /** Resolver instances, made by hand in `subgraph.ts`; one per class in `resolvers`. */
  readonly instances: readonly object[];
  /** Types that no field returns by themselves. */
  readonly orphanedTypes?: readonly ClassType[];
  /** By type name. */
  readonly references?: Readonly<Record<string, ReferenceResolver>>;
};

/** A built subgraph: the schema to serve and the SDL to compose. */
export type BuiltSubgraph = { readonly schema: GraphQLSchema; readonly sdl: string };

/** Builds a subgraph. Throws when a root field names no rule. */
export function buildSubgraph(parts: SubgraphParts): BuiltSubgraph {
  const instances = new Map(parts.instances.map((instance) => [instance.constructor as ClassType, instance]));
  const schema = buildSchemaSync({
    resolvers: [...parts.resolvers] as [ClassType, ...ClassType[]],
    ...(parts.orphanedTypes && { orphanedTypes: [...parts.orphanedTypes] }),
    container: {
      get(type) {
        const instance = instances.get(type as ClassType);
        invariant(instance, `${type.name} is listed but not made in subgraph.ts`);
        return instance;
      },
    },
    pubSub: topicsOnly,
    scalarsMap: [{ type: Date, scalar: GraphQLDateTime }],
    validate: false,
    skipCheck: true,
  });
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (root) enforceRules(root);
  }
  const sdl = `${federationLink}\n\n${printSubgraphSchema(schema)}\n`;
  const resolvers = createResolversMap(schema) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(parts.references ?? {})) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  return { schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]), sdl };
}

/** type-graphql asks for a pub/sub by topic name. Ours are `Topic` values that subscriptions name in `subscribe`. */
const topicsOnly: PubSub = {
  publish: () => invariant(false, 'publish to a Topic instead'),
  subscribe: () => invariant(false, 'name the source with `subscribe: () => topic.subscribe()`') as never,
};

function enforceRules(root: GraphQLObjectType): void {
  for (const field of Object.values(root.getFields()) as GraphQLField<unknown, Context>[]) {
    const rule = field.extensions[ruleExtension] as Rule | undefined;
    invariant(rule, `${root.name}.${field.name} names no rule: add @Authorize(...)`);
    field.description = `${field.description ?? ''}\n\nAllowed: ${rule.words}.`.trim();
    const { resolve, subscribe } = field;
    if (resolve) {
      field.resolve = (source, args, context, info) => {
        rule.check(context.viewer);
        return resolve(source, args, context, info);
      };
    }
    if (subscribe) {
      field.subscribe = (source, args, context, info) => {
        rule.check(context.viewer);
        return subscribe(source, args, context, info);
      };
    }
  }
}
