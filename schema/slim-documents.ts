/**
 * Makes the generated client code small. The console sends digests and no texts, so a browser needs of a document its
 * digest and whether it asks, changes or listens: no syntax tree, and no second copy of every text as the key to find
 * it by.
 */

const definedAs = /^(export const \w+ = )(\{.*\})( as unknown as DocumentNode<.*>;)$/gm;

type Generated = {
  readonly __meta__?: { readonly hash: string };
  readonly definitions: readonly { readonly kind: string; readonly operation?: string }[];
};

/**
 * Rewrites `graphql.ts`: each document becomes its digest and the kind of its operation, which the client compares with
 * what it was called for while one works on the console; each fragment becomes an empty document of its type.
 */
export function slimDocuments(code: string): string {
  return code.replaceAll(definedAs, (...[, head, value, tail]: string[]) => {
    const { __meta__: meta, definitions: all } = JSON.parse(value ?? '{}') as Generated;
    const digest = meta && { __meta__: meta, documentId: meta.hash };
    const definitions = all.flatMap(({ kind, operation }) =>
      // The client prints every document once, whatever it sends: an empty selection is enough for that.
      operation === undefined ? [] : [{ kind, operation, selectionSet: { kind: 'SelectionSet', selections: [] } }],
    );
    return `${head}${JSON.stringify({ ...digest, kind: 'Document', definitions })}${tail}`;
  });
}

/** Rewrites `gql.ts`: documents are found by the name in their text, which the generator keeps unique. */
export function slimLookup(code: string): string {
  const named = code.replace(/^const documents: Documents = \{\n(.*?)^\};/ms, (_, entries: string) => {
    const lines = [...entries.matchAll(/: types\.(\w+),$/gm)].map(([, document]) => document ?? '');
    const byName = lines.map((document) => `    ${JSON.stringify(nameOf(document))}: types.${document},`);
    return `declare const documents: Documents;\nconst byName: Record<string, unknown> = {\n${byName.join('\n')}\n};`;
  });
  return named.replace(
    'return (documents as any)[source] ?? {};',
    'return byName[/(?:query|mutation|subscription|fragment)\\s+(\\w+)/.exec(source)?.[1] ?? ""] ?? {};',
  );
}

function nameOf(document: string): string {
  return document.replace(/(?:FragmentDoc|Document)$/, '');
}
