/** The embedded server's life: open the engine, listen, and drain in that order's reverse. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@flotilla/kernel/logger';
import { Engine, type EngineOptions } from './engine.ts';
import { clickHouseInterface } from './interface.ts';
import type { Account } from './request.ts';

/** Where to listen, what to open, whom to let in. */
export type ServerOptions = {
  readonly host: string;
  readonly port: number;
  readonly account: Account;
  readonly engine: EngineOptions;
  readonly logger: Logger;
};

/** A listening server. */
export type EmbeddedServer = {
  readonly url: string;
  readonly version: string;
  /** Refuses new work, lets running statements end for up to `graceMs`, then closes the engine. */
  close(graceMs: number): Promise<void>;
};

const bodyMax = 512 * 1024 * 1024;

/** Opens the data directory and listens. Throws when another process owns it or the port is taken. */
export async function startServer(options: ServerOptions): Promise<EmbeddedServer> {
  const engine = await Engine.open(options.engine);
  const answer = clickHouseInterface({
    engine,
    account: options.account,
    logger: options.logger,
    bodyMax,
    executionSeconds: { preset: 60, max: 600 },
    stallMs: 60_000,
  });
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => void answer(request, response));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port, options.host, resolve);
    });
  } catch (thrown) {
    await engine.close();
    throw thrown;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    version: engine.version,
    async close(graceMs) {
      const drained = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const deadline = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([drained, deadline]);
      server.closeAllConnections();
      if (engine.load.running === 0) await engine.close();
    },
  };
}
