import fc from 'fast-check';
import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import { expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import { bundle, itemsMax, type BundleCommand } from './bundle.ts';
import type { BundleEvent } from './events.ts';

const item = (name: string) => ({ artifact: { ...somePlan().artifact, name }, executor: {}, health: [] });
const command: fc.Arbitrary<BundleCommand> = fc.oneof(
  fc.record({
    type: fc.constant('SaveBundle' as const),
    bundleId: fc.uuid(),
    name: fc.constantFrom('till', 'camera'),
    items: fc.array(fc.constantFrom(...['a', 'b', 'c', 'd'].map(item)), { maxLength: itemsMax + 2 }),
  }),
  fc.record({ type: fc.constant('RemoveBundle' as const), bundleId: fc.constantFrom('1', '2') }),
);

test('a bundle has 1 to 20 artifacts, each name once, and is what was saved last under its name', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
      let state = bundle.initialState;
      const events: BundleEvent[] = [];
      for (const each of commands) {
        const names = each.type === 'SaveBundle' ? each.items.map(({ artifact }) => artifact.name) : [];
        const isRight = each.type === 'RemoveBundle' || (names.length > 0 && new Set(names).size === names.length);
        try {
          const caused = bundle.decide(each, state);
          expect(isRight).toBe(true);
          events.push(...caused);
          state = replay({ ...bundle, initialState: state }, caused);
          if (each.type === 'SaveBundle') expect(state.get(each.name)?.items).toEqual(each.items);
        } catch (thrown) {
          expect(isRefusal(thrown) && thrown.code).toBe('INVALID_INPUT');
          expect(isRight).toBe(false);
        }
      }
      expect(replay(bundle, events)).toEqual(state);
    }),
  );
});
