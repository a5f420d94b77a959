/**
 * Who may import whom: section 8 of docs/architecture.md as rules, each with the reason told to whoever breaks it.
 * `subgraphs/launcher/dependency-rules.test.ts` plants a violation of every rule here and expects it to be caught.
 */
const { globSync } = require('node:fs');
const { Visitor } = require('@swc/core/Visitor.js');

// TypeScript 7 has no JavaScript interface for dependency-cruiser to use, so swc reads our files. Its visitor is older
// than `using` declarations and gives up at one; their initialisers are all there is to look into.
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function visit(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};

const contexts = '(?:access|fleet|telemetry|rollouts|policy|supply-chain|federation|operations)';
// An aggregate is a folder with events of its own; its domain files are those and the one named like the folder.
const aggregates = globSync(`subgraphs/*/*/events.ts`).map((path) => path.split('/')[2]);
const domain = `^subgraphs/(${contexts})/(${[...new Set(aggregates), 'none'].join('|')})/(?:events|\\2)\\.ts$`;
const tests = '\\.(?:test|spec|bench)\\.tsx?$|/testing/';

module.exports = {
  forbidden: [
    {
      name: 'domain-knows-its-own',
      comment:
        'decide and evolve know the kernel’s vocabulary, their own events and the pure words of their own subgraph. ' +
        'What else they need comes in the command.',
      severity: 'error',
      from: { path: domain },
      to: {
        pathNot: [
          '^subgraphs/kernel/(?:event|decider|errors|invariant|viewer)\\.ts$',
          '^subgraphs/$1/(?!.*(?:row|projection|queries|graphql|resolver|config)\\.ts$)',
        ],
      },
    },
    {
      name: 'domain-reaches-no-library',
      comment:
        'By no path may decide and evolve reach an npm package or a module of Node: a clock, a disk and a network ' +
        'would come with it. Copy the ten lines you need.',
      severity: 'error',
      from: { path: domain },
      to: { reachable: true, path: '^node_modules/|^(?:node:)?[a-z_]+$|^(?:node:)?[a-z]+/promises$' },
    },
    {
      name: 'projection-only-writes',
      comment: 'A projection turns events into rows. It neither asks nor answers, so it needs no query and no GraphQL.',
      severity: 'error',
      from: { path: `^subgraphs/${contexts}/[^/]+/projection\\.ts$` },
      to: { path: `^subgraphs/${contexts}/[^/]+/(?:queries|graphql|resolver)\\.ts$` },
    },
    {
      name: 'queries-only-read',
      comment: 'A query reads rows. Rules belong into the noun, answers into the resolver.',
      severity: 'error',
      from: { path: `^subgraphs/${contexts}/[^/]+/queries\\.ts$` },
      to: { path: `^subgraphs/${contexts}/[^/]+/(?:projection|resolver)\\.ts$` },
    },
    {
      name: 'resolver-writes-no-rows',
      comment: 'A resolver authorises, commands or queries, and answers. Rows are written by projections alone.',
      severity: 'error',
      from: { path: `^subgraphs/${contexts}/[^/]+/resolver\\.ts$` },
      to: { path: `^subgraphs/${contexts}/[^/]+/projection\\.ts$` },
    },
    {
      name: 'kernel-knows-no-subgraph',
      comment: 'The kernel is what every subgraph stands on; it cannot stand on one of them.',
      severity: 'error',
      from: { path: '^subgraphs/kernel/' },
      to: { path: `^(?:subgraphs/(?:${contexts}|launcher)/|gateway/|clickhouse/|agent/|web/|e2e/|schema/)` },
    },
    {
      name: 'subgraphs-meet-in-events',
      comment: 'Another subgraph’s published language is its events. Its tables, types and rules are its own business.',
      severity: 'error',
      from: { path: `^subgraphs/(${contexts})/`, pathNot: tests },
      to: { path: `^subgraphs/${contexts}/`, pathNot: [`^subgraphs/$1/`, `^subgraphs/${contexts}/events\\.ts$`] },
    },
    {
      name: 'events-are-types-only',
      comment: 'Import another subgraph’s events as types: at run time subgraphs meet in the log and in the graph.',
      severity: 'error',
      from: { path: `^subgraphs/(${contexts})/`, pathNot: tests },
      to: {
        path: `^subgraphs/${contexts}/events\\.ts$`,
        pathNot: '^subgraphs/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'gateway-knows-the-schema-only',
      comment: 'The gateway routes by the composed schema. If it needs a subgraph’s code, the schema lacks something.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: `^(?:subgraphs/(?:${contexts}|launcher)/|clickhouse/|agent/|web/|e2e/)` },
    },
    {
      name: 'clients-know-no-server',
      comment: 'The console and the agent speak GraphQL; server code in them would tie their releases together.',
      severity: 'error',
      from: { path: '^(?:web|agent)/', pathNot: tests },
      to: { path: '^(?:subgraphs|gateway|clickhouse|e2e)/' },
    },
    {
      name: 'e2e-is-a-stranger',
      comment: 'What is tested from outside must not know the inside: it speaks HTTP like a user.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(?:subgraphs|gateway|clickhouse|web|schema)/' },
    },
    {
      name: 'only-virtual-devices-are-agents',
      comment: 'A virtual device is an agent that makes its measurements up; a journey must use the program itself.',
      severity: 'error',
      from: { path: '^e2e/', pathNot: '^e2e/(?:fleet|bench)/' },
      to: { path: '^agent/' },
    },
    {
      name: 'no-circular',
      comment: 'Of two files that need each other, neither can be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports this file and it imports nobody: it is either forgotten or not yet wired in.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '(?:^|/)[^/]+\\.config\\.[cm]?[jt]s$',
          '^\\.',
          '^web/app/',
          // Named by vitest.config.ts, which is not cruised.
          '^subgraphs/launcher/suites/long-files-first\\.ts$',
          tests,
          '\\.mjs$',
          '\\.css$',
        ],
      },
      to: {},
    },
    {
      name: 'not-to-test',
      comment: 'Production code that leans on test support would ship it.',
      severity: 'error',
      from: { pathNot: `${tests}|\\.config\\.ts$|^e2e/` },
      to: { path: tests },
    },
    {
      name: 'not-to-dev-dep',
      comment: 'This package is not installed in production; move it to dependencies.',
      severity: 'error',
      from: { path: '^(?:subgraphs|gateway|clickhouse)/', pathNot: `${tests}|\\.config\\.ts$` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'This import leads nowhere: a typing error, a missing dependency, or a file that is not committed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|\\.next|\\.flotilla|generated)/|^web/(?:gql|next-env\\.d\\.ts)' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['flotilla-source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts', '.node'],
    },
  },
};
