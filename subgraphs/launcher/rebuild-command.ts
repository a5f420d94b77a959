/**
 * `npm run rebuild -- <projection>`: rebuilds a projection of the running embedded installation beside the live rows
 * and compares them. It only lends the subgraphs' own command the installation's addresses and passwords.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readLauncherConfig } from './config.ts';
import { ensureKeys } from './keys.ts';
import { describeLayout, ownerEnvironment, subgraphsEnvironment } from './layout.ts';
import { readStatus } from './status.ts';

const config = readLauncherConfig();
if (readStatus(config.dataDirectory).startedAt === null) {
  console.error(`flotilla: nothing runs on ${config.dataDirectory}; start it first: npm start`);
  process.exit(1);
}
const keys = ensureKeys(config.dataDirectory);
const words = ['rebuild', ...process.argv.slice(2)];
const { command, args, env, cwd } = describeLayout(config, keys).program('subgraphs/dist/main.js', words, {
  ...subgraphsEnvironment(keys),
  ...ownerEnvironment(config, keys),
});
const child = spawn(command, args, { env, stdio: 'inherit', ...(cwd === undefined ? {} : { cwd }) });
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
