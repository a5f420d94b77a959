/** The templates of a tenant: one per name, so that a pipeline can name the one it wants. Pure. */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { PlanTemplate } from '../rollout/events.ts';
import type { TemplateEvent } from './events.ts';

/** Templates of one tenant at most. */
export const templatesMax = 200;

/** What a name stands for. */
export type KnownTemplate = { readonly templateId: string; readonly plan: PlanTemplate };

/** The templates of a tenant by name. */
export type TemplateState = ReadonlyMap<string, KnownTemplate>;

/** Keep a plan under a name. `templateId` is used unless the name has one already. */
export type SaveTemplate = {
  readonly type: 'SaveTemplate';
  readonly templateId: string;
  readonly name: string;
  readonly plan: PlanTemplate;
};

/** Offer it no longer. */
export type RemoveTemplate = { readonly type: 'RemoveTemplate'; readonly templateId: string };

/** Every command of templates. */
export type TemplateCommand = SaveTemplate | RemoveTemplate;

/** The decider of the stream `template-<tenantId>`. */
export const template: Decider<TemplateState, TemplateCommand, TemplateEvent> & { category: string } = {
  category: 'template',
  initialState: new Map(),
  decide(command, state) {
    if (command.type === 'RemoveTemplate') {
      const { templateId } = command;
      const known = [...state].find(([, each]) => each.templateId === templateId);
      return known ? [{ type: 'RolloutTemplateRemoved', data: { templateId, name: known[0] } }] : [];
    }
    const { name, plan } = command;
    const known = state.get(name);
    if (!known && state.size >= templatesMax) {
      const words = `There are ${templatesMax} templates already. Remove one that nobody uses.`;
      throw new Refusal('LIMIT_EXCEEDED', words, { limit: templatesMax });
    }
    if (known && JSON.stringify(known.plan) === JSON.stringify(plan)) return [];
    const templateId = known?.templateId ?? command.templateId;
    return [{ type: 'RolloutTemplateSaved', data: { templateId, name, plan } }];
  },
  evolve(state, event) {
    const next = new Map(state);
    switch (event.type) {
      case 'RolloutTemplateSaved': {
        const { templateId, name, plan } = event.data;
        return next.set(name, { templateId, plan });
      }
      case 'RolloutTemplateRemoved':
        next.delete(event.data.name);
        return next;
    }
  },
};
