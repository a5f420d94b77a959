import { describe, expect, it } from 'vitest';
import { slimDocuments, slimLookup } from './slim-documents.ts';

describe('generated client code', () => {
  it('keeps of an operation its digest and what kind it is', () => {
    const parsed =
      '[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"A"}},{"kind":"FragmentDefinition"}]';
    const code = `export const ADocument = {"__meta__":{"hash":"ab"},"kind":"Document","definitions":${parsed}} as unknown as DocumentNode<A, B>;`;
    expect(slimDocuments(code)).toContain(
      'export const ADocument = slim("ab", "query") as unknown as DocumentNode<A, B>;',
    );
  });

  it('keeps of a fragment its type only', () => {
    const code =
      'export const FFragmentDoc = {"kind":"Document","definitions":[{"kind":"X"}]} as unknown as DocumentNode<F, unknown>;';
    expect(slimDocuments(code)).toContain('FFragmentDoc = slim() as unknown as');
  });

  it('says once how a document is made: the digest where the client looks, and the one node development looks for', () => {
    const code = slimDocuments('');
    expect(code).toContain("{ __meta__: { hash }, documentId: hash, kind: 'Document', definitions }");
    expect(code).toContain("[{ kind: 'OperationDefinition', operation, selectionSet }]");
    expect(code.match(/function slim/g)).toHaveLength(1);
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
