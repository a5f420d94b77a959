/** The aggregates of the supply chain, each wired to the rows it writes. */
import type { Aggregate } from '@flotilla/kernel/aggregate';
import {
  agentMeasurement,
  type AgentMeasurementCommand,
  type AgentMeasurementState,
} from './agent-measurement/agent-measurement.ts';
import type { AgentMeasurementEvent } from './agent-measurement/events.ts';
import { projectAgentMeasurement } from './agent-measurement/projection.ts';
import { artifact, type ArtifactCommand, type ArtifactState } from './artifact/artifact.ts';
import type { ArtifactEvent } from './artifact/events.ts';
import { projectArtifact } from './artifact/projection.ts';
import {
  deviceSupplyChain,
  type DeviceSupplyChainCommand,
  type DeviceSupplyChainState,
} from './device-supply-chain/device-supply-chain.ts';
import type { DeviceSupplyChainEvent } from './device-supply-chain/events.ts';
import { projectDeviceSupplyChain } from './device-supply-chain/projection.ts';
import type { MetadataRootEvent } from './metadata-root/events.ts';
import { metadataRoot, type MetadataRootCommand, type MetadataRootState } from './metadata-root/metadata-root.ts';
import { projectMetadataRoot } from './metadata-root/projection.ts';
import type { SigningKeyEvent } from './signing-key/events.ts';
import { projectSigningKey } from './signing-key/projection.ts';
import { signingKey, type SigningKeyCommand, type SigningKeyState } from './signing-key/signing-key.ts';

/** Artifacts, in streams `artifact-<id>`. */
export const artifactAggregate: Aggregate<ArtifactState, ArtifactCommand, ArtifactEvent> = {
  ...artifact,
  project: projectArtifact,
};

/** The signing keys of tenants, in streams `signing_key-<tenantId>`. */
export const signingKeyAggregate: Aggregate<SigningKeyState, SigningKeyCommand, SigningKeyEvent> = {
  ...signingKey,
  project: projectSigningKey,
};

/** The succession of roots of a tenant's update metadata, in streams `metadata_root-<tenantId>`. */
export const metadataRootAggregate: Aggregate<MetadataRootState, MetadataRootCommand, MetadataRootEvent> = {
  ...metadataRoot,
  project: projectMetadataRoot,
};

/** The programs of agents that tenants vouch for, in streams `agent_measurement-<tenantId>`. */
export const agentMeasurementAggregate: Aggregate<
  AgentMeasurementState,
  AgentMeasurementCommand,
  AgentMeasurementEvent
> = { ...agentMeasurement, project: projectAgentMeasurement };

/** What devices consist of and run, in streams `device_supply_chain-<deviceId>`. */
export const deviceSupplyChainAggregate: Aggregate<
  DeviceSupplyChainState,
  DeviceSupplyChainCommand,
  DeviceSupplyChainEvent
> = { ...deviceSupplyChain, project: projectDeviceSupplyChain };
