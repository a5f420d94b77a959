/** The aggregates of rollouts, each wired to the rows it writes. */
import type { Aggregate } from '@flotilla/kernel/aggregate';
import { budget, type BudgetCommand, type BudgetState } from './budget/budget.ts';
import type { BudgetEvent } from './budget/events.ts';
import { projectBudget, projectSlots } from './budget/projection.ts';
import { bundle, type BundleCommand, type BundleState } from './bundle/bundle.ts';
import type { BundleEvent } from './bundle/events.ts';
import { projectBundle } from './bundle/projection.ts';
import type { HookSecretEvent } from './hook-secret/events.ts';
import { hookSecret, type HookSecretCommand, type HookSecretState } from './hook-secret/hook-secret.ts';
import { projectHookSecret } from './hook-secret/projection.ts';
import type { IntentEvent } from './intent/events.ts';
import { intent, type IntentCommand, type IntentState } from './intent/intent.ts';
import { projectIntent } from './intent/projection.ts';
import type { LeaseEvent } from './lease/events.ts';
import { lease, type LeaseCommand, type LeaseState } from './lease/lease.ts';
import { projectLease } from './lease/projection.ts';
import type { RolloutEvent } from './rollout/events.ts';
import { projectRollout } from './rollout/projection.ts';
import { rollout, type RolloutCommand, type RolloutState } from './rollout/rollout.ts';
import { projectTargetLease, projectTargetRefusal, projectTargets } from './target/projection.ts';
import type { TemplateEvent } from './template/events.ts';
import { projectTemplate } from './template/projection.ts';
import { template, type TemplateCommand, type TemplateState } from './template/template.ts';

/** Leases, in streams `lease-<device id>`. */
export const leaseAggregate: Aggregate<LeaseState, LeaseCommand, LeaseEvent> = {
  ...lease,
  async project(em, fact) {
    await projectLease(em, fact);
    await projectSlots(em, fact);
    await projectTargetLease(em, fact);
  },
};

/** Budgets, in streams `budget-<tenant id>`. */
export const budgetAggregate: Aggregate<BudgetState, BudgetCommand, BudgetEvent> = {
  ...budget,
  project: projectBudget,
};

/** Rollouts, in streams `rollout-<id>`. */
export const rolloutAggregate: Aggregate<RolloutState, RolloutCommand, RolloutEvent> = {
  ...rollout,
  async project(em, fact) {
    await projectRollout(em, fact);
    await projectTargets(em, fact);
  },
};

/** Templates, in streams `template-<tenant id>`. */
export const templateAggregate: Aggregate<TemplateState, TemplateCommand, TemplateEvent> = {
  ...template,
  project: projectTemplate,
};

/** Secrets of pipelines, in streams `hook_secret-<tenant id>`. */
export const hookSecretAggregate: Aggregate<HookSecretState, HookSecretCommand, HookSecretEvent> = {
  ...hookSecret,
  project: projectHookSecret,
};

/** Bundles, in streams `bundle-<tenant id>`. */
export const bundleAggregate: Aggregate<BundleState, BundleCommand, BundleEvent> = {
  ...bundle,
  project: projectBundle,
};

/** Intents, in streams `intent-<device id>`. */
export const intentAggregate: Aggregate<IntentState, IntentCommand, IntentEvent> = {
  ...intent,
  async project(em, fact) {
    await projectIntent(em, fact);
    if (fact.type === 'DeviceUpdateRefused') await projectTargetRefusal(em, fact);
  },
};
