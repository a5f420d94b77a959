import { describe, expect, test } from 'vitest';
import { sumOf, tallyOfPlaywright, tallyOfTool, tallyOfVitest } from './reports.ts';

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
