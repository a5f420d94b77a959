/**
 * The classes telemetry's part of the graph is made from. Kept apart from the composition root so that the contract can
 * be derived without a database.
 */
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { Device } from './device/graphql.ts';
import { DeviceResolver } from './device/resolver.ts';
import { IngestHealthResolver } from './health/resolver.ts';
import { IngestResolver } from './ingest/resolver.ts';
import { QuarantineResolver } from './quarantine/resolver.ts';
import { references } from './references.ts';
import { SampleResolver } from './sample/resolver.ts';
import { SeriesResolver } from './series/resolver.ts';

/** Resolver classes, entities and their references; `subgraph.ts` adds the instances. */
export const schemaParts: Omit<SubgraphParts, 'instances'> = {
  resolvers: [IngestHealthResolver, IngestResolver, SeriesResolver, SampleResolver, DeviceResolver, QuarantineResolver],
  orphanedTypes: [Device],
  references,
};
