/** Runs one suite as a process of its own and reads what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inheritedEnvironment, repositoryRoot } from '../config.ts';
import { tallyOfPlaywright, tallyOfTool, tallyOfVitest, type Tally } from './reports.ts';
import type { Suite } from './suites.ts';

const reports = join(repositoryRoot, 'node_modules/.cache/flotilla/reports');

function readReport(path: string): object | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as object;
  } catch {
    return undefined;
  }
}

function reporterWords(suite: Suite, report: string): string[] {
  if (suite.kind === 'vitest') return ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return suite.kind === 'playwright' ? ['--reporter=list,json'] : [];
}

/** Runs it with its output shown, and answers its tally. Extra words go to the suite's own program. */
export async function runSuite(suite: Suite, extra: readonly string[] = []): Promise<Tally> {
  mkdirSync(reports, { recursive: true });
  const report = join(reports, `${suite.name}.json`);
  if (existsSync(report)) rmSync(report);
  const inherited = inheritedEnvironment();
  const bins = [dirname(process.execPath), join(repositoryRoot, 'node_modules/.bin')];
  const child = spawn(suite.words[0], [...suite.words.slice(1), ...reporterWords(suite, report), ...extra], {
    cwd: repositoryRoot,
    env: {
      ...inherited,
      PATH: [...bins, inherited.PATH ?? ''].join(delimiter),
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const failed = once(child, 'error').then(() => [127]);
  const [code] = (await Promise.race([once(child, 'exit'), failed])) as [number | null];
  const exitCode = code ?? 1;
  if (suite.kind === 'tool') return tallyOfTool(exitCode);
  const found = readReport(report);
  return suite.kind === 'vitest' ? tallyOfVitest(found, exitCode) : tallyOfPlaywright(found, exitCode);
}
