import fc from 'fast-check';
import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import { describe, expect, test } from 'vitest';
import { somePlan } from '../testing/plans.ts';
import type { TemplateEvent } from './events.ts';
import { template, templatesMax, type TemplateCommand } from './template.ts';

const { name: _, artifact: __, previous: ___, ...plan } = somePlan();
const command: fc.Arbitrary<TemplateCommand> = fc.oneof(
  fc.record({
    type: fc.constant('SaveTemplate' as const),
    templateId: fc.uuid(),
    name: fc.constantFrom('web', 'till', 'camera'),
    plan: fc.constantFrom(plan, { ...plan, parallelMax: 3 }),
  }),
  fc.record({ type: fc.constant('RemoveTemplate' as const), templateId: fc.constantFrom('1', '2') }),
);

function after(commands: readonly TemplateCommand[]) {
  let state = template.initialState;
  const events: TemplateEvent[] = [];
  for (const each of commands) {
    const caused = template.decide(each, state);
    events.push(...caused);
    state = replay({ ...template, initialState: state }, caused);
  }
  return { state, events };
}

describe('templates', () => {
  test('have one plan per name, the one that was saved last, under the identity it had first', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const { state, events } = after(commands);
        expect(replay(template, events)).toEqual(state);
        const saved = commands.filter((each) => each.type === 'SaveTemplate');
        for (const [name, { templateId, plan: kept }] of state) {
          const ofName = saved.filter((each) => each.name === name);
          expect(kept).toEqual(ofName.at(-1)?.plan);
          expect(ofName.map((each) => each.templateId)).toContain(templateId);
        }
        expect(new Set([...state.values()].map((each) => each.templateId)).size).toBe(state.size);
      }),
    );
  });

  test('are saved again without a fact where nothing differs, and removed once', () => {
    const save = { type: 'SaveTemplate', templateId: 't1', name: 'web', plan } as const;
    const remove = { type: 'RemoveTemplate', templateId: 't1' } as const;
    const { events } = after([save, { ...save, templateId: 't2' }, remove, remove]);
    expect(events.map(({ type }) => type)).toEqual(['RolloutTemplateSaved', 'RolloutTemplateRemoved']);
  });

  test('are so many and no more', () => {
    const saves = Array.from({ length: templatesMax }, (_each, at) => {
      return { type: 'SaveTemplate', templateId: String(at), name: String(at), plan } as const;
    });
    const { state } = after(saves);
    let thrown: unknown;
    try {
      template.decide({ type: 'SaveTemplate', templateId: 'x', name: 'one more', plan }, state);
    } catch (error) {
      thrown = error;
    }
    expect(isRefusal(thrown) && thrown.code).toBe('LIMIT_EXCEEDED');
    expect(
      template.decide({ type: 'SaveTemplate', templateId: 'x', name: '0', plan: { ...plan, parallelMax: 1 } }, state),
    ).toHaveLength(1);
  });
});
