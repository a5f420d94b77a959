/**
 * One process of one or more subgraphs: opens what they need, lets their projections follow the log, listens, and
 * takes it all down in the opposite order.
 */
import { Database, everyTenant } from '../database.ts';
import { LogTail } from '../log/tail.ts';
import type { Logger } from '../logger.ts';
import { ProjectionRunner } from '../projection/runner.ts';
import { SubgraphServer } from './server.ts';
import type { Services, Subgraph } from './subgraph.ts';

const partitionsMs = 60_000;

/** What a process is made from. */
export type ProcessOptions = {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly gatewayPublicKey: string;
  readonly logger: Logger;
  readonly env: NodeJS.ProcessEnv;
  /** The composition root of each subgraph to serve. */
  readonly assemble: readonly ((services: Services) => Promise<Subgraph>)[];
};

/** Opened subgraphs that do not listen yet: enough for seeds and rebuilds. */
export type Assembly = {
  readonly subgraphs: readonly Subgraph[];
  readonly database: Database;
  readonly tail: LogTail;
  close(): Promise<void>;
};

/** Opens the log and assembles subgraphs on it. Whoever calls this closes it. */
export async function assemble(options: Omit<ProcessOptions, 'host' | 'port' | 'gatewayPublicKey'>): Promise<Assembly> {
  const { databaseUrl: url, logger, env } = options;
  const opened: Database[] = [];
  const open = async (schema: string, entities: Parameters<Services['openDatabase']>[1]) => {
    const database = await Database.open({ url, searchPath: [schema], entities });
    opened.push(database);
    return database;
  };
  const database = await open('log', []);
  const tail = new LogTail(database, { url, logger });
  const subgraphs: Subgraph[] = [];
  for (const make of options.assemble) {
    subgraphs.push(await make({ openDatabase: open, tail, logger, env }));
  }
  const close = async () => {
    await Promise.all(opened.map((each) => each.close()));
  };
  return { subgraphs, database, tail, close };
}

/** Starts a process of subgraphs. Answers its port and how to stop it; stopping takes under 5 s. */
export async function startProcess(options: ProcessOptions): Promise<{ port: number; stop(): Promise<void> }> {
  const { logger } = options;
  const assembly = await assemble(options);
  const { subgraphs, tail, database } = assembly;
  await tail.start();
  const runners = subgraphs.flatMap((subgraph) =>
    subgraph.projections.flatMap((projection) =>
      projection.mode === 'async' ? [new ProjectionRunner(subgraph.database, projection, logger)] : [],
    ),
  );
  for (const runner of runners) await runner.start(tail);
  for (const subgraph of subgraphs) await subgraph.start?.();
  const extend = () =>
    database
      .inTenant(everyTenant, (em) => em.execute('select log.extend_partitions()'))
      .catch((error: unknown) => logger.warn({ err: error }, 'no partition was added to the log'));
  await extend();
  const partitions = setInterval(() => void extend(), partitionsMs);
  const server = await SubgraphServer.start({ ...options, subgraphs, tail });
  logger.info({ port: server.port, subgraphs: subgraphs.map((each) => each.name) }, 'subgraphs are serving');
  const stop = async () => {
    clearInterval(partitions);
    for (const subgraph of subgraphs) subgraph.drain?.();
    await server.stop();
    for (const subgraph of subgraphs) await subgraph.stop?.();
    for (const runner of runners) await runner.stop();
    await tail.stop();
    await assembly.close();
  };
  return { port: server.port, stop };
}
