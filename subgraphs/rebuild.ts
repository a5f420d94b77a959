/** `npm run rebuild -- <projection>`: proves that live rows are what the log says, or replaces them with `--apply`. */
import { parseArgs } from 'node:util';
import { ConfigError, logLevel, readConfig } from '@flotilla/kernel/config';
import { createLogger } from '@flotilla/kernel/logger';
import { schemaOf } from '@flotilla/kernel/migrate';
import { rebuild, type RebuildReport } from '@flotilla/kernel/projection/rebuild';
import { assemble, type ProcessOptions } from '@flotilla/kernel/server/process';
import { z } from 'zod';

const help = `Usage: npm run rebuild -- <projection> [--apply] [--json]
Folds the log into fresh tables beside the live ones and compares. Exit code 0: equal; 1: they differ.
  --apply   replace the live rows by the rebuilt ones where they differ
  --json    print the report as JSON
`;

/** Runs the command; sets the exit code. */
export async function rebuildCommand(
  argv: readonly string[],
  parts: {
    readonly assemblies: Readonly<Record<string, ProcessOptions['assemble'][number]>>;
    readonly env: NodeJS.ProcessEnv;
  },
): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { apply: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return void process.stdout.write(help);
  const config = readConfig({
    FLOTILLA_DATABASE_URL: z.string('must be a postgres:// URL'),
    FLOTILLA_DATABASE_ADMIN_URL: z.string('must be a postgres:// URL of the owner'),
    FLOTILLA_LOG_LEVEL: logLevel,
  });
  const logger = createLogger({ name: 'rebuild', level: 'warn' });
  const { env } = parts;
  const databaseUrl = config.FLOTILLA_DATABASE_URL;
  const assembly = await assemble({ databaseUrl, logger, env, assemble: Object.values(parts.assemblies) });
  try {
    const found = assembly.subgraphs.flatMap((subgraph) =>
      subgraph.projections.map((projection) => ({ subgraph, projection })),
    );
    const chosen = found.find(({ projection }) => projection.name === positionals[0]);
    if (!chosen) {
      const names = found.map(({ projection }) => projection.name).join(', ');
      throw new ConfigError(`There is no projection ${positionals[0] ?? '(none named)'}. Known are ${names}.`);
    }
    const report = await rebuild({
      adminUrl: config.FLOTILLA_DATABASE_ADMIN_URL,
      url: databaseUrl,
      schema: schemaOf(chosen.subgraph.name),
      entities: chosen.subgraph.database.entities,
      projection: chosen.projection,
      isApplied: values.apply === true,
      onProgress: (done, total) => process.stderr.write(`\r${done} of ${total} events`),
    });
    process.stderr.write('\n');
    print(report, values.json === true);
    if (values.apply !== true && report.tables.some(isDifferent)) process.exitCode = 1;
  } finally {
    await assembly.close();
  }
}

function isDifferent(table: RebuildReport['tables'][number]): boolean {
  return table.onlyLive + table.onlyRebuilt > 0;
}

function print(report: RebuildReport, isJson: boolean): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ ...report, events: Number(report.events) })}\n`);
    return;
  }
  for (const table of report.tables) {
    const verdict = isDifferent(table)
      ? `DIFFERS: ${table.onlyLive} rows only live, ${table.onlyRebuilt} only rebuilt`
      : 'live = rebuilt';
    process.stdout.write(`${table.table}: ${table.rows} rows, ${verdict}\n`);
  }
}
