/**
 * A rule that never fires is worse than none. For every rule of `.dependency-cruiser.cjs` a small repository is
 * written with one violation of it, and one with imports that are all allowed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { repositoryRoot } from './config.ts';

const rulesFile = join(repositoryRoot, '.dependency-cruiser.cjs');
const program = join(repositoryRoot, 'node_modules/.bin/depcruise');
const places = ['subgraphs', 'gateway', 'agent', 'web', 'e2e'];

/** What is allowed: every file here imports only what it may. */
const lawful = {
  'subgraphs/kernel/event.ts': 'export type Event = { type: string };',
  'subgraphs/kernel/viewer.ts': 'export type Viewer = { kind: string };',
  'subgraphs/kernel/server.ts':
    "import type { Viewer } from './viewer.ts'; import 'installed'; export type S = Viewer;",
  'subgraphs/kernel/invariant.ts': 'export const invariant = 1;',
  'subgraphs/fleet/words.ts': 'export const words = 1;',
  'subgraphs/fleet/device/events.ts': "import type { Event } from '../../kernel/event.ts'; export type D = Event;",
  'subgraphs/fleet/device/device.ts':
    "import type { D } from './events.ts'; import { words } from '../words.ts'; export const device = (d: D) => [d, words];",
  'subgraphs/fleet/device/row.ts': "import 'installed'; export const row = 1;",
  'subgraphs/fleet/device/projection.ts':
    "import { row } from './row.ts'; import type { D } from './events.ts'; export const project = (d: D) => [row, d];",
  'subgraphs/fleet/device/queries.ts': "import { row } from './row.ts'; export const find = () => row;",
  'subgraphs/fleet/device/resolver.ts':
    "import { find } from './queries.ts'; import { device } from './device.ts'; export const resolve = [find, device];",
  'subgraphs/fleet/events.ts': "export type { D } from './device/events.ts';",
  'subgraphs/fleet/subgraph.ts':
    "import { resolve } from './device/resolver.ts'; import { project } from './device/projection.ts'; export const f = [resolve, project];",
  'subgraphs/telemetry/subgraph.ts': "import type { D } from '@flotilla/fleet/events'; export type T = D;",
  'gateway/main.ts': "import { invariant } from '../subgraphs/kernel/invariant.ts'; export const g = invariant;",
  'web/page.ts': "import { x } from './x.ts'; export const page = x;",
  'web/x.ts': 'export const x = 1;',
};

/** One violation of each rule, as files that replace or join the lawful ones. */
const violations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'domain-knows-its-own': {
    'subgraphs/fleet/device/device.ts': "import { row } from './row.ts'; export const device = row;",
  },
  'domain-reaches-no-library': {
    'subgraphs/fleet/words.ts': "import { randomInt } from 'node:crypto'; export const words = randomInt(2);",
  },
  'projection-only-writes': {
    'subgraphs/fleet/device/projection.ts': "import { find } from './queries.ts'; export const project = find;",
  },
  'queries-only-read': {
    'subgraphs/fleet/device/queries.ts': "import { project } from './projection.ts'; export const find = project;",
  },
  'resolver-writes-no-rows': {
    'subgraphs/fleet/device/resolver.ts': "import { project } from './projection.ts'; export const resolve = project;",
  },
  'kernel-knows-no-subgraph': {
    'subgraphs/kernel/server.ts': "import type { D } from '@flotilla/fleet/events'; export type S = D;",
  },
  'subgraphs-meet-in-events': {
    'subgraphs/telemetry/subgraph.ts': "import type { f } from '@flotilla/fleet/subgraph'; export type T = typeof f;",
  },
  'events-are-types-only': {
    'subgraphs/telemetry/subgraph.ts': "import * as events from '@flotilla/fleet/events'; export const t = events;",
  },
  'gateway-knows-the-schema-only': {
    'gateway/main.ts': "import { f } from '@flotilla/fleet/subgraph'; export const g = f;",
  },
  'clients-know-no-server': {
    'web/page.ts': "import { invariant } from '../subgraphs/kernel/invariant.ts'; export const page = invariant;",
  },
  'e2e-is-a-stranger': { 'e2e/journey.ts': "import { page } from '../web/page.ts'; export const journey = page;" },
  'only-virtual-devices-are-agents': {
    'agent/wire.ts': 'export const wire = 1;',
    'e2e/journey.ts': "import { wire } from '../agent/wire.ts'; export const journey = wire;",
  },
  'no-circular': { 'web/x.ts': "import { page } from './page.ts'; export const x = () => page;" },
  'no-orphans': { 'web/forgotten.ts': 'export const forgotten = 1;' },
  'not-to-test': {
    'web/x.ts': "import { y } from './y.test.ts'; export const x = y;",
    'web/y.test.ts': 'export const y = 1;',
  },
  'not-to-dev-dep': { 'subgraphs/fleet/device/row.ts': "import 'development'; export const row = 1;" },
  'not-to-unresolvable': { 'web/x.ts': "import { y } from './nowhere.ts'; export const x = y;" },
};

let root: string;

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
}

function brokenRules(): string[] {
  const words = ['--config', rulesFile, '--output-type', 'json', ...places];
  const output = execFileSync(process.execPath, [program, ...words], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))];
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flotilla-rules-'));
  const versions = { dependencies: { installed: '1.0.0' }, devDependencies: { development: '1.0.0' } };
  const exported = { name: '@flotilla/fleet', exports: { './*': './*.ts' } };
  write({
    'package.json': JSON.stringify({ name: 'fixture', ...versions }),
    'node_modules/installed/index.js': 'module.exports = 1;',
    'node_modules/development/index.js': 'module.exports = 1;',
    'subgraphs/fleet/package.json': JSON.stringify(exported),
    'e2e/alone.spec.ts': 'export const alone = 1;',
    'agent/alone.test.ts': 'export const alone = 1;',
    ...lawful,
  });
  mkdirSync(join(root, 'node_modules/@flotilla'), { recursive: true });
  symlinkSync('../../subgraphs/fleet', join(root, 'node_modules/@flotilla/fleet'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the dependency rules', () => {
  test('let pass what the architecture allows', { timeout: 120_000 }, () => {
    expect(brokenRules()).toEqual([]);
  });

  test.for(Object.entries(violations))('catch a planted violation of %s', { timeout: 120_000 }, ([rule, files]) => {
    write(files);
    expect(brokenRules()).toContain(rule);
  });

  test('have a planted violation each', () => {
    const { forbidden } = createRequire(import.meta.url)(rulesFile) as {
      forbidden: { name: string; comment: string }[];
    };
    expect(forbidden.map(({ name }) => name)).toEqual(Object.keys(violations));
    expect(forbidden.filter(({ comment }) => comment.length < 40)).toEqual([]);
  });
});
