/** What can happen to the secrets by which pipelines make drafts, as facts. The secrets themselves are in none of them. */
import type { Event } from '@flotilla/kernel/event';

/** A secret was made and shown once. */
export type RolloutHookSecretIssued = Event<
  'RolloutHookSecretIssued',
  { readonly secretId: string; readonly name: string }
>;

/** Nothing that is signed with it is taken any more. */
export type RolloutHookSecretRevoked = Event<
  'RolloutHookSecretRevoked',
  { readonly secretId: string; readonly name: string }
>;

/** Every fact of the stream `hook_secret-<tenantId>`. */
export type HookSecretEvent = RolloutHookSecretIssued | RolloutHookSecretRevoked;
