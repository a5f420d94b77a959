import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slimDocuments, slimLookup } from './slim-documents.ts';

describe('generated client code', () => {
  it('keeps of an operation its digest and what kind it is', () => {
    const parsed =
      '[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"A"}},{"kind":"FragmentDefinition"}]';
    const code = `export const ADocument = {"__meta__":{"hash":"ab"},"kind":"Document","definitions":${parsed}} as unknown as DocumentNode<A, B>;`;
    expect(slimDocuments(code)).toBe(
      'export const ADocument = {"__meta__":{"hash":"ab"},"documentId":"ab","kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query"}]} as unknown as DocumentNode<A, B>;',
    );
  });

  it('leaves every document of the console with the one node the client looks for', () => {
    const code = readFileSync(join(import.meta.dirname, '../web/gql/graphql.ts'), 'utf8');
    const documents = [...code.matchAll(/^export const \w+Document = (\{.*\}) as unknown/gm)].map(
      ([, text]) => JSON.parse(text ?? '') as { definitions: { kind: string; operation: string }[] },
    );
    expect(documents.length).toBeGreaterThan(10);
    for (const { definitions } of documents) {
      expect(definitions).toEqual([
        { kind: 'OperationDefinition', operation: expect.stringMatching(/^(query|mutation|subscription)$/) },
      ]);
    }
  });

  it('keeps of a fragment its type only', () => {
    const code =
      'export const FFragmentDoc = {"kind":"Document","definitions":[{"kind":"X"}]} as unknown as DocumentNode<F, unknown>;';
    expect(slimDocuments(code)).toContain('FFragmentDoc = {"kind":"Document","definitions":[]} as');
  });

  it('finds documents by name instead of by text', () => {
    const code = [
      'const documents: Documents = {',
      '    "\\n  query A_Query {\\n    a\\n  }\\n": types.A_QueryDocument,',
      '    "\\n  fragment F on T {\\n    a\\n  }\\n": types.FFragmentDoc,',
      '};',
      'return (documents as any)[source] ?? {};',
    ].join('\n');
    const slim = slimLookup(code);
    expect(slim).toContain('"A_Query": types.A_QueryDocument,\n    "F": types.FFragmentDoc,');
    expect(slim).not.toContain('\\n    a');
    expect(slim).toContain('byName[');
  });
});
