/**
 * The contract as text: the SDL of each subgraph as its code states it, the supergraph they compose to, the schema a
 * client sees, and the documents agents may send. Pure but for reading the agents' documents.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaParts as access } from '@flotilla/access/schema';
import { schemaParts as fleet } from '@flotilla/fleet/schema';
import { buildSubgraph } from '@flotilla/kernel/schema';
import { schemaParts as operations } from '@flotilla/operations/schema';
import { schemaParts as rollouts } from '@flotilla/rollouts/schema';
import { schemaParts as supplyChain } from '@flotilla/supply-chain/schema';
import { schemaParts as telemetry } from '@flotilla/telemetry/schema';
import { composeServices } from '@theguild/federation-composition';
import { buildSchema, Kind, parse, validate, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/** The subgraphs of the product, in the order they are composed. */
export const subgraphs = { access, fleet, operations, rollouts, 'supply-chain': supplyChain, telemetry };

/** Name of a file in this folder → what it must say. */
export type Contract = Readonly<Record<string, string>>;

/** Derives the whole contract from code. Throws with every composition error, or with the document that does not fit. */
export function deriveContract(agentDocumentsFolder: string): Contract {
  const built = Object.entries(subgraphs).map(([name, parts]) => ({
    name,
    ...buildSubgraph({ ...parts, instances: [] }),
  }));
  const composed = composeServices(
    built.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `http://${name}` })),
  );
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  const api = buildSchema(composed.publicSdl);
  return {
    ...Object.fromEntries(built.map(({ name, sdl }) => [`${name}.graphql`, sdl])),
    'supergraph.graphql': ended(composed.supergraphSdl),
    'api.graphql': ended(composed.publicSdl),
    'agent-documents.json': `${JSON.stringify(agentDocuments(agentDocumentsFolder, { api, built }), null, 2)}\n`,
  };
}

type Owners = {
  readonly api: GraphQLSchema;
  readonly built: readonly { readonly name: string; readonly schema: GraphQLSchema }[];
};

/** The documents agents may send, by the digest of their exact text, each with the subgraph that owns its one field. */
function agentDocuments(folder: string, owners: Owners): Record<string, unknown> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  return Object.fromEntries(
    files.toSorted().map((name) => {
      const document = readFileSync(join(folder, name), 'utf8');
      const { operation, subgraph } = describe(name, document, owners);
      return [createHash('sha256').update(document).digest('hex'), { operation, subgraph, document }];
    }),
  );
}

function describe(name: string, document: string, { api, built }: Owners): { operation: string; subgraph: string } {
  const parsed = parse(document);
  const [error] = validate(api, parsed);
  if (error) throw new Error(`${name}: ${error.message}`);
  const [definition, ...rest] = parsed.definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const [field, ...others] = definition?.selectionSet.selections ?? [];
  if (!definition || rest.length > 0 || field?.kind !== Kind.FIELD || others.length > 0) {
    throw new Error(`${name}: an agent's document has one operation with one root field`);
  }
  const root = definition.operation === 'mutation' ? 'Mutation' : 'Query';
  const owner = built.find(({ schema }) => {
    const type = schema.getType(root);
    return type && 'getFields' in type && field.name.value in type.getFields();
  });
  if (!owner) throw new Error(`${name}: no subgraph owns ${field.name.value}`);
  return { operation: definition.name?.value ?? field.name.value, subgraph: owner.name };
}

function ended(text: string): string {
  return `${text.trimEnd()}\n`;
}
