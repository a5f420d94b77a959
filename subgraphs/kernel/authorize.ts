/**
 * Who may call a root field. Every query, mutation and subscription names one rule with `@Authorize`;
 * the schema builder enforces it and refuses to build a schema in which a root field has none.
 */
import { Extensions } from 'type-graphql';
import { Refusal } from './errors.ts';
import { holdsRole, type Role, type Viewer } from './viewer.ts';

/** A named rule. `check` throws a `Refusal` that tells the caller what is missing. */
export type Rule = {
  /** How the rule reads in the schema's documentation. */
  readonly words: string;
  check(viewer: Viewer): void;
};

/** The key under which a field's rule travels in GraphQL extensions. */
export const ruleExtension = 'flotillaRule';

/** Declares the rule of a root field. */
export function Authorize(rule: Rule): MethodDecorator & PropertyDecorator {
  return Extensions({ [ruleExtension]: rule });
}

/** Anybody, signed in or not. */
export const anyone: Rule = { words: 'anyone', check: () => undefined };

/** Any person or service account of a tenant. */
export const signedIn: Rule = {
  words: 'anyone signed in',
  check(viewer) {
    if (viewer.kind === 'system') return;
    if (viewer.kind !== 'user' && viewer.kind !== 'service') throw signInFirst();
  },
};

/** A person with one of the roles, or a service account with the scope. Both lists are alternatives. */
export function allow(allowed: readonly Role[], scope: string): Rule {
  return {
    words: `roles ${allowed.join(', ')}; scope ${scope}`,
    check(viewer) {
      if (viewer.kind === 'system') return;
      if (viewer.kind === 'service') {
        if (viewer.scopes.includes(scope)) return;
        throw new Refusal('FORBIDDEN', `This service account lacks the scope ${scope}.`, { scope });
      }
      if (viewer.kind !== 'user') throw signInFirst();
      if (allowed.some((role) => holdsRole(viewer, role))) return;
      throw new Refusal('FORBIDDEN', `This needs one of the roles ${allowed.join(', ')}. Ask a tenant administrator.`, {
        roles: allowed,
      });
    },
  };
}

/** A device that proved itself with its client certificate. Its trust is checked where its data is. */
export const device: Rule = {
  words: 'a device with its certificate',
  check(viewer) {
    if (viewer.kind !== 'device') {
      throw new Refusal('UNAUTHENTICATED', 'Only a device can call this, with its client certificate.');
    }
  },
};

/** A caller of the agents' door that has no certificate yet. */
export const claimant: Rule = {
  words: 'a device without a certificate yet',
  check(viewer) {
    if (viewer.kind !== 'claimant' && viewer.kind !== 'device') {
      throw new Refusal('FORBIDDEN', "Only a device can call this, at the agents' door.");
    }
  },
};

/** The gateway itself, on internal routes. */
export const gatewayOnly: Rule = {
  words: 'the gateway',
  check(viewer) {
    if (viewer.kind !== 'gateway') throw new Refusal('FORBIDDEN', 'Only the gateway can call this.');
  },
};

function signInFirst(): Refusal {
  return new Refusal('UNAUTHENTICATED', 'Sign in first.');
}
