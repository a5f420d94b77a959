/**
 * Says how much script each page loads at first, compressed as a server would send it, and fails when one is over the
 * budget. It reads the pages as they were built: what a browser is told to load is what counts, not what a bundler
 * believes. Run it after `next build`: `npm run budget -w web`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 240;
const build = join(import.meta.dirname, '.next');
const pages = join(build, 'server', 'app');

/** First-load script of one page. */
export type PageWeight = { readonly route: string; readonly files: number; readonly gzipBytes: number };

/** The scripts a page asks for before anybody does anything; modules for old browsers are not loaded by new ones. */
export function scriptsOf(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="\/_next\/([^"?]+)/.exec(tag)?.[1]);
  return [...new Set(sources.filter((source) => source !== undefined))];
}

function weigh(file: string): PageWeight {
  const scripts = scriptsOf(readFileSync(file, 'utf8'));
  const sizes = scripts.map((script) => gzipSync(readFileSync(join(build, decodeURIComponent(script)))).length);
  const route = `/${relative(pages, file).replace(/\.html$/, '')}`.replace(/^\/index$/, '/');
  return { route, files: scripts.length, gzipBytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function main(): void {
  if (!existsSync(pages)) throw new Error('Nothing is built: run `next build` first.');
  const files = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  const weights = files.map((name) => weigh(join(pages, name))).toSorted((a, b) => (a.route < b.route ? -1 : 1));
  for (const { route, files: count, gzipBytes } of weights) {
    const kb = gzipBytes / 1024;
    const verdict = kb > BUDGET_KB ? `over the budget of ${BUDGET_KB} kB` : '';
    process.stdout.write(
      `${kb.toFixed(1).padStart(7)} kB gz  ${String(count).padStart(2)} files  ${route} ${verdict}\n`,
    );
  }
  if (weights.some(({ gzipBytes }) => gzipBytes > BUDGET_KB * 1024)) process.exitCode = 1;
}

if (import.meta.main) main();
