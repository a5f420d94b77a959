/**
 * What `npm start` runs. This file needs nothing but Node: it makes sure of the version, has the launcher itself
 * compiled, and turns this very process into it, which as JavaScript takes 60 MB less than as TypeScript.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

function fail(why: string): never {
  console.error(`flotilla: ${why}`);
  process.exit(1);
}

/** This Node if it is new enough, else the one that comes with the installed packages. */
function suitableNode(): string {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const installed = join(root, 'node_modules/node/bin/node');
  if (major >= 24) return process.execPath;
  return existsSync(installed)
    ? installed
    : fail(`Node ${process.versions.node} is too old, 24 is needed: run npm ci.`);
}

/** Compiles what changed of the launcher and the kernel; with nothing changed it takes a fifth of a second. */
function compileLauncher(node: string): string {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  if (!existsSync(compiler)) fail('the packages are not installed: run npm ci.');
  const project = join(root, 'subgraphs/launcher');
  const { stdout } = spawnSync(node, [compiler, '-b', project], { cwd: root, encoding: 'utf8' });
  const program = join(project, 'dist/main.js');
  return existsSync(program) ? program : fail(`the launcher does not compile: ${stdout.trim().split('\n')[0]}`);
}

const node = suitableNode();
const program = compileLauncher(node);
if (!process.execve) fail(`Node ${process.versions.node} cannot run it: use npm start.`);
process.execve(node, [node, program, ...process.argv.slice(2)]);
