/** The composition root of the supply chain: everything is made and wired here, by hand. */
import { MasterKeyStore } from '@flotilla/kernel/key-store';
import { buildSubgraph } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import { agentMeasurementsProjection } from './agent-measurement/projection.ts';
import { AgentMeasurementResolver } from './agent-measurement/resolver.ts';
import { ArtifactDesk } from './artifact/desk/desk.ts';
import { artifactsProjection } from './artifact/projection.ts';
import { ArtifactResolver, ArtifactSignerResolver } from './artifact/resolver.ts';
import { openBlobStore } from './blob/open-store.ts';
import { deviceSoftwareProjection } from './device-software/projection.ts';
import { DeviceResolver, DeviceSoftwareResolver } from './device-software/resolver.ts';
import { Clerk } from './device-supply-chain/desk/clerk.ts';
import { DeviceDesk } from './device-supply-chain/desk/device-desk.ts';
import { ShippedAgent } from './device-supply-chain/desk/shipped-agent.ts';
import { deviceSupplyChainsProjection } from './device-supply-chain/projection.ts';
import { InstalledSoftwareResolver, SupplyChainResolver } from './device-supply-chain/resolver.ts';
import { ArtifactComponentsResolver, ComponentResolver } from './component/resolver.ts';
import { supplyChainConfig } from './config.ts';
import { MetadataPublisher } from './metadata/publisher.ts';
import { metadataRoute } from './metadata/route.ts';
import { RootDesk } from './metadata-root/desk/root-desk.ts';
import { metadataRootsProjection } from './metadata-root/projection.ts';
import { MetadataRootResolver } from './metadata-root/resolver.ts';
import { Pulls } from './pull/pulls.ts';
import { PullTokenResolver } from './pull/resolver.ts';
import { ArtifactReachResolver, SigningKeyReachResolver } from './reach/resolver.ts';
import { RetentionSweeper } from './retention/sweeper.ts';
import { schemaParts } from './schema.ts';
import { signingKeysProjection } from './signing-key/projection.ts';
import { SigningKeyResolver } from './signing-key/resolver.ts';
import { artifactsRoute } from './transfer/routes.ts';

/** Assembles the supply chain on a process's services. */
export async function assemble(services: Services): Promise<Subgraph> {
  const { tail, env } = services;
  const config = supplyChainConfig(env);
  const database = await services.openDatabase('supply_chain', []);
  const store = await openBlobStore(config);
  const desk = new ArtifactDesk({ database, tail, store, sizeMax: config.artifactMaxBytes });
  const pulls = new Pulls({ database, tail });
  const keyStore = new MasterKeyStore(config.masterKey);
  const publisher = new MetadataPublisher({ database, keyStore, store });
  const roots = new RootDesk({ database, tail, keyStore, publisher });
  const devices = new DeviceDesk({ database, tail, shipped: new ShippedAgent(config.agentFile, database) });
  const instances = [
    new AgentMeasurementResolver(),
    new InstalledSoftwareResolver(),
    new SupplyChainResolver(devices),
    new ArtifactComponentsResolver(),
    new ComponentResolver(),
    new DeviceResolver(),
    new DeviceSoftwareResolver(),
    new ArtifactResolver(desk),
    new ArtifactReachResolver(),
    new ArtifactSignerResolver(),
    new MetadataRootResolver(roots),
    new PullTokenResolver(desk, pulls),
    new SigningKeyReachResolver(),
    new SigningKeyResolver(({ viewer, tenantId }, keyId) => desk.keyRevoked({ viewer, tenantId }, keyId)),
  ];
  const logger = services.logger.child({ subgraph: 'supply-chain' });
  const clerk = new Clerk({ database, tail, desk: devices, logger });
  const sweeper = new RetentionSweeper({ database, tail, store, logger });
  return {
    name: 'supply-chain',
    ...buildSubgraph({ ...schemaParts, instances }),
    database,
    projections: [
      agentMeasurementsProjection,
      artifactsProjection,
      deviceSoftwareProjection,
      deviceSupplyChainsProjection,
      metadataRootsProjection,
      signingKeysProjection,
    ],
    streamRoutes: {
      '/artifacts/': artifactsRoute({ desk, store, pulls }),
      '/metadata/': metadataRoute(publisher, pulls),
    },
    async start() {
      sweeper.start();
      clerk.start();
    },
    async stop() {
      await clerk.stop();
      await sweeper.stop();
    },
  };
}
