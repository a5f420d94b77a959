/**
 * Makes `dist/flotilla-agent.mjs`: one file, nothing to install. First it writes `documents/ids.ts`, so that the
 * program carries the hash of each document and not its text. Run by Node as it is.
 */
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { frugalFlags } from './frugality.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** SHA-256 of each document's exact text, by operation. */
export function documentIdsOnDisk(): Record<string, string> {
  const directory = join(here, 'documents');
  const names = readdirSync(directory).filter((name) => name.endsWith('.graphql'));
  return Object.fromEntries(
    names.sort().map((name) => {
      const text = readFileSync(join(directory, name));
      return [name.replace('.graphql', ''), createHash('sha256').update(text).digest('hex')];
    }),
  );
}

/** The text of `documents/ids.ts`. */
export function documentIdsSource(ids: Record<string, string>): string {
  const lines = Object.entries(ids).map(([operation, id]) => `  ${operation}: '${id}',`);
  return `/** SHA-256 of each document's exact text: all the agent sends of it. Written by \`build.ts\`. */
export const documentIds = {
${lines.join('\n')}
} as const;

/** Name of an operation, and of its root field. */
export type OperationName = keyof typeof documentIds;
`;
}

/** Libraries of the older kind ask for parts of Node when they are loaded, which a module can only do with this. */
const requiring =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** Bundles the program into `outfile`. */
export async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: `#!/usr/bin/env -S node ${frugalFlags.join(' ')}\n${requiring}` },
  });
  chmodSync(outfile, 0o755);
}

if (import.meta.main) {
  writeFileSync(join(here, 'documents', 'ids.ts'), documentIdsSource(documentIdsOnDisk()));
  await bundle(join(here, 'dist', 'flotilla-agent.mjs'));
}
