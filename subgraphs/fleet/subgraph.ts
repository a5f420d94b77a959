/** The composition root of the fleet: everything is made and wired here, by hand. */
import { buildSubgraph } from '@flotilla/kernel/schema';
import type { Services, Subgraph } from '@flotilla/kernel/server/subgraph';
import type { GraphQLSchema } from 'graphql';
import { authorityService } from './authority/fence/service.ts';
import { authoritiesProjection } from './authority/projection.ts';
import { AutoApprovalResolver } from './auto-approval/resolver.ts';
import { autoApprovalRulesProjection } from './auto-approval/projection.ts';
import { AutoApprovalRuleRow } from './auto-approval/row.ts';
import { MasterKeyStore } from '@flotilla/kernel/key-store';
import { openAuthority } from './certificate/root-store.ts';
import { serverCertificateRoute } from './certificate/server-certificate.ts';
import { Claims } from './claim/claims.ts';
import { RenewalResolver } from './claim/renewal-resolver.ts';
import { ClaimResolver } from './claim/resolver.ts';
import { cloneCasesProjection } from './clone/projection.ts';
import { CloneResolver } from './clone/resolver.ts';
import { batchesProjection } from './batch/projection.ts';
import { BatchRow } from './batch/row.ts';
import { CommandKeys } from './command/desk/command-keys.ts';
import { commandService } from './command/desk/service.ts';
import { commandsProjection } from './command/projection.ts';
import { CommandRow } from './command/row.ts';
import { fleetConfig } from './config.ts';
import { decisionPoliciesProjection } from './decision-policy/projection.ts';
import { DecisionPolicyResolver } from './decision-policy/resolver.ts';
import { devicesProjection } from './device/projection.ts';
import { DeviceResolver } from './device/resolver.ts';
import { DeviceCertificateRow, DeviceInventoryRow, DeviceRow } from './device/row.ts';
import { domainsProjection } from './domain/projection.ts';
import { DomainResolver } from './domain/resolver.ts';
import { DomainRow } from './domain/row.ts';
import { defaultDomainSettings } from './domain-settings/domain-settings.ts';
import { domainSettingsProjection } from './domain-settings/projection.ts';
import { DomainSettingsResolver } from './domain-settings/resolver.ts';
import { enrollmentTokensProjection } from './enrollment-token/projection.ts';
import { EnrollmentTokenResolver } from './enrollment-token/resolver.ts';
import { EnrollmentTokenRow } from './enrollment-token/row.ts';
import { CloneWatch } from './heartbeat/clone-watch.ts';
import { Reception } from './heartbeat/reception.ts';
import { HeartbeatResolver } from './heartbeat/resolver.ts';
import { Housekeeping } from './housekeeping.ts';
import { healthService } from './health/service.ts';
import { historyProjection } from './history/projection.ts';
import { historyResolvers } from './history/resolver.ts';
import { deviceChangesResolver } from './listing/device-changes.ts';
import { DeviceWatch } from './listing/device-watch.ts';
import { Judging } from './lifecycle/judging.ts';
import { LifecycleResolver } from './lifecycle/resolver.ts';
import { locationsProjection } from './location/projection.ts';
import { LocationResolver } from './location/resolver.ts';
import { LocationRow } from './location/row.ts';
import { quarantineTelemetryProjection } from './quarantine/projection.ts';
import { QuarantineResolver } from './quarantine/resolver.ts';
import { Decommissioning } from './retirement/decommissioning.ts';
import { relaysProjection } from './relay/projection.ts';
import { relayInstances } from './relay/delivery/service.ts';
import { openRelayKeys } from './relay/envelope/keys.ts';
import { replayService } from './replay/desk/service.ts';
import { replaySessionsProjection } from './replay/projection.ts';
import { ReplaySessionRow } from './replay/row.ts';
import { RetirementResolver } from './retirement/resolver.ts';
import { runbooksProjection } from './runbook/projection.ts';
import { RunbookVersionRow } from './runbook/row.ts';
import { fleetSchema } from './schema.ts';
import { SpectrumResolver } from './spectrum/resolver.ts';
import { statusBoardsProjection, tenantNamesProjection } from './status-board/projection.ts';
import { PathWatch } from './topology/path-watch.ts';
import { TopologyResolver } from './topology/resolver.ts';
import { StatusBoardResolver } from './status-board/resolver.ts';
import { updateHintsProjection } from './update-hint/projection.ts';
import { updateLeasesProjection } from './update-lease/projection.ts';
import { UpdatePhases } from './update-lease/update-phases.ts';

const entities = [
  AutoApprovalRuleRow,
  BatchRow,
  CommandRow,
  DeviceCertificateRow,
  DeviceInventoryRow,
  DeviceRow,
  DomainRow,
  EnrollmentTokenRow,
  LocationRow,
  ReplaySessionRow,
  RunbookVersionRow,
];

