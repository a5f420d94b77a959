/**
 * How the console's types come from the client-facing schema: every `graphql(...)` document in `web/` gets typed
 * results in `web/gql/`, and its text is listed by digest in `schema/console-documents.json`, so that the gateway
 * runs these documents and no others for the console. Run by `npx graphql-codegen --config schema/codegen.ts`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';
import { slimDocuments, slimLookup } from './slim-documents.ts';

const schemaFolder = import.meta.dirname;
const web = join(schemaFolder, '../web');

const config: CodegenConfig = {
  schema: join(schemaFolder, 'api.graphql'),
  documents: [join(web, '{app,features,live,shell}/**/*.{ts,tsx}'), `!${join(web, '**/*.test.{ts,tsx}')}`],
  importExtension: '.ts',
  generates: {
    [join(web, 'gql/')]: {
      preset: 'client',
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'getFragmentData' },
        persistedDocuments: { hashAlgorithm: (text: string) => createHash('sha256').update(text).digest('hex') },
        skipIndexFile: true,
      },
      // The document cache of the client needs the type of every object; the listed text must already ask for it.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      config: {
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string', JSON: 'unknown', MeasurementColumn: '(number | null)[]', SafeInt: 'number' },
      },
    },
  },
  hooks: { afterAllFileWrite: finish },
};

// The generator looks for a default export.
// oxlint-disable-next-line import/no-default-export
export default config;

/** The preset writes its list beside the types; it belongs to the contract, sorted so that a diff shows what changed. */
function finish(): void {
  const written = join(web, 'gql/persisted-documents.json');
  const documents = JSON.parse(readFileSync(written, 'utf8')) as Record<string, string>;
  const sorted = Object.fromEntries(Object.entries(documents).toSorted(([, a], [, b]) => (a < b ? -1 : 1)));
  writeFileSync(join(schemaFolder, 'console-documents.json'), `${JSON.stringify(sorted, null, 2)}\n`);
  rmSync(written);
  rewrite(join(web, 'gql/graphql.ts'), slimDocuments);
  rewrite(join(web, 'gql/gql.ts'), slimLookup);
}

function rewrite(path: string, change: (code: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
