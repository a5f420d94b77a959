import fc from 'fast-check';
import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import { expect, test } from 'vitest';
import type { HookSecretEvent } from './events.ts';
import { hookSecret, hookSecretsMax, type HookSecretCommand } from './hook-secret.ts';

const secretId = fc.integer({ min: 1, max: 8 }).map(String);
const command: fc.Arbitrary<HookSecretCommand> = fc.oneof(
  fc.record({ type: fc.constant('IssueHookSecret' as const), secretId, name: fc.constant('CI') }),
  fc.record({ type: fc.constant('RevokeHookSecret' as const), secretId }),
);

test('secrets are good from when they are issued until they are revoked, and never more than a few', () => {
  fc.assert(
    fc.property(fc.array(command), (commands) => {
      let state = hookSecret.initialState;
      const events: HookSecretEvent[] = [];
      const good = new Set<string>();
      for (const each of commands) {
        try {
          const caused = hookSecret.decide(each, state);
          events.push(...caused);
          state = replay({ ...hookSecret, initialState: state }, caused);
          if (each.type === 'IssueHookSecret') good.add(each.secretId);
          else good.delete(each.secretId);
        } catch (thrown) {
          const isExpected = isRefusal(thrown) && (good.has(each.secretId) || good.size === hookSecretsMax);
          expect(isExpected).toBe(true);
        }
        expect(new Set(state.keys())).toEqual(good);
        expect(state.size).toBeLessThanOrEqual(hookSecretsMax);
      }
      expect(replay(hookSecret, events)).toEqual(state);
    }),
  );
});
