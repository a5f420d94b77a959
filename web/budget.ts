/**
 * Says how much script each page loads at first, compressed as a server would send it, and fails when one is over the
 * budget. It reads the manifests of the build: what every page needs to start, and what its own layouts and page add.
 * Run it after `next build`: `npm run budget -w web`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 240;
const build = join(import.meta.dirname, '.next');
const pages = join(build, 'server', 'app');
const manifestName = 'page_client-reference-manifest.js';

/** First-load script of one page. */
export type PageWeight = { readonly route: string; readonly files: number; readonly gzipBytes: number };

/** The scripts a page asks for: the framework's own, then those of its layouts and itself, each once. */
export function scriptsOf(clientManifest: string, buildManifest: string): string[] {
  // The manifest is a script that assigns one object; that object is plain JSON.
  const assigned = clientManifest.slice(clientManifest.indexOf('] = ') + 4).replace(/;?\s*$/, '');
  const { entryJSFiles } = JSON.parse(assigned) as { entryJSFiles: Record<string, string[]> };
  const { rootMainFiles } = JSON.parse(buildManifest) as { rootMainFiles: string[] };
  return [...new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])];
}

/** The address of a page from the folder of its sources: groups in parentheses are not part of it. */
export function routeOf(folder: string): string {
  const parts = folder.split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part));
  return `/${parts.join('/')}`;
}

function weigh(folder: string): PageWeight {
  const client = readFileSync(join(pages, folder, manifestName), 'utf8');
  const own = readFileSync(join(pages, folder, 'page', 'build-manifest.json'), 'utf8');
  const scripts = scriptsOf(client, own);
  const sizes = scripts.map((script) => gzipSync(readFileSync(join(build, script))).length);
  return { route: routeOf(folder), files: scripts.length, gzipBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function main(): void {
  if (!existsSync(pages)) throw new Error('Nothing is built: run `next build` first.');
  const found = readdirSync(pages, { recursive: true, encoding: 'utf8' });
  const folders = found
    .filter((name) => name.endsWith(manifestName))
    .map((name) => name.slice(0, -manifestName.length));
  const weights = folders.map(weigh).toSorted((a, b) => (a.route < b.route ? -1 : 1));
  for (const { route, files, gzipBytes } of weights) {
    const kb = gzipBytes / 1024;
    const verdict = kb > BUDGET_KB ? `over the budget of ${BUDGET_KB} kB` : '';
    process.stdout.write(
      `${kb.toFixed(1).padStart(7)} kB gz  ${String(files).padStart(2)} files  ${route} ${verdict}\n`,
    );
  }
  if (weights.some(({ gzipBytes }) => gzipBytes > BUDGET_KB * 1024)) process.exitCode = 1;
}

if (import.meta.main) main();
