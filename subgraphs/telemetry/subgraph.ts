/** The composition root of telemetry: everything is made here, by hand, and handed what it needs. */
import { buildSubgraph } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import { openClickHouse } from './clickhouse.ts';
import { CohortAnswering } from './cohort/answering.ts';
import { cohortQuestionsProjection } from './cohort/projection.ts';
import { readTelemetryConfig } from './config.ts';
import { DeviceResolver } from './device/resolver.ts';
import { PushCounts } from './health/counts.ts';
import { placesProjection } from './health/projection.ts';
import { IngestHealthResolver } from './health/resolver.ts';
import { Ingest } from './ingest/ingest.ts';
import { IngestResolver } from './ingest/resolver.ts';
import { Writer } from './ingest/writer.ts';
import { attemptReporter } from './quarantine/attempts.ts';
import { QuarantineResolver } from './quarantine/resolver.ts';
import { SampleResolver } from './sample/resolver.ts';
import { schemaParts } from './schema.ts';
import { SeriesResolver } from './series/resolver.ts';
import { trustProjection } from './trust/projection.ts';

/** Assembles telemetry. Throws `ConfigError` when the environment is wrong. */
export async function assemble(services: Services): Promise<Subgraph> {
  const { logger, tail } = services;
  const config = readTelemetryConfig(services.env);
  const database = await services.openDatabase('telemetry', []);
  const client = openClickHouse(config.clickhouse);
  const writer = new Writer({ database, client, logger });
  const counts = new PushCounts({ database, logger });
  const ingest = new Ingest({ database, writer, limits: config.limits, counts });
  const attempts = attemptReporter({ database, tail, logger });
  const answering = new CohortAnswering({ database, client, tail, logger });
  const instances = [
    new IngestResolver(ingest),
    new IngestHealthResolver(),
    new SeriesResolver(),
    new SampleResolver(),
    new DeviceResolver(client),
    new QuarantineResolver({ database, tail, writer }),
  ];
  return {
    name: 'telemetry',
    ...buildSubgraph({ ...schemaParts, instances }),
    database,
    projections: [cohortQuestionsProjection, placesProjection, trustProjection],
    async start() {
      ingest.start();
      attempts.start();
      counts.start();
      answering.start();
    },
    async stop() {
      await answering.stop();
      await attempts.stop();
      await ingest.stop();
      await counts.stop();
      await client.close();
    },
    async unready() {
      const ping = await client.ping();
      return ping.success ? null : 'The metrics database does not answer.';
    },
  };
}
