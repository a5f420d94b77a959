/**
 * `npm test` and its parts: runs the suites one after the other, all of them even if one fails, names at the end what
 * failed, and ends with one plain line over everything. Exit code 0 only if nothing failed.
 */
import { runSuite } from './suites/run-suite.ts';
import { linesOf, sumOf, type Tally } from './suites/reports.ts';
import { selections, suites } from './suites/suites.ts';

async function runAll(selection: string, extra: readonly string[]): Promise<number> {
  const groups = selections[selection];
  if (!groups) {
    console.error(`Usage: test.ts [${Object.keys(selections).join('|')}] [words for the suite's own program]`);
    return 2;
  }
  const tallies: Tally[] = [];
  const failed: string[] = [];
  for (const suite of suites.filter(({ group }) => groups.includes(group))) {
    console.log(`\n▸ ${suite.name}`);
    const startedAt = performance.now();
    const { tally, failures } = await runSuite(suite, extra);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
    console.log(
      `${tally.failed === 0 ? '✓' : '✗'} ${suite.name}: ${tally.passed} passed, ${tally.failed} failed${skipped} (${seconds} s)`,
    );
    tallies.push(tally);
    failed.push(...linesOf(suite.name, tally.failed, failures));
  }
  const sum = sumOf(tallies);
  if (failed.length > 0) console.log(`\n${failed.join('\n')}`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

const [selection = 'all', ...extra] = process.argv.slice(2);
process.exitCode = await runAll(selection, extra);
