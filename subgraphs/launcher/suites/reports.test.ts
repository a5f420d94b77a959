import { describe, expect, test } from 'vitest';
import {
  failuresOfPlaywright,
  failuresOfVitest,
  linesOf,
  sumOf,
  tallyOfPlaywright,
  tallyOfTool,
  tallyOfVitest,
} from './reports.ts';

describe('the closing line', () => {
  test('sums what every suite says', () => {
    const vitest = tallyOfVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, testResults: [] }, 1);
    const playwright = tallyOfPlaywright({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 1 } }, 0);
    expect(sumOf([vitest, playwright, tallyOfTool(0)])).toEqual({ passed: 9, failed: 1, skipped: 3 });
  });

  test('counts a file that could not be loaded as a failure', () => {
    const report = { numPassedTests: 5, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(tallyOfVitest(report, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  test('counts a suite without a report as a failure, whatever its exit code', () => {
    expect(tallyOfVitest(undefined, 0).failed).toBe(1);
    expect(tallyOfPlaywright(undefined, 0).failed).toBe(1);
  });

  test('counts an exit code that no test explains as a failure', () => {
    expect(tallyOfVitest({ numPassedTests: 5, numFailedTests: 0 }, 1).failed).toBe(1);
    expect(tallyOfPlaywright({ stats: { expected: 5 } }, 1).failed).toBe(1);
    expect(tallyOfTool(2).failed).toBe(1);
  });

  test('counts a flaky journey as failed', () => {
    expect(tallyOfPlaywright({ stats: { expected: 2, flaky: 1 } }, 0)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });
});

describe('the names of what failed', () => {
  test('are told of each failed test, and of each file that could not be loaded', () => {
    const passed = { status: 'passed', ancestorTitles: [], title: 'stands' };
    const failed = {
      status: 'failed',
      ancestorTitles: ['a queue', 'when it is full'],
      title: 'drops the oldest',
      failureMessages: ['\u001b[31mAssertionError: expected 1 to be 2\u001b[39m\n    at queue.test.ts:3:1'],
    };
    const report = {
      testResults: [
        { name: '/repo/agent/queue.test.ts', status: 'failed', message: '', assertionResults: [passed, failed] },
        {
          name: '/repo/agent/broken.test.ts',
          status: 'failed',
          message: '\nSyntaxError: no\n  at x',
          assertionResults: [],
        },
        { name: '/repo/agent/sound.test.ts', status: 'passed', message: '', assertionResults: [passed] },
      ],
    };
    expect(linesOf('unit', 2, failuresOfVitest(report, '/repo'))).toEqual([
      '✗ unit: agent/queue.test.ts › a queue › when it is full › drops the oldest: AssertionError: expected 1 to be 2',
      '✗ unit: agent/broken.test.ts: SyntaxError: no',
    ]);
  });

  test('are told of journeys, flaky ones too, and of what failed before the first', () => {
    const attempt = (message: string) => ({ status: 'failed', errors: [{ message }] });
    const spec = (title: string, status: string, results: object[] = []) => ({
      title,
      file: 'desk.spec.ts',
      tests: [{ status, results }],
    });
    const specs = [
      spec('opens', 'expected'),
      spec('closes', 'unexpected', [attempt('\u001b[2mError: late\u001b[22m')]),
    ];
    const inner = { title: 'a desk', specs: [spec('stays', 'flaky', [attempt('Error: once'), { status: 'passed' }])] };
    const report = {
      config: { rootDir: '/repo/e2e' },
      suites: [{ title: 'desk.spec.ts', specs, suites: [inner] }],
      errors: [{ message: 'Error: npm start did not come up:\nits log' }],
    };
    expect(linesOf('journeys', 3, failuresOfPlaywright(report, '/repo'))).toEqual([
      '✗ journeys: e2e/desk.spec.ts › closes: Error: late',
      '✗ journeys: e2e/desk.spec.ts › a desk › stays: Error: once',
      '✗ journeys: Error: npm start did not come up:',
    ]);
  });

  test('are the suite’s own where it has no tests, or none that explains its end', () => {
    expect(linesOf('lint', 1, [])).toEqual(['✗ lint']);
    expect(linesOf('unit', 1, failuresOfVitest(undefined, '/repo'))).toEqual(['✗ unit']);
    expect(linesOf('unit', 0, [])).toEqual([]);
  });

  test('are one line each, however long a message is', () => {
    const [line = ''] = linesOf('int', 1, failuresOfPlaywright({ errors: [{ message: 'x'.repeat(10_000) }] }, '/'));
    expect(line.length).toBeLessThan(300);
  });
});
