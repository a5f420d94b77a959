/**
 * The order of test files: those that take long by themselves begin first, so that no core waits for one of them at the
 * end. Vitest knows from the last run which those are; a fresh clone has no last run, so they are named.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * By where a file is. The first builds the product where it was not built yet, which takes both of two cores: those that
 * wait or compute by themselves begin beside it, and those whose many processes would starve begin when it is over.
 */
const long = [
  'e2e/compose/compose.int',
  'gateway/agents/waiting.int',
  'agent/queue/queue.int',
  'subgraphs/telemetry/ingest/ingest.int',
  'clickhouse/migrate.int',
  'agent/updater/executors/agent.int',
  'agent/relay/relay.int',
  'agent/running/fleet-life.int',
  'agent/execution/commands.int',
  'agent/running/agent.int',
  'agent/attestation/real-attestation.int',
  'agent/updater/proof.int',
  'agent/updater/self-update.int',
  'gateway/gateway.int',
  'subgraphs/launcher/dependency-rules',
];

function placeOf({ moduleId }: TestSpecification): number {
  const place = long.findIndex((name) => moduleId.includes(`/${name}.test.`));
  return place === -1 ? long.length : place;
}

/** Vitest's own order, but for the long ones. */
export class LongFilesFirst extends BaseSequencer {
  /** Puts the long files before the others. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