/** What the log is folded into here; a rebuild takes them one by one. */
const projections = [
  authoritiesProjection,
  autoApprovalRulesProjection,
  batchesProjection,
  cloneCasesProjection,
  commandsProjection,
  decisionPoliciesProjection,
  devicesProjection,
  domainsProjection,
  domainSettingsProjection,
  enrollmentTokensProjection,
  historyProjection,
  locationsProjection,
  quarantineTelemetryProjection,
  relaysProjection,
  replaySessionsProjection,
  runbooksProjection,
  statusBoardsProjection,
  tenantNamesProjection,
  updateHintsProjection,
  updateLeasesProjection,
];

/** Assembles the fleet on a process's services. The certificate authority is made at the first start of all. */
export async function assemble(services: Services): Promise<Subgraph> {
  const desks = await openDesks(services);
  const { database, watch, paths, reception, housekeeping, commands, replays, health } = desks;
  const DeviceChangesResolver = deviceChangesResolver(watch);
  const instances = [new DeviceChangesResolver(), ...instancesOf(desks, () => schema)];
  const { schema, sdl } = buildSubgraph({
    ...fleetSchema(DeviceChangesResolver, replays.ProgressResolver, commands.ChangesResolver, health.HealthResolver),
    instances,
  });
  let unfollow = () => {};
  let unfollowPaths = () => {};
  return {
    name: 'fleet',
    schema,
    sdl,
    database,
    projections,
    internalRoutes: { '/internal/server-certificate': serverCertificateRoute(desks.authority) },
    async start() {
      unfollow = watch.follow(services.tail);
      unfollowPaths = paths.follow();
      replays.start();
      health.start();
      commands.start();
      housekeeping.start();
    },
    drain: commands.drain,
    async stop() {
      commands.stop();
      await reception.drain();
      await housekeeping.stop();
      await replays.stop();
      await health.stop();
      unfollow();
      unfollowPaths();
    },
  };
}

type Desks = Awaited<ReturnType<typeof openDesks>>;

/** Everything that works behind the resolvers, wired to the process's services. */
async function openDesks(services: Services) {
  const { tail, env } = services;
  const logger = services.logger.child({ subgraph: 'fleet' });
  const config = fleetConfig(env);
  const database = await services.openDatabase('fleet', entities);
  const keyStore = new MasterKeyStore(config.masterKey);
  const authority = await openAuthority(database, keyStore);
  const relayKeys = await openRelayKeys(database, keyStore);
  const parts = { database, tail, logger };
  const watch = new DeviceWatch();
  const graceMs = defaultDomainSettings.delayedAfterIntervals * config.heartbeatIntervalMs;
  const holding = { ...parts, ownAuthorityId: config.authorityId };
  const commandKeys = new CommandKeys(database, keyStore);
  const commands = commandService({ ...holding, keys: commandKeys });
  const decommissioning = new Decommissioning({ ...parts, cancelCommands: commands.cancelAll });
  const judging = new Judging(parts);
  const paths = new PathWatch({ database, tail });
  const housekeeping = new Housekeeping({
    ...parts,
    paths,
    graceMs,
    decommissioning,
    judging,
    updates: new UpdatePhases(parts),
    commands,
  });
  const clones = new CloneWatch(parts);
  const reception = new Reception({
    ...parts,
    clones,
    watch,
    intervalMs: config.heartbeatIntervalMs,
    perSecondMax: config.heartbeatsPerSecond,
    devices: () => housekeeping.devices,
    commandKeys,
  });
  const { certificateLifetimeMs, agentsUrl } = config;
  const identity = { database, tail, authority, keyStore, certificateLifetimeMs, commandKeys };
  return {
    database,
    tail,
    authority,
    agentsUrl,
    relayKeys,
    watch,
    commands,
    decommissioning,
    paths,
    housekeeping,
    clones,
    reception,
    identity,
    claims: new Claims(identity),
    authorities: authorityService(holding),
    health: healthService({ database, logger }),
    replays: replayService(parts),
  };
}

/** The resolvers' instances. `schema` is what they are built into: relayed calls are executed on it. */
function instancesOf(desks: Desks, schema: () => GraphQLSchema): object[] {
  const { database, tail, authority, claims, authorities, reception, replays, identity } = desks;
  return [
    ...authorities.instances,
    new AutoApprovalResolver(),
    new ClaimResolver(claims),
    new CloneResolver(desks.clones),
    new DecisionPolicyResolver(authorities.fence),
    new DeviceResolver(claims, authorities.fence),
    new DomainResolver(),
    new DomainSettingsResolver(),
    new EnrollmentTokenResolver(authority, desks.agentsUrl),
    ...desks.health.instances,
    ...historyResolvers.map((HistoryResolver) => new HistoryResolver()),
    new HeartbeatResolver(reception),
    new LifecycleResolver({ database, tail }),
    new LocationResolver(),
    new QuarantineResolver({ database, tail }),
    ...relayInstances({ database, tail, keys: desks.relayKeys, schema, reception, claims, replays: replays.desk }),
    new RenewalResolver(identity),
    ...desks.commands.instances,
    ...replays.instances,
    new RetirementResolver(desks.decommissioning),
    new SpectrumResolver(),
    new StatusBoardResolver(database),
    new TopologyResolver(),
  ];
}
