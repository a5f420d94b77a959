/** The aggregates of the fleet, each wired to the rows it writes. */
import type { Aggregate } from '@flotilla/kernel/aggregate';
import { authority, type AuthorityCommand, type AuthorityState } from './authority/authority.ts';
import type { AuthorityEvent } from './authority/events.ts';
import { projectAuthority } from './authority/projection.ts';
import {
  autoApproval,
  type AutoApprovalRuleCommand,
  type AutoApprovalRuleState,
} from './auto-approval/auto-approval.ts';
import type { AutoApprovalRuleEvent } from './auto-approval/events.ts';
import { projectAutoApprovalRule } from './auto-approval/projection.ts';
import { batch, type BatchCommand, type BatchState } from './batch/batch.ts';
import type { BatchEvent } from './batch/events.ts';
import { projectBatch } from './batch/projection.ts';
import { clone, type CloneState, type ResolveClone, type SuspectClone } from './clone/clone.ts';
import type { CloneEvent } from './clone/events.ts';
import { projectClone } from './clone/projection.ts';
import { command, type CommandCommand, type CommandState } from './command/command.ts';
import type { CommandEvent } from './command/events.ts';
import { projectCommand } from './command/projection.ts';
import { decisionPolicy, type DecisionPolicyState, type SetDecisionPolicy } from './decision-policy/decision-policy.ts';
import type { DecisionPolicyEvent } from './decision-policy/events.ts';
import { projectDecisionPolicy } from './decision-policy/projection.ts';
import { device, type DeviceCommand, type DeviceState } from './device/device.ts';
import type { DeviceEvent } from './device/events.ts';
import { projectDevice } from './device/projection.ts';
import { domain, type CreateDomain, type DomainState } from './domain/domain.ts';
import type { DomainEvent } from './domain/events.ts';
import { projectDomain } from './domain/projection.ts';
import {
  enrollmentToken,
  type EnrollmentTokenCommand,
  type EnrollmentTokenState,
} from './enrollment-token/enrollment-token.ts';
import { domainSettings, type DomainSettingsState, type SetDomainSettings } from './domain-settings/domain-settings.ts';
import type { DomainSettingsEvent } from './domain-settings/events.ts';
import { projectDomainSettings } from './domain-settings/projection.ts';
import type { EnrollmentTokenEvent } from './enrollment-token/events.ts';
import { projectEnrollmentToken } from './enrollment-token/projection.ts';
import type { LocationEvent } from './location/events.ts';
import { location, type CreateLocation, type LocationState } from './location/location.ts';
import { projectLocation } from './location/projection.ts';
import type { RelayEvent } from './relay/events.ts';
import { projectRelay } from './relay/projection.ts';
import { relay, type RelayCommand, type RelayState } from './relay/relay.ts';
import type { RunbookEvent } from './runbook/events.ts';
import { projectRunbook } from './runbook/projection.ts';
import { runbook, type RunbookCommand, type RunbookState } from './runbook/runbook.ts';
import type { StatusBoardEvent } from './status-board/events.ts';
import { projectStatusBoard } from './status-board/projection.ts';
import { statusBoard, type PublishStatusBoard, type StatusBoardState } from './status-board/status-board.ts';

/** Devices, in streams `device-<id>`. */
export const deviceAggregate: Aggregate<DeviceState, DeviceCommand, DeviceEvent> = {
  ...device,
  project: projectDevice,
};

/** Who may say what devices should be, in streams `authority-device-<id>` and `authority-domain-<id>`. */
export const authorityAggregate: Aggregate<AuthorityState, AuthorityCommand, AuthorityEvent> = {
  ...authority,
  project: projectAuthority,
};

/** Suspicions of cloned devices, in streams `clone-<deviceId>`. */
export const cloneAggregate: Aggregate<CloneState, SuspectClone | ResolveClone, CloneEvent> = {
  ...clone,
  project: projectClone,
};

/** Domains, in streams `domain-<id>`. */
export const domainAggregate: Aggregate<DomainState, CreateDomain, DomainEvent> = { ...domain, project: projectDomain };

/** What domains set themselves, in streams `domain_settings-<domainId>`. */
export const domainSettingsAggregate: Aggregate<DomainSettingsState, SetDomainSettings, DomainSettingsEvent> = {
  ...domainSettings,
  project: projectDomainSettings,
};

/** Locations, in streams `location-<id>`. */
export const locationAggregate: Aggregate<LocationState, CreateLocation, LocationEvent> = {
  ...location,
  project: projectLocation,
};

/** Enrollment tokens, in streams `enrollment_token-<id>`. */
export const enrollmentTokenAggregate: Aggregate<EnrollmentTokenState, EnrollmentTokenCommand, EnrollmentTokenEvent> = {
  ...enrollmentToken,
  project: projectEnrollmentToken,
};

/** Auto-approval rules, in streams `auto_approval-<id>`. */
export const autoApprovalAggregate: Aggregate<AutoApprovalRuleState, AutoApprovalRuleCommand, AutoApprovalRuleEvent> = {
  ...autoApproval,
  project: projectAutoApprovalRule,
};

/** Relays, in streams `relay-<relayId>`. */
export const relayAggregate: Aggregate<RelayState, RelayCommand, RelayEvent> = { ...relay, project: projectRelay };

/** Status boards, in streams `status_board-<tenantId>`. */
export const statusBoardAggregate: Aggregate<StatusBoardState, PublishStatusBoard, StatusBoardEvent> = {
  ...statusBoard,
  project: projectStatusBoard,
};

/** What devices of domains may decide on their own, in streams `decision_policy-<domainId>`. */
export const decisionPolicyAggregate: Aggregate<DecisionPolicyState, SetDecisionPolicy, DecisionPolicyEvent> = {
  ...decisionPolicy,
  project: projectDecisionPolicy,
};

/** Commands to devices, in streams `command-<id>`. */
export const commandAggregate: Aggregate<CommandState, CommandCommand, CommandEvent> = {
  ...command,
  project: projectCommand,
};

/** Runbooks, in streams `runbook-<id>`. */
export const runbookAggregate: Aggregate<RunbookState, RunbookCommand, RunbookEvent> = {
  ...runbook,
  project: projectRunbook,
};

/** Actions on many devices, in streams `batch-<id>`. */
export const batchAggregate: Aggregate<BatchState, BatchCommand, BatchEvent> = { ...batch, project: projectBatch };
