import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { createClient, createRequest } from 'urql';
import { expect, it } from 'vitest';
import * as generated from '../gql/graphql.ts';

const documents = Object.entries(generated).filter(([name]) => name.endsWith('Document')) as [string, DocumentNode][];
const client = createClient({ url: 'http://localhost/', exchanges: [], preferGetMethod: false });

it('knows all documents of the console', () => {
  expect(documents.length).toBeGreaterThan(10);
});

it.each(documents)('%s is one the client takes, also while one works on the console', (_, document) => {
  const [definition, ...others] = document.definitions;
  expect(others).toEqual([]);
  expect(definition?.kind).toBe(Kind.OPERATION_DEFINITION);
  const { operation } = definition as OperationDefinitionNode;
  // Outside of production the client compares what it is called for with what the document says.
  const made = client.createRequestOperation(operation, createRequest(document, {}));
  expect(made.kind).toBe(operation);
});
