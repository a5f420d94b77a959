/**
 * `npm test` and its parts: runs the suites one after the other but for those that run aside, all of them even if one
 * fails, names at the end what failed, and ends with one plain line over everything. Exit code 0 only if nothing failed.
 */
import { type Outcome, runSuite } from './suites/run-suite.ts';
import { linesOf, sumOf, type Tally } from './suites/reports.ts';
import { selections, type Suite, suites } from './suites/suites.ts';

/** What is kept of the suites that have ended. */
type Ended = { readonly tallies: Tally[]; readonly failed: string[] };

function conclude(suite: Suite, { tally, failures, seconds, output }: Outcome, ended: Ended): void {
  if (suite.isAside) process.stdout.write(`\n▸ ${suite.name}\n${output}`);
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  const sums = `${tally.passed} passed, ${tally.failed} failed${skipped} (${seconds.toFixed(1)} s)`;
  console.log(`${tally.failed === 0 ? '✓' : '✗'} ${suite.name}: ${sums}`);
  ended.tallies.push(tally);
  ended.failed.push(...linesOf(suite.name, tally.failed, failures));
}

async function runGroup(group: Suite['group'], extra: readonly string[], ended: Ended): Promise<void> {
  const all = suites.filter((suite) => suite.group === group);
  const aside = all.filter(({ isAside }) => isAside).map((suite) => ({ suite, outcome: runSuite(suite, extra) }));
  for (const suite of all.filter(({ isAside }) => !isAside)) {
    console.log(`\n▸ ${suite.name}`);
    conclude(suite, await runSuite(suite, extra), ended);
  }
  for (const { suite, outcome } of aside) conclude(suite, await outcome, ended);
}

async function runAll(selection: string, extra: readonly string[]): Promise<number> {
  const groups = selections[selection];
  if (!groups) {
    console.error(`Usage: test.ts [${Object.keys(selections).join('|')}] [words for the suite's own program]`);
    return 2;
  }
  const ended: Ended = { tallies: [], failed: [] };
  for (const group of groups) await runGroup(group, extra, ended);
  const sum = sumOf(ended.tallies);
  if (ended.failed.length > 0) console.log(`\n${ended.failed.join('\n')}`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

const [selection = 'all', ...extra] = process.argv.slice(2);
process.exitCode = await runAll(selection, extra);
