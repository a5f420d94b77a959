/**
 * The classes the supply chain's part of the graph is made from. Kept apart from the composition root so that the
 * contract can be derived without a database.
 */
import type { Context } from '@flotilla/kernel/context';
import { isRefusal } from '@flotilla/kernel/errors';
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { AgentMeasurementResolver } from './agent-measurement/resolver.ts';
import { artifactsById } from './artifact/queries.ts';
import { ArtifactResolver, ArtifactSignerResolver } from './artifact/resolver.ts';
import { ArtifactComponentsResolver, ComponentResolver } from './component/resolver.ts';
import { DeviceResolver, DeviceSoftwareResolver } from './device-software/resolver.ts';
import { InstalledSoftwareResolver, SupplyChainResolver } from './device-supply-chain/resolver.ts';
import { MetadataRootResolver } from './metadata-root/resolver.ts';
import { PullTokenResolver } from './pull/resolver.ts';
import { ArtifactReachResolver, SigningKeyReachResolver } from './reach/resolver.ts';
import { mayRead } from './rules.ts';
import { SigningKeyResolver } from './signing-key/resolver.ts';

/** Resolver classes and entity references; `subgraph.ts` adds the instances. */
export const schemaParts: Omit<SubgraphParts, 'instances'> = {
  resolvers: [
    AgentMeasurementResolver,
    DeviceResolver,
    DeviceSoftwareResolver,
    InstalledSoftwareResolver,
    SupplyChainResolver,
    ArtifactComponentsResolver,
    ArtifactReachResolver,
    ArtifactResolver,
    ArtifactSignerResolver,
    ComponentResolver,
    MetadataRootResolver,
    PullTokenResolver,
    SigningKeyReachResolver,
    SigningKeyResolver,
  ],
  references: {
    Device: ({ id }, context) => (mayKnow(context) ? { id } : null),
    Artifact: ({ id }, context) => (mayKnow(context) ? context.loader(artifactsById).load(id) : null),
  },
};

/** Another subgraph's reference is answered like a query: to readers of the tenant, and to others as if it were not there. */
function mayKnow({ viewer }: Context): boolean {
  if (viewer.tenantId === null) return false;
  try {
    mayRead.check(viewer);
    return true;
  } catch (thrown) {
    if (isRefusal(thrown)) return false;
    throw thrown;
  }
}
