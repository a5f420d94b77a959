import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import { nextIntent, type IntentWish } from '../orchestrator/intents.ts';
import { somePlan } from '../testing/plans.ts';
import { digestOf } from '@flotilla/kernel/canonical-json';
import type { DeviceUpdateIntended } from './events.ts';
import { intent } from './intent.ts';

const plan = somePlan();
const other = { ...plan.artifact, digest: `sha256:${'c'.repeat(64)}`, version: '1.9.0' };
const wish: IntentWish = {
  tenantId: 't1',
  rolloutId: 'r1',
  deviceId: 'd1',
  direction: 'FORWARD',
  plan,
  now: '2026-01-01T00:00:00.000Z',
  generation: 4,
  known: null,
  installed: other,
  before: null,
};

function made(change: Partial<IntentWish> = {}): DeviceUpdateIntended['data'] {
  const [event] = nextIntent({ ...wish, ...change }).events;
  if (event?.type !== 'DeviceUpdateIntended') throw new Error('there is no new intent');
  return event.data;
}

describe('an intent', () => {
  test('is one text, of a higher generation than all before, that says what is run and what was', () => {
    const { document, digest, generation } = made();
    expect(generation).toBe(5);
    expect(digest).toBe(digestOf(document));
    expect(JSON.parse(document)).toMatchObject({
      generation: 5,
      deviceId: 'd1',
      artifact: plan.artifact,
      previous: { digest: other.digest, version: '1.9.0' },
    });
  });

  test('stays as it is while nobody began it, and is new once it is about to end', () => {
    const known = { digest: 'x', generation: 4, expiresAt: '2026-01-02T00:00:00.000Z' };
    expect(nextIntent({ ...wish, known })).toEqual({ intent: known, events: [] });
    expect(nextIntent({ ...wish, known: { ...known, expiresAt: wish.now } }).events).toHaveLength(1);
  });

  test('that goes back goes to what the device ran before this rollout', () => {
    const changed = { direction: 'BACK', installed: plan.artifact } as const;
    expect(made({ ...changed, before: other }).artifact).toEqual(other);
    expect(made({ direction: 'BACK', installed: other }).artifact).toEqual(other);
    expect(made(changed).artifact).toEqual(plan.previous);
    expect(nextIntent({ ...wish, ...changed, plan: { ...plan, previous: null } })).toEqual({
      intent: null,
      events: [],
    });
  });

  test('of a generation that does not rise is refused', () => {
    let thrown: unknown;
    try {
      intent.decide({ type: 'IntendUpdate', ...made() }, { generation: 5, held: null });
    } catch (error) {
      thrown = error;
    }
    expect(isRefusal(thrown) && thrown.code).toBe('CONFLICT');
  });
});
