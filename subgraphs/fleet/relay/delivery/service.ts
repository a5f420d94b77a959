/** Everything the delivery through relays needs in one process, made together. */
import type { Database } from '@flotilla/kernel/database';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { GraphQLSchema } from 'graphql';
import type { RelayKeys } from '../envelope/keys.ts';
import { DeviceRouteResolver, RelayResolver } from '../resolver.ts';
import { Delivery } from './delivery.ts';
import { ClaimKeysResolver, HeartbeatKeysResolver } from './keys-resolver.ts';
import { relayedCalls, type Desks } from './relayed-calls.ts';
import { DeliveryResolver } from './resolver.ts';

/** What it is made with. */
export type RelayServiceParts = Desks & {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly keys: RelayKeys;
  /** The schema that inputs are checked by; it exists once the subgraph is built. */
  readonly schema: () => GraphQLSchema;
};

/** The resolver classes of relays. */
export const relayResolvers = [
  ClaimKeysResolver,
  DeliveryResolver,
  DeviceRouteResolver,
  HeartbeatKeysResolver,
  RelayResolver,
] as const;

/** Their instances. */
export function relayInstances({ database, tail, keys, schema, ...desks }: RelayServiceParts): object[] {
  const delivery = new Delivery({ database, keys, schema, calls: relayedCalls(desks) });
  return [
    new ClaimKeysResolver(keys),
    new DeliveryResolver(delivery),
    new DeviceRouteResolver(),
    new HeartbeatKeysResolver(keys),
    new RelayResolver({ database, tail }),
  ];
}
