/** What telemetry reads from the environment: where the metrics database is, and what devices may send. */
import { readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';
import { presetLimits, type IngestLimits } from './ingest/limits.ts';

const rate = (preset: number) => z.coerce.number('must be a number').positive('must be above 0').default(preset);

const shape = {
  FLOTILLA_CLICKHOUSE_URL: url.default('http://127.0.0.1:8129'),
  FLOTILLA_CLICKHOUSE_USER: z.string().default('default'),
  FLOTILLA_CLICKHOUSE_PASSWORD: z.string().default(''),
  FLOTILLA_CLICKHOUSE_DATABASE: z.string().default('flotilla'),
  FLOTILLA_INGEST_DEVICE_SAMPLES_PER_S: rate(presetLimits.deviceRecordsPerS),
  FLOTILLA_INGEST_DOMAIN_SAMPLES_PER_S: rate(presetLimits.domainRecordsPerS),
  FLOTILLA_INGEST_TENANT_SAMPLES_PER_S: rate(presetLimits.tenantRecordsPerS),
};

/** The configuration of telemetry, in the words its code uses. */
export type TelemetryConfig = {
  readonly clickhouse: { url: string; username: string; password: string; database: string };
  readonly limits: IngestLimits;
};

/** Reads the configuration. Throws `ConfigError` with a line per wrong variable. */
export function readTelemetryConfig(env: NodeJS.ProcessEnv): TelemetryConfig {
  const config = readConfig(shape, env);
  return {
    clickhouse: {
      url: config.FLOTILLA_CLICKHOUSE_URL,
      username: config.FLOTILLA_CLICKHOUSE_USER,
      password: config.FLOTILLA_CLICKHOUSE_PASSWORD,
      database: config.FLOTILLA_CLICKHOUSE_DATABASE,
    },
    limits: {
      ...presetLimits,
      deviceRecordsPerS: config.FLOTILLA_INGEST_DEVICE_SAMPLES_PER_S,
      domainRecordsPerS: config.FLOTILLA_INGEST_DOMAIN_SAMPLES_PER_S,
      tenantRecordsPerS: config.FLOTILLA_INGEST_TENANT_SAMPLES_PER_S,
    },
  };
}
