import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandKinds, type CommandKind, type Order } from '../orders.ts';
import { defaultPolicy, parsePolicy, refusalOf } from './policy.ts';

function order(kind: CommandKind, payload: Readonly<Record<string, unknown>> = {}): Order {
  const ids = { commandId: 'c', deviceId: 'd', authorityId: 'global', idempotencyKey: 'k' };
  return { ...ids, kind, payload, authorityEpoch: 1, expiresAtMs: 0, delivery: 'AT_MOST_ONCE' };
}
const said = (text: unknown, isExecAllowed = false) => parsePolicy(JSON.stringify(text), '/p', isExecAllowed);

describe('a device without a policy', () => {
  test('does everything but EXEC', () => {
    const refused = commandKinds.filter((kind) => refusalOf(order(kind), defaultPolicy(false)) !== null);
    expect(refused).toEqual(['EXEC']);
  });

  test('does EXEC too when it was started so', () => {
    expect(refusalOf(order('EXEC', { name: 'any' }), defaultPolicy(true))).toBeNull();
  });
});

describe('a policy', () => {
  test('lists the runbooks, services and channels that are allowed', () => {
    const policy = said({ allow: { exec: ['tidy'], restart_service: ['cups'], set_channel: ['stable'] } });
    expect(refusalOf(order('EXEC', { name: 'tidy' }), policy)).toBeNull();
    expect(refusalOf(order('EXEC', { name: 'other' }), policy)).toContain('does not allow EXEC of other');
    expect(refusalOf(order('EXEC'), policy)).not.toBeNull();
    expect(refusalOf(order('RESTART_SERVICE', { service: 'cups' }), policy)).toBeNull();
    expect(refusalOf(order('RESTART_SERVICE', { service: 'sshd' }), policy)).not.toBeNull();
    expect(refusalOf(order('SET_CHANNEL', { channel: 'edge' }), policy)).not.toBeNull();
  });

  test('that forbids EXEC is stronger than how the agent was started', () => {
    expect(refusalOf(order('EXEC', { name: 'any' }), said({ allow: { exec: false } }, true))).not.toBeNull();
    expect(refusalOf(order('EXEC', { name: 'any' }), said({}, true))).toBeNull();
  });

  test('can forbid every kind', () => {
    for (const kind of commandKinds) {
      expect(refusalOf(order(kind), said({ allow: { [kind.toLowerCase()]: false } }))).toContain(kind);
    }
  });

  test.for([
    'not json',
    '[]',
    '{"alow":{}}',
    '{"allow":{"exce":false}}',
    '{"allow":{"drain":["a"]}}',
    '{"allow":{"exec":"yes"}}',
    '{"services":{"cups":"systemctl restart cups"}}',
    '{"hooks":{"reboot":["/sbin/reboot"]}}',
    '{"exec_concurrency":0}',
  ])('that says %s allows nothing, because nobody knows what it was to forbid', (text) => {
    const policy = parsePolicy(text, '/p', true);
    expect(commandKinds.filter((kind) => refusalOf(order(kind), policy) === null)).toEqual([]);
  });

  test('is read or faulty, whatever its text is, and a faulty one allows nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const policy = parsePolicy(text, '/p', false);
        return policy.fault === null || commandKinds.every((kind) => refusalOf(order(kind), policy) !== null);
      }),
    );
  });
});
