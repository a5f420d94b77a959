/** The composition root of operations: everything is made and wired here, by hand. */
import { buildSubgraph } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import { verdictsProjection } from './attention/projection.ts';
import { AttentionResolver } from './attention/resolver.ts';
import { attentionProjection } from './ledger/projection.ts';
import { peopleProjection } from './people/projection.ts';
import { attentionChangesResolver } from './queue/attention-changes.ts';
import { AttentionWatch } from './queue/attention-watch.ts';
import { operationsSchema } from './schema.ts';
import { Ticker } from './ticker/ticker.ts';

/** Assembles operations on a process's services. */
export async function assemble(services: Services): Promise<Subgraph> {
  const { tail } = services;
  const logger = services.logger.child({ subgraph: 'operations' });
  const database = await services.openDatabase('operations', []);
  const watch = new AttentionWatch(database, logger);
  const ticker = new Ticker({ database, tail, logger });
  const AttentionChangesResolver = attentionChangesResolver(watch);
  const instances = [new AttentionResolver(), new AttentionChangesResolver()];
  let unfollow = async () => {};
  return {
    name: 'operations',
    ...buildSubgraph({ ...operationsSchema(AttentionChangesResolver), instances }),
    database,
    projections: [attentionProjection, peopleProjection, verdictsProjection],
    async start() {
      unfollow = watch.follow(tail);
      ticker.start();
    },
    async stop() {
      await ticker.stop();
      await unfollow();
    },
  };
}
