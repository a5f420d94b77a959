/**
 * The published language of the fleet: every fact it records, types only. Other subgraphs import this file and
 * nothing else of this package.
 */
import type { AuthorityEvent } from './authority/events.ts';
import type { AutoApprovalRuleEvent } from './auto-approval/events.ts';
import type { BatchEvent } from './batch/events.ts';
import type { CloneEvent } from './clone/events.ts';
import type { CommandEvent } from './command/events.ts';
import type { ConnectivityEvent } from './connectivity/events.ts';
import type { DecisionPolicyEvent } from './decision-policy/events.ts';
import type { DeviceEvent } from './device/events.ts';
import type { DomainEvent } from './domain/events.ts';
import type { DomainSettingsEvent } from './domain-settings/events.ts';
import type { EnrollmentTokenEvent } from './enrollment-token/events.ts';
import type { LocationEvent } from './location/events.ts';
import type { RelayEvent } from './relay/events.ts';
import type { ReplayEvent } from './replay/events.ts';
import type { RunbookEvent } from './runbook/events.ts';
import type { StatusBoardEvent } from './status-board/events.ts';

export type * from './authority/events.ts';
export type * from './auto-approval/events.ts';
export type * from './batch/events.ts';
export type * from './clone/events.ts';
export type * from './command/events.ts';
export type * from './connectivity/events.ts';
export type * from './decision-policy/events.ts';
export type * from './device/events.ts';
export type * from './domain/events.ts';
export type * from './domain-settings/events.ts';
export type * from './enrollment-token/events.ts';
export type * from './location/events.ts';
export type * from './relay/events.ts';
export type * from './replay/events.ts';
export type * from './runbook/events.ts';
export type * from './status-board/events.ts';

/** Any fact the fleet records. */
export type FleetEvent =
  | AuthorityEvent
  | AutoApprovalRuleEvent
  | BatchEvent
  | CloneEvent
  | CommandEvent
  | ConnectivityEvent
  | DecisionPolicyEvent
  | DeviceEvent
  | DomainEvent
  | DomainSettingsEvent
  | EnrollmentTokenEvent
  | LocationEvent
  | RelayEvent
  | ReplayEvent
  | RunbookEvent
  | StatusBoardEvent;
