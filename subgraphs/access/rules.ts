/** The authorisation rules of access that no other subgraph has. */
import type { Rule } from '@flotilla/kernel/authorize';
import { Refusal } from '@flotilla/kernel/errors';

/** The people who run the platform. No service account: its scopes end at its tenant. */
export const platformAdmin: Rule = {
  words: 'role PLATFORM_ADMIN',
  check(viewer) {
    if (viewer.kind === 'system') return;
    if (viewer.kind !== 'user' && viewer.kind !== 'service') throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
    if (viewer.kind === 'user' && viewer.roles.includes('PLATFORM_ADMIN')) return;
    throw new Refusal('FORBIDDEN', 'This needs the role PLATFORM_ADMIN.', { roles: ['PLATFORM_ADMIN'] });
  },
};

/** A person, as opposed to a machine: machines have no sessions. */
export const person: Rule = {
  words: 'a person signed in',
  check(viewer) {
    if (viewer.kind === 'user' || viewer.kind === 'system') return;
    if (viewer.kind === 'service') throw new Refusal('FORBIDDEN', 'A service account has no sessions.');
    throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  },
};
