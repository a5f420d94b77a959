/** Telemetry's client of the metrics database, and what its failures become. */
import { ClickHouseError, ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { isRefusal, Refusal } from '@flotilla/kernel/errors';
import type { TelemetryConfig } from './config.ts';

/** Opens the client. It connects when first used. */
export function openClickHouse(options: TelemetryConfig['clickhouse']): ClickHouseClient {
  return createClient({
    ...options,
    application: 'flotilla-telemetry',
    request_timeout: 30_000,
    max_open_connections: 10,
    // What goes wrong is thrown; its receiver decides what is worth a line.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { max_execution_time: 15 },
  });
}

/** Rethrows a failure of the metrics database as UNAVAILABLE, whose message does not name the database. */
export function unavailable(thrown: unknown): never {
  if (isRefusal(thrown)) throw thrown;
  if (thrown instanceof ClickHouseError && thrown.code === '159') {
    const words = 'The measurements took too long to read. Ask for a shorter range or a longer step.';
    throw new Refusal('UNAVAILABLE', words, {}, { cause: thrown });
  }
  throw new Refusal('UNAVAILABLE', 'Measurements cannot be read just now.', {}, { cause: thrown, retryAfterMs: 2000 });
}
