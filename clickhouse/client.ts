/** The stock client with the settings every use of the metrics database shares. */
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import type { readClientConfig } from './config.ts';

/** Opens a client of the configured server. It connects when first used; close it when the process drains. */
export function openClient(
  config: Omit<ReturnType<typeof readClientConfig>, 'FLOTILLA_CLICKHOUSE_CLUSTER'>,
): ClickHouseClient {
  return createClient({
    url: config.FLOTILLA_CLICKHOUSE_URL,
    username: config.FLOTILLA_CLICKHOUSE_USER,
    password: config.FLOTILLA_CLICKHOUSE_PASSWORD,
    database: config.FLOTILLA_CLICKHOUSE_DATABASE,
    application: 'flotilla',
    request_timeout: 60_000,
    // What goes wrong is thrown; its receiver decides what is worth a line.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { max_execution_time: 30 },
  });
}
