/** What can happen to the templates of a tenant, as facts. */
import type { Event } from '@flotilla/kernel/event';
import type { PlanTemplate } from '../rollout/events.ts';

/** A plan without an artifact was kept under a name, or what the name stood for was replaced. */
export type RolloutTemplateSaved = Event<
  'RolloutTemplateSaved',
  { readonly templateId: string; readonly name: string; readonly plan: PlanTemplate }
>;

/** A template is not offered any more. Rollouts that were made from it go on. */
export type RolloutTemplateRemoved = Event<
  'RolloutTemplateRemoved',
  { readonly templateId: string; readonly name: string }
>;

/** Every fact of the stream `template-<tenantId>`. */
export type TemplateEvent = RolloutTemplateSaved | RolloutTemplateRemoved;
