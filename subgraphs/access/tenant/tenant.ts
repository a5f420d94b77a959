/**
 * A tenant: created once, with a name for people and a slug for addresses. Whether a slug is still free is a
 * question about all tenants, so the database's unique index answers it and not this file.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { TenantEvent } from './events.ts';

/** Where a tenant is in its life. */
export type TenantState =
  { readonly stage: 'ABSENT' } | { readonly stage: 'OPEN'; readonly name: string; readonly slug: string };

/** Opens a new tenant. */
export type CreateTenant = {
  readonly type: 'CreateTenant';
  readonly tenantId: string;
  readonly name: string;
  readonly slug: string;
};

/** Every command a tenant understands. */
export type TenantCommand = CreateTenant;

const nameLengthMax = 80;
const slugShape = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

/** The pure heart of the tenant aggregate. */
export const tenant: Decider<TenantState, TenantCommand, TenantEvent> = {
  initialState: { stage: 'ABSENT' },

  decide(command, state) {
    if (state.stage !== 'ABSENT') {
      throw new Refusal('CONFLICT', `The tenant ${state.slug} exists already.`, { slug: state.slug });
    }
    const name = command.name.trim();
    if (name === '' || name.length > nameLengthMax) {
      throw new Refusal('INVALID_INPUT', `A tenant needs a name of 1 to ${nameLengthMax} characters.`, {
        field: 'name',
      });
    }
    if (!slugShape.test(command.slug)) {
      throw new Refusal(
        'INVALID_INPUT',
        'A slug has 3 to 40 lower-case letters, digits and hyphens, and starts with a letter.',
        { field: 'slug', slug: command.slug },
      );
    }
    return [{ type: 'TenantCreated', data: { tenantId: command.tenantId, name, slug: command.slug } }];
  },

  evolve(_state, event) {
    return { stage: 'OPEN', name: event.data.name, slug: event.data.slug };
  },
};
