/** Every suite there is, in the order they run: the quick ones first, so that a slip is known within seconds. */

/** What runs a suite, and so how its report is read. */
export type SuiteKind = 'tool' | 'vitest' | 'playwright';

/** One suite: a program of node_modules/.bin, or of ours, with its words. */
export type Suite = {
  readonly name: string;
  readonly group: 'check' | 'unit' | 'int' | 'e2e';
  readonly kind: SuiteKind;
  readonly words: readonly [string, ...string[]];
  /** Runs beside those of its group that follow, on a core they leave free, and is shown after them. */
  readonly isAside?: true;
};

const tool = (name: string, words: Suite['words']): Suite => ({ name, group: 'check', kind: 'tool', words });
const rooms = ['subgraphs', 'gateway', 'schema', 'clickhouse', 'agent', 'web', 'e2e'];

/** The suites. */
export const suites: readonly Suite[] = [
  { ...tool('format', ['prettier', '--check', '--log-level', 'warn', '.']), isAside: true },
  tool('types', ['tsc', '-b', 'tsconfig.json', 'agent']),
  tool('types of web', ['tsc', '--noEmit', '-p', 'web']),
  tool('types of e2e', ['tsc', '--noEmit', '-p', 'e2e']),
  tool('lint', ['oxlint', '--type-aware']),
  tool('dependency rules', ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...rooms]),
  tool('dead code', ['knip', '--no-progress']),
  tool('schema drift', ['node', 'schema/dist/generate.js', '--check']),
  { name: 'unit', group: 'unit', kind: 'vitest', words: ['vitest', 'run', '--project', 'unit'] },
  { name: 'integration', group: 'int', kind: 'vitest', words: ['vitest', 'run', '--project', 'int*'] },
  { name: 'chaos', group: 'e2e', kind: 'vitest', words: ['vitest', 'run', '--project', 'chaos'] },
  {
    name: 'journeys',
    group: 'e2e',
    kind: 'playwright',
    words: ['playwright', 'test', '-c', 'e2e/playwright.config.ts'],
  },
];

/** What a person may ask for, and the groups it means. */
export const selections: Readonly<Record<string, readonly Suite['group'][]>> = {
  all: ['check', 'unit', 'int', 'e2e'],
  check: ['check', 'unit'],
  unit: ['unit'],
  int: ['int'],
  e2e: ['e2e'],
};
