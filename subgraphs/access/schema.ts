/** The classes access's part of the graph is made from. Kept apart from the composition root so that the contract can be derived without a database. */
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { references } from './references.ts';
import { ServiceAccountResolver } from './service-account/resolver.ts';
import { SessionResolver } from './session/resolver.ts';
import { TenantResolver } from './tenant/resolver.ts';
import { UserResolver } from './user/resolver.ts';
import { ViewerResolver } from './viewer/resolver.ts';

/** Resolver classes and entity references; `subgraph.ts` adds the instances. */
export const schemaParts: Omit<SubgraphParts, 'instances'> = {
  resolvers: [ViewerResolver, TenantResolver, UserResolver, SessionResolver, ServiceAccountResolver],
  references,
};
