/**
 * The suites that run beside the code: unit tests touch nothing, integration tests get a real PostgreSQL from the
 * global set-up, chaos tests start and kill the whole product. All run the TypeScript sources of every package
 * (condition `flotilla-source`), so no build is needed, and compile the legacy decorators type-graphql needs.
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongFilesFirst } from './subgraphs/launcher/suites/long-files-first.ts';

const notOurs = ['**/node_modules/**', '**/dist/**', '**/.next/**', '**/.flotilla/**'];
const conditions = ['flotilla-source', 'node', 'development|production'];

// `mainFields`, `extensions`: dependencies must be the very files Node loads for them; the bundlers' `module` field
// and `.mjs` first would bring a second copy of graphql into the process, and graphql refuses to work beside another.
const resolve = { conditions, mainFields: ['main'], extensions: ['.js', '.ts', '.tsx', '.mjs', '.json'] };
const shared = {
  oxc: { decorator: { legacy: true } },
  resolve,
  ssr: { resolve: { ...resolve, externalConditions: conditions } },
};

// Computing gains nothing by more workers than cores.
const workers = Math.max(1, Math.min(4, availableParallelism()));

// Whoever traces is the only one of a process.
const tracing = 'subgraphs/kernel/tracing.int.test.ts';
const integration = {
  globalSetup: ['subgraphs/kernel/testing/global-setup.ts'],
  // A third of its time such a test waits for a process, a clock or a disk: one worker more uses what is left.
  maxWorkers: workers + 1,
  sequence: { groupOrder: 1 },
  // Tests that run beside each other in one file start processes, which must not keep each other from starting.
  maxConcurrency: 3,
  // A wait that gives up early proves nothing on two busy cores; one that succeeds costs no more.
  testTimeout: 90_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    maxWorkers: workers,
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{subgraphs,gateway,schema,clickhouse,agent,web,e2e}/**/*.test.{ts,tsx}'],
          exclude: [...notOurs, '**/*.{int,chaos}.test.ts'],
          // They touch nothing, so they may share what was loaded: loading it again for each file took as long as the tests.
          isolate: false,
          // Thousands of generated cases take their time on two cores that others use as well.
          testTimeout: 90_000,
        },
      },
      {
        ...shared,
        test: {
          ...integration,
          name: 'int',
          include: ['subgraphs/**/*.int.test.ts'],
          exclude: [...notOurs, tracing],
          // Each file has a database and servers of its own; what they load is the same for all of them.
          isolate: false,
        },
      },
      {
        ...shared,
        test: {
          ...integration,
          name: 'int-apart',
          include: ['{gateway,schema,clickhouse,agent,web,e2e}/**/*.int.test.ts', tracing],
          exclude: notOurs,
        },
      },
      {
        ...shared,
        test: {
          name: 'chaos',
          include: ['e2e/chaos/**/*.chaos.test.ts'],
          exclude: notOurs,
          // One product at a time: two of them on two cores would only make each other late.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          // A first run builds the console.
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
