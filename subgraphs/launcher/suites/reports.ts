/**
 * What a suite's own JSON report says: how many tests passed and failed, never fewer failures than there were, and
 * which ones failed, so that the end of a long log names them.
 */
import { relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The sum of a suite. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** One test that failed, or what failed beside all tests, with the first line of its message. */
export type Failure = { readonly file?: string; readonly test?: string; readonly message: string };

type VitestTest = { status?: string; ancestorTitles?: string[]; title?: string; failureMessages?: string[] };

/** What is read of Vitest's report. */
export type VitestReport = {
  numPassedTests?: number;
  numFailedTests?: number;
  numPendingTests?: number;
  numTodoTests?: number;
  testResults?: { name?: string; status?: string; message?: string; assertionResults?: VitestTest[] }[];
};

type PlaywrightError = { message?: string };
type PlaywrightSpec = {
  title: string;
  file: string;
  tests?: { status?: string; results?: { status?: string; errors?: PlaywrightError[] }[] }[];
};
type PlaywrightSuite = { title: string; suites?: PlaywrightSuite[]; specs?: PlaywrightSpec[] };

/** What is read of Playwright's report. */
export type PlaywrightReport = {
  config?: { rootDir?: string };
  stats?: { expected?: number; unexpected?: number; flaky?: number; skipped?: number };
  suites?: PlaywrightSuite[];
  errors?: PlaywrightError[];
};

/** A suite that ended badly without a failed test (it crashed, or found none) has failed all the same. */
function withExitCode(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** Reads Vitest's report. A file that could not even be loaded counts as one failure. */
export function tallyOfVitest(report: VitestReport | undefined, exitCode: number): Tally {
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults = [] }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const tally = {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + brokenFiles.length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  return withExitCode(report ? tally : { ...tally, failed: Math.max(1, tally.failed) }, exitCode);
}

/** Reads Playwright's report. A flaky test is one that failed: it would have failed a user, too. */
export function tallyOfPlaywright(report: PlaywrightReport | undefined, exitCode: number): Tally {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  const failed = unexpected + flaky + (report?.errors?.length ?? 0);
  return withExitCode({ passed: expected, failed: report ? failed : Math.max(1, failed), skipped }, exitCode);
}

/** A tool has no tests: it passes or fails as a whole. */
export function tallyOfTool(exitCode: number): Tally {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** The sum of several suites. */
export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

const messageMax = 240;

function firstLineOf(message = ''): string {
  const [line = 'no message'] = stripVTControlCharacters(message)
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean);
  return line.length > messageMax ? `${line.slice(0, messageMax)}…` : line;
}

/** The failed tests of Vitest's report, and the files of it that could not even be loaded. Paths are told from `root`. */
export function failuresOfVitest(report: VitestReport | undefined, root: string): Failure[] {
  return (report?.testResults ?? []).flatMap(({ name = '', status, message, assertionResults = [] }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [{ file, message: firstLineOf(message) }] : [];
    return failed.map(({ ancestorTitles = [], title = '', failureMessages = [] }) => ({
      file,
      test: [...ancestorTitles, title].join(' › '),
      message: firstLineOf(failureMessages[0]),
    }));
  });
}

function specsOf(suite: PlaywrightSuite, titles: readonly string[] = []): { spec: PlaywrightSpec; name: string }[] {
  const own = (suite.specs ?? []).map((spec) => ({ spec, name: [...titles, spec.title].join(' › ') }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, [...titles, inner.title]))];
}

/** The failed tests of Playwright's report, flaky ones among them, and what failed beside them. */
export function failuresOfPlaywright(report: PlaywrightReport | undefined, root: string): Failure[] {
  const specs = (report?.suites ?? []).flatMap((suite) => specsOf(suite));
  const tests = specs.flatMap(({ spec, name }) =>
    (spec.tests ?? [])
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results = [] }) => ({
        file: relative(root, resolve(report?.config?.rootDir ?? root, spec.file)),
        test: name,
        message: firstLineOf(results.flatMap(({ errors = [] }) => errors)[0]?.message),
      })),
  );
  return [...tests, ...(report?.errors ?? []).map(({ message }) => ({ message: firstLineOf(message) }))];
}

/** A line for each failure of a suite. A suite that failed without one that has a name is named itself. */
export function linesOf(suite: string, failed: number, failures: readonly Failure[]): string[] {
  if (failed > 0 && failures.length === 0) return [`✗ ${suite}`];
  return failures.map(({ file, test, message }) =>
    [`✗ ${suite}`, [file, test].filter(Boolean).join(' › '), message].filter(Boolean).join(': '),
  );
}
