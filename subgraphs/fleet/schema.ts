/**
 * The classes fleet's part of the graph is made from. Kept apart from the composition root so that the contract can be
 * derived without a database.
 */
import type { HealthSignal } from '@flotilla/kernel/health-signal';
import { Topic } from '@flotilla/kernel/live';
import type { SubgraphParts } from '@flotilla/kernel/schema';
import { authorityResolvers } from './authority/fence/service.ts';
import { AutoApprovalResolver } from './auto-approval/resolver.ts';
import { RenewalResolver } from './claim/renewal-resolver.ts';
import { ClaimResolver } from './claim/resolver.ts';
import { CloneResolver } from './clone/resolver.ts';
import { commandResolvers } from './command/desk/service.ts';
import { CommandWatch } from './command/desk/watch.ts';
import { commandChangesResolver } from './command/desk/watch-resolver.ts';
import { DecisionPolicyResolver } from './decision-policy/resolver.ts';
import { devicesById } from './device/queries.ts';
import { DeviceResolver } from './device/resolver.ts';
import { domainsById } from './domain/queries.ts';
import { DomainResolver } from './domain/resolver.ts';
import { DomainSettingsResolver } from './domain-settings/resolver.ts';
import { EnrollmentTokenResolver } from './enrollment-token/resolver.ts';
import { HeartbeatResolver } from './heartbeat/resolver.ts';
import { deviceChangesResolver } from './listing/device-changes.ts';
import { DeviceWatch } from './listing/device-watch.ts';
import { healthResolver } from './health/resolver.ts';
import { historyResolvers } from './history/resolver.ts';
import { LifecycleResolver } from './lifecycle/resolver.ts';
import { LocationResolver } from './location/resolver.ts';
import { ReplayWatch } from './replay/desk/progress.ts';
import { replayProgressResolver } from './replay/desk/progress-resolver.ts';
import { ReplayResolver } from './replay/resolver.ts';
import { QuarantineResolver } from './quarantine/resolver.ts';
import { relayResolvers } from './relay/delivery/service.ts';
import { RetirementResolver } from './retirement/resolver.ts';
import { SpectrumResolver } from './spectrum/resolver.ts';
import { StatusBoardResolver } from './status-board/resolver.ts';
import { TopologyResolver } from './topology/resolver.ts';

type FleetSchema = Omit<SubgraphParts, 'instances'>;

/** Resolver classes and entity references over the watch that subscriptions listen to; `subgraph.ts` adds the instances. */
export function fleetSchema(
  changes: ReturnType<typeof deviceChangesResolver>,
  progress: ReturnType<typeof replayProgressResolver>,
  commandChanges: ReturnType<typeof commandChangesResolver>,
  health: ReturnType<typeof healthResolver>,
): FleetSchema {
  return {
    resolvers: [
      ...authorityResolvers,
      AutoApprovalResolver,
      ClaimResolver,
      CloneResolver,
      changes,
      commandChanges,
      ...commandResolvers,
      DecisionPolicyResolver,
      DeviceResolver,
      DomainResolver,
      DomainSettingsResolver,
      EnrollmentTokenResolver,
      HeartbeatResolver,
      health,
      ...historyResolvers,
      LifecycleResolver,
      LocationResolver,
      QuarantineResolver,
      ...relayResolvers,
      RenewalResolver,
      progress,
      ReplayResolver,
      RetirementResolver,
      SpectrumResolver,
      StatusBoardResolver,
      TopologyResolver,
    ],
    references: {
      Device: ({ id }, context) => context.loader(devicesById).load(id),
      Domain: ({ id }, context) => context.loader(domainsById).load(id),
    },
  };
}

/** The same over a watch that nobody feeds: enough to derive the contract. */
export const schemaParts: FleetSchema = fleetSchema(
  deviceChangesResolver(new DeviceWatch()),
  replayProgressResolver(new ReplayWatch()),
  commandChangesResolver(new CommandWatch()),
  healthResolver({ signals: async () => [], watch: () => new Topic<HealthSignal[]>().subscribe() }),
);
