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
 * what it was called for while one works on the console; each fragment becomes an empty document of its type. What all of
 * them have alike is written once, in a function at the end of the file.
 */
export function slimDocuments(code: string): string {
  const slimmed = code.replaceAll(definedAs, (...[, head, value, tail]: string[]) => {
    const { __meta__: meta, definitions } = JSON.parse(value ?? '{}') as Generated;
    const operation = definitions.find((definition) => definition.operation !== undefined)?.operation;
    const said = meta && operation ? `${JSON.stringify(meta.hash)}, ${JSON.stringify(operation)}` : '';
    return `${head}slim(${said})${tail}`;
  });
  return `${slimmed}${slim}`;
}

/** The client prints every document once, whatever it sends: an empty selection is enough for that. */
const slim = `
function slim(hash?: string, operation?: string): object {
  if (hash === undefined) return { kind: 'Document', definitions: [] };
  const selectionSet = { kind: 'SelectionSet', selections: [] };
  const definitions = [{ kind: 'OperationDefinition', operation, selectionSet }];
  return { __meta__: { hash }, documentId: hash, kind: 'Document', definitions };
}
`;

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
