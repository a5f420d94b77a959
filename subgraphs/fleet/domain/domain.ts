/**
 * Domains: a tree of scopes inside a tenant. A domain never moves, so its path is fixed at birth and the tree cannot
 * have a cycle: a parent exists before its child.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedName, checkedSlug } from '../naming/words.ts';
import type { DomainEvent } from './events.ts';

/** Levels of the tree at most. */
export const domainDepthMax = 8;

/** One domain as its stream tells it. */
export type DomainState = { readonly stage: 'absent' } | { readonly stage: 'created'; readonly path: string };

/** Create a domain below a parent, or at the root. The parent comes from the rows of the same transaction. */
export type CreateDomain = {
  readonly type: 'CreateDomain';
  readonly domainId: string;
  readonly name: string;
  readonly slug: string;
  readonly parent: { readonly id: string; readonly path: string } | null;
};

/** The decider of the stream `domain-<id>`. */
export const domain: Decider<DomainState, CreateDomain, DomainEvent> & { category: string } = {
  category: 'domain',
  initialState: { stage: 'absent' },
  decide(command, state) {
    if (state.stage === 'created') throw new Refusal('CONFLICT', 'This domain exists already.', { path: state.path });
    const name = checkedName('name', command.name);
    const slug = checkedSlug(command.slug);
    const path = command.parent ? `${command.parent.path}/${slug}` : slug;
    if (path.split('/').length > domainDepthMax) {
      throw new Refusal('INVALID_INPUT', `Domains can be ${domainDepthMax} levels deep at most.`, { path });
    }
    const { domainId } = command;
    return [{ type: 'DomainCreated', data: { domainId, name, slug, parentId: command.parent?.id ?? null, path } }];
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DomainCreated':
        return { stage: 'created', path: event.data.path };
      default:
        return state;
    }
  },
};
