/** Everything of authorities that a process runs, wired: the fence for those who write, and the resolvers. */
import { AuthorityResolver } from '../resolver.ts';
import { ConflictResolver, DomainAuthorityResolver } from './conflict-resolver.ts';
import { Fence, type FenceParts } from './fence.ts';
import { HandOver } from './hand-over.ts';

/** The resolver classes of authorities. */
export const authorityResolvers = [AuthorityResolver, ConflictResolver, DomainAuthorityResolver] as const;

/** Makes the fence of a process and the resolvers' instances. */
export function authorityService(parts: FenceParts): { readonly fence: Fence; readonly instances: readonly object[] } {
  const handOver = new HandOver(parts);
  return {
    fence: new Fence(parts),
    instances: [new AuthorityResolver(handOver), new ConflictResolver(handOver), new DomainAuthorityResolver()],
  };
}
