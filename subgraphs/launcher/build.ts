/**
 * Builds what is out of date, and only that: a fingerprint of each part's sources is kept beside the installed
 * packages. The server packages are compiled by one `tsc -b`; the agent and the console by their own build script.
 */
import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inheritedEnvironment, repositoryRoot } from './config.ts';
import { messageOf, StartFailure } from './start-failure.ts';

/** A part of the product that is built on its own. */
type Part = {
  readonly name: string;
  readonly sources: readonly string[];
  /** What must exist afterwards. */
  readonly result: string;
  readonly build: () => Promise<void>;
};

const cacheDirectory = join(repositoryRoot, 'node_modules', '.cache', 'flotilla');
const generatedDirectories = new Set(['node_modules', 'dist', '.next', '.flotilla', '.results', 'test-results']);
/** Written by the console's build into the console's sources. */
const generatedFiles = new Set(['next-env.d.ts']);

function fingerprintInto(hash: Hash, path: string): void {
  hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
}

function walk(hash: Hash, directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (generatedDirectories.has(entry.name) || generatedFiles.has(entry.name)) continue;
    if (/\.(test|spec)\.tsx?$|\.md$|\.tsbuildinfo$/.test(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) walk(hash, path);
    else if (entry.isFile()) fingerprintInto(hash, path);
  }
}

function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of ['package-lock.json', 'tsconfig.base.json', ...sources]) {
    const path = join(repositoryRoot, source);
    if (!existsSync(path)) continue;
    if (statSync(path).isDirectory()) walk(hash, path);
    else fingerprintInto(hash, path);
  }
  return hash.digest('hex');
}

/** Runs a program to its end; answers what it printed if it failed. Everything printed is kept in the log. */
async function run(
  log: string,
  cwd: string,
  [command, ...args]: readonly [string, ...string[]],
): Promise<string | undefined> {
  const inherited = inheritedEnvironment();
  // As npm run would have it: the installed programs and this very Node first on the path.
  const bins = [dirname(process.execPath), join(cwd, 'node_modules/.bin'), join(repositoryRoot, 'node_modules/.bin')];
  const path = [...bins, inherited.PATH ?? ''].join(delimiter);
  const env = { ...inherited, PATH: path, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  // A launcher that is stopped while it builds takes the build with it.
  const end = (): boolean => child.kill();
  process.once('exit', end);
  const [code] = (await once(child, 'close')) as [number | null];
  process.removeListener('exit', end);
  writeFileSync(log, output);
  return code === 0 ? undefined : output;
}

async function compileServers(): Promise<void> {
  const log = join(cacheDirectory, 'tsc.log');
  const output = await run(log, repositoryRoot, ['tsc', '-b', 'tsconfig.json']);
  if (output === undefined) return;
  const complaints = output.split('\n').filter((line) => line.includes('error TS'));
  const first = complaints[0] ?? output.trim().split('\n').at(-1) ?? '';
  throw new StartFailure(`The servers do not compile (${complaints.length} errors, all in ${log}): ${first}`);
}

async function runBuildScript(workspace: string): Promise<void> {
  const directory = join(repositoryRoot, workspace);
  const { scripts } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    scripts?: Record<string, string>;
  };
  if (!scripts?.build) throw new StartFailure(`${workspace}/package.json has no build script`);
  const log = join(cacheDirectory, `${workspace}.log`);
  const output = await run(log, directory, ['sh', '-c', scripts.build]);
  if (output === undefined) return;
  const line = output.split('\n').find((text) => /error/i.test(text)) ?? output.trim().split('\n').at(-1) ?? '';
  throw new StartFailure(`${workspace} does not build (log: ${log}): ${line.trim()}`);
}

/** Next leaves static files out of its standalone server, expecting them on a CDN. Here the server serves them. */
function completeStandaloneConsole(): void {
  const web = join(repositoryRoot, 'web');
  const standalone = join(web, '.next/standalone/web');
  for (const [from, to] of [
    ['.next/static', '.next/static'],
    ['public', 'public'],
  ] as const) {
    if (!existsSync(join(web, from))) continue;
    rmSync(join(standalone, to), { recursive: true, force: true });
    cpSync(join(web, from), join(standalone, to), { recursive: true });
  }
}

const parts: readonly Part[] = [
  {
    name: 'servers',
    sources: ['tsconfig.json', 'subgraphs', 'gateway', 'clickhouse', 'schema'],
    result: 'subgraphs/dist/main.js',
    build: compileServers,
  },
  {
    name: 'agent',
    sources: ['agent'],
    result: 'agent/dist/flotilla-agent.mjs',
    build: () => runBuildScript('agent'),
  },
  {
    name: 'console',
    sources: ['web', 'schema/supergraph.graphql'],
    result: 'web/.next/standalone/web/server.js',
    build: async () => {
      await runBuildScript('web');
      completeStandaloneConsole();
    },
  },
];

/** What a round of building did. */
export type BuildOutcome = {
  readonly built: readonly string[];
  /** Parts that do not build now but did before: what they were is what will run. */
  readonly outdated: readonly string[];
};

/**
 * Builds every part whose sources changed since it was last built. Throws `StartFailure` when a part does not build
 * and has never been built; if it has, the person is told and goes on with what there is.
 */
export async function buildWhatIsStale(tell: (line: string) => void): Promise<BuildOutcome> {
  mkdirSync(cacheDirectory, { recursive: true });
  const built: string[] = [];
  const outdated: string[] = [];
  for (const part of parts) {
    const stamp = join(cacheDirectory, `${part.name}.stamp`);
    const wanted = fingerprint(part.sources);
    const result = join(repositoryRoot, part.result);
    const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
    if (isCurrent && existsSync(result)) continue;
    try {
      await part.build();
      writeFileSync(stamp, wanted);
      built.push(part.name);
    } catch (error) {
      if (!existsSync(result)) throw error;
      tell(`  ! ${messageOf(error)}`);
      outdated.push(part.name);
    }
  }
  return { built, outdated };
}
