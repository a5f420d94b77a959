/** The composition root of rollouts: everything is made and wired here, by hand. */
import { MasterKeyStore } from '@flotilla/kernel/key-store';
import { buildSubgraph } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import { leaseAggregate } from './aggregates.ts';
import { budgetsProjection } from './budget/projection.ts';
import { bundlesProjection } from './bundle/projection.ts';
import { BundleResolver, RolloutChainResolver } from './bundle/resolver.ts';
import { BudgetResolver } from './budget/resolver.ts';
import { HealthAsking } from './cohort/asking.ts';
import { readMasterKey } from './config.ts';
import { Deliveries } from './delivery/delivery.ts';
import { HookKeys } from './delivery/hook-keys.ts';
import { Desk } from './desk/desk.ts';
import { devicesProjection } from './devices/projection.ts';
import { waveHealthProjection } from './health/projection.ts';
import { intentsProjection } from './intent/projection.ts';
import { hookSecretsProjection } from './hook-secret/projection.ts';
import { HookSecretResolver } from './hook-secret/resolver.ts';
import { DeviceJournalResolver, UpdateJournalResolver } from './journal/resolver.ts';
import { SigningKeys } from './keys/signing-keys.ts';
import { leasesProjection } from './lease/projection.ts';
import { LeaseResolver } from './lease/resolver.ts';
import { Orchestrator } from './orchestrator/orchestrator.ts';
import { rolloutChangesResolver } from './live/rollout-changes.ts';
import { RolloutWatch } from './live/rollout-watch.ts';
import { artifactsProjection } from './registry/projection.ts';
import { rolloutsProjection } from './rollout/projection.ts';
import { RolloutResolver } from './rollout/resolver.ts';
import { rolloutsSchema } from './schema.ts';
import { SimulationResolver } from './simulation/resolver.ts';
import { TemplateResolver } from './template/resolver.ts';
import { templatesProjection } from './template/projection.ts';
import { targetsProjection } from './target/projection.ts';
import { DeviceResolver, RolloutTargetResolver } from './target/resolver.ts';
import { RolloutTimelineResolver } from './timeline/resolver.ts';
import { RolloutWaveResolver } from './wave/resolver.ts';

/** Assembles rollouts on a process's services. */
export async function assemble(services: Services): Promise<Subgraph> {
  const { tail, env } = services;
  const logger = services.logger.child({ subgraph: 'rollouts' });
  const keyStore = new MasterKeyStore(readMasterKey(env));
  const database = await services.openDatabase('rollouts', []);
  const keys = new HookKeys(database, keyStore);
  const desk = new Desk({ database, tail, leases: leaseAggregate });
  const orchestrator = new Orchestrator({ database, tail, logger, desk });
  const asking = new HealthAsking({ database, tail, logger });
  const watch = new RolloutWatch();
  const RolloutChangesResolver = rolloutChangesResolver(watch);
  let unfollow = () => {};
  const instances = [
    new BudgetResolver(),
    new BundleResolver({ database, tail }),
    new DeviceJournalResolver(),
    new DeviceResolver(),
    new HookSecretResolver(keys),
    new LeaseResolver(desk, new SigningKeys(database, keyStore)),
    new RolloutChangesResolver(),
    new RolloutChainResolver(),
    new RolloutResolver(),
    new RolloutTargetResolver(),
    new RolloutTimelineResolver(),
    new RolloutWaveResolver(),
    new SimulationResolver(),
    new TemplateResolver(),
    new UpdateJournalResolver(),
  ];
  return {
    name: 'rollouts',
    ...buildSubgraph({ ...rolloutsSchema(RolloutChangesResolver), instances }),
    database,
    projections: [
      artifactsProjection,
      budgetsProjection,
      bundlesProjection,
      devicesProjection,
      hookSecretsProjection,
      intentsProjection,
      leasesProjection,
      rolloutsProjection,
      targetsProjection,
      templatesProjection,
      waveHealthProjection,
    ],
    streamRoutes: { '/hooks/rollouts/': new Deliveries({ database, tail, keys }).route },
    async start() {
      unfollow = watch.follow(tail);
      orchestrator.start();
      asking.start();
    },
    async stop() {
      await orchestrator.stop();
      await asking.stop();
      unfollow();
    },
  };
}
