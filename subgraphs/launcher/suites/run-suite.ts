/** Runs one suite as a process of its own and reads what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inheritedEnvironment, repositoryRoot } from '../config.ts';
import {
  failuresOfPlaywright,
  failuresOfVitest,
  type PlaywrightReport,
  tallyOfPlaywright,
  tallyOfTool,
  tallyOfVitest,
  type Failure,
  type Tally,
  type VitestReport,
} from './reports.ts';
import type { Suite } from './suites.ts';

const reports = join(repositoryRoot, 'node_modules/.cache/flotilla/reports');

/** What came of a suite: the sums, which tests failed, and what it said where that was not shown at once. */
export type Outcome = {
  readonly tally: Tally;
  readonly failures: readonly Failure[];
  readonly seconds: number;
  readonly output: string;
};

function readReport<Report>(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

function reporterWords(suite: Suite, report: string): string[] {
  if (suite.kind === 'vitest') return ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return suite.kind === 'playwright' ? ['--reporter=list,json'] : [];
}

function resultOf(suite: Suite, report: string, exitCode: number): Pick<Outcome, 'tally' | 'failures'> {
  if (suite.kind === 'tool') return { tally: tallyOfTool(exitCode), failures: [] };
  if (suite.kind === 'vitest') {
    const found = readReport<VitestReport>(report);
    return { tally: tallyOfVitest(found, exitCode), failures: failuresOfVitest(found, repositoryRoot) };
  }
  const found = readReport<PlaywrightReport>(report);
  return { tally: tallyOfPlaywright(found, exitCode), failures: failuresOfPlaywright(found, repositoryRoot) };
}

/** Runs it, with its output shown unless it runs aside, and answers what came of it. Extra words go to the suite's own program. */
export async function runSuite(suite: Suite, extra: readonly string[] = []): Promise<Outcome> {
  mkdirSync(reports, { recursive: true });
  const report = join(reports, `${suite.name}.json`);
  if (existsSync(report)) rmSync(report);
  const inherited = inheritedEnvironment();
  const startedAt = performance.now();
  const bins = [dirname(process.execPath), join(repositoryRoot, 'node_modules/.bin')];
  const child = spawn(suite.words[0], [...suite.words.slice(1), ...reporterWords(suite, report), ...extra], {
    cwd: repositoryRoot,
    env: {
      ...inherited,
      PATH: [...bins, inherited.PATH ?? ''].join(delimiter),
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', suite.isAside ? 'pipe' : 'inherit', suite.isAside ? 'pipe' : 'inherit'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => (output += piece.toString()));
  // A program that is not there fails as a shell would say it, and the suites after it run all the same.
  const [code] = (await once(child, 'close').catch(() => [127])) as [number | null];
  const seconds = (performance.now() - startedAt) / 1000;
  return { ...resultOf(suite, report, code ?? 1), seconds, output };
}
