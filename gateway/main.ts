/** The gateway as a process: reads the environment, opens the doors, and drains when it is told to stop. */
import { ConfigError } from '@flotilla/kernel/config';
import { createLogger } from '@flotilla/kernel/logger';
import { startTracing } from '@flotilla/kernel/tracing';
import { environment, gatewayConfig } from './config.ts';
import { Gateway } from './gateway.ts';

async function main(): Promise<void> {
  const config = gatewayConfig();
  const logger = createLogger({ name: 'gateway', level: config.logLevel });
  const stopTracing = await startTracing('flotilla-gateway', environment);
  const starting = Gateway.start(config, logger);
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'the gateway drains');
    await (await starting).stop();
    await stopTracing();
    process.exit(0);
  };
  // A library behind the graph listens for these too and would swallow the first; ours runs whoever else listens, and
  // from before anybody can learn that the gateway is serving.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal).catch(fail));
  await starting;
}

main().catch(fail);

function fail(thrown: unknown): never {
  process.stderr.write(`${wordsFor(thrown)}\n`);
  process.exit(1);
}

function wordsFor(thrown: unknown): string {
  if (thrown instanceof ConfigError) return thrown.message;
  const { code, port } = thrown as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `The port ${port} is taken. Choose another one by FLOTILLA_API_PORT or FLOTILLA_AGENTS_PORT.`;
  return `The gateway does not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
}
