/**
 * The program that runs subgraphs: `main.js [name …]` serves the named ones in this process, all of them if none is
 * named; `main.js migrate` prepares PostgreSQL; `main.js seed-demo` makes the demo tenants; `main.js rebuild <name>`
 * proves a projection.
 */
import { parseArgs } from 'node:util';
import { assemble as assembleAccess } from '@flotilla/access/subgraph';
import { assemble as assembleFleet } from '@flotilla/fleet/subgraph';
import { ConfigError, environment, logLevel, readConfig, subgraphsConfig } from '@flotilla/kernel/config';
import { createLogger } from '@flotilla/kernel/logger';
import { migrate, schemaOf, sqlFolder } from '@flotilla/kernel/migrate';
import { startProcess } from '@flotilla/kernel/server/process';
import { startTracing } from '@flotilla/kernel/tracing';
import { assemble as assembleOperations } from '@flotilla/operations/subgraph';
import { assemble as assembleRollouts } from '@flotilla/rollouts/subgraph';
import { assemble as assembleSupplyChain } from '@flotilla/supply-chain/subgraph';
import { assemble as assembleTelemetry } from '@flotilla/telemetry/subgraph';
import { z } from 'zod';
import { rebuildCommand } from './rebuild.ts';
import { seedDemoCommand } from './seed-demo.ts';

const assemblies = {
  access: assembleAccess,
  fleet: assembleFleet,
  operations: assembleOperations,
  rollouts: assembleRollouts,
  'supply-chain': assembleSupplyChain,
  telemetry: assembleTelemetry,
};

type Name = keyof typeof assemblies;

const help = `Usage: main.js [${Object.keys(assemblies).join('|')}]...   serve these subgraphs (default: all)
       main.js migrate                     bring PostgreSQL's schemas up to date
       main.js seed-demo                   make the demo tenants and users, once
       main.js rebuild <projection>        rebuild a projection beside the live one and compare
Environment: see docs/operating.md.
`;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return void process.stdout.write(help);
  const [first, ...rest] = positionals;
  if (first === 'migrate') return runMigrations();
  if (first === 'seed-demo') return seedDemoCommand();
  if (first === 'rebuild') return rebuildCommand(rest, { assemblies, env: environment });
  return serve(namesOf(positionals));
}

function namesOf(positionals: readonly string[]): Name[] {
  const known = Object.keys(assemblies) as Name[];
  const unknown = positionals.find((name) => !known.includes(name as Name));
  if (unknown !== undefined) throw new ConfigError(`There is no subgraph ${unknown}. Known are ${known.join(', ')}.`);
  return positionals.length > 0 ? (positionals as Name[]) : known;
}

async function serve(names: readonly Name[]): Promise<void> {
  const config = readConfig(subgraphsConfig);
  const logger = createLogger({ name: 'subgraphs', level: config.FLOTILLA_LOG_LEVEL });
  const stopTracing = await startTracing(`flotilla-${names.join('-')}`, environment);
  const running = await startProcess({
    host: config.FLOTILLA_HOST,
    port: config.FLOTILLA_SUBGRAPHS_PORT,
    databaseUrl: config.FLOTILLA_DATABASE_URL,
    gatewayPublicKey: config.FLOTILLA_GATEWAY_PUBLIC_KEY_FILE,
    logger,
    env: environment,
    assemble: names.map((name) => assemblies[name]),
  });
  const stop = () => {
    logger.info('draining');
    void running
      .stop()
      .then(stopTracing)
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function runMigrations(): Promise<void> {
  const config = readConfig({
    FLOTILLA_DATABASE_ADMIN_URL: z.string('must be a postgres:// URL'),
    FLOTILLA_LOG_LEVEL: logLevel,
  });
  const folder = (path: string) => sqlFolder(import.meta.url, `${path}/migrations`);
  const applied = await migrate(config.FLOTILLA_DATABASE_ADMIN_URL, [
    { schema: 'log', folder: folder('kernel/log') },
    ...Object.keys(assemblies).map((name) => ({ schema: schemaOf(name), folder: folder(name) })),
  ]);
  process.stdout.write(applied.map((name) => `applied ${name}\n`).join('') || 'nothing to apply\n');
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  process.stderr.write(`${thrown instanceof ConfigError ? message : `The subgraphs cannot run: ${message}`}\n`);
  process.exit(thrown instanceof ConfigError ? 2 : 1);
});
