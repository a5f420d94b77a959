/**
 * What `npm start` runs. This file only makes sure of the Node it needs, with the sources of the other packages
 * resolvable before anything is built; the work begins in `launch.ts`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const sourceCondition = '--conditions=flotilla-source';

const [major = 0] = process.versions.node.split('.').map(Number);
const installed = join(import.meta.dirname, '../../node_modules/node/bin/node');
const isOld = major < 24;
if (isOld && !existsSync(installed)) {
  console.error(
    `flotilla: Node ${process.versions.node} is too old, 24 or newer is needed: run npm ci, then npm start.`,
  );
  process.exit(1);
}
if (isOld || !process.execArgv.includes(sourceCondition)) {
  const node = isOld ? installed : process.execPath;
  process.execve?.(node, [node, sourceCondition, ...process.argv.slice(1)]);
  console.error('flotilla: start it with: npm start');
  process.exit(1);
}
const { launch } = await import('./launch.ts');
await launch(process.argv.slice(2));
