/**
 * The secrets of a tenant's pipelines. A few at once, so that one can be replaced without a moment in which none is good.
 * Pure.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { HookSecretEvent } from './events.ts';

/** Secrets of one tenant at most. */
export const hookSecretsMax = 5;

/** Names of the secrets that are good, by id. */
export type HookSecretState = ReadonlyMap<string, string>;

/** Let whoever has it make drafts. */
export type IssueHookSecret = { readonly type: 'IssueHookSecret'; readonly secretId: string; readonly name: string };

/** Take nothing more that is signed with it. */
export type RevokeHookSecret = { readonly type: 'RevokeHookSecret'; readonly secretId: string };

/** Every command of secrets. */
export type HookSecretCommand = IssueHookSecret | RevokeHookSecret;

/** The decider of the stream `hook_secret-<tenantId>`. */
export const hookSecret: Decider<HookSecretState, HookSecretCommand, HookSecretEvent> & { category: string } = {
  category: 'hook_secret',
  initialState: new Map(),
  decide(command, state) {
    const { secretId } = command;
    const known = state.get(secretId);
    if (command.type === 'RevokeHookSecret') {
      return known === undefined ? [] : [{ type: 'RolloutHookSecretRevoked', data: { secretId, name: known } }];
    }
    if (known !== undefined) throw new Refusal('CONFLICT', 'This secret exists already.', { secretId });
    if (state.size >= hookSecretsMax) {
      const words = `There are ${hookSecretsMax} secrets already. Revoke one that nobody signs with.`;
      throw new Refusal('LIMIT_EXCEEDED', words, { limit: hookSecretsMax });
    }
    return [{ type: 'RolloutHookSecretIssued', data: { secretId, name: command.name } }];
  },
  evolve(state, event) {
    const next = new Map(state);
    switch (event.type) {
      case 'RolloutHookSecretIssued':
        return next.set(event.data.secretId, event.data.name);
      case 'RolloutHookSecretRevoked':
        next.delete(event.data.secretId);
        return next;
    }
  },
};
