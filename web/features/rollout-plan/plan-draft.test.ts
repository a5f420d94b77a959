import { expect, it } from 'vitest';
import { emptyDraft, emptyWave, type PlanDraft, readPlan } from './plan-draft.ts';
import { slipAt, slipOf, stepOf } from './slip.ts';

const artifact = { digest: `sha256:${'a'.repeat(64)}`, name: 'till', version: '1.1.0' };
const draft: PlanDraft = { ...emptyDraft, name: 'Till', artifact, executorName: 'till' };
const slipIn = (change: Partial<PlanDraft>) => {
  const read = readPlan({ ...draft, ...change });
  return read.kind === 'slip' ? read.slip.element : null;
};

it('reads what is typed into the plan the API takes', () => {
  const read = readPlan({
    ...draft,
    executorMore: '{"args":["-v"]}',
    selection: { ...draft.selection, labels: 'a=b' },
  });
  expect(read).toMatchObject({
    kind: 'plan',
    input: {
      name: 'Till',
      artifact: { digest: artifact.digest },
      executor: { kind: 'service', name: 'till', args: ['-v'] },
      health: [{ kind: 'exit', timeoutS: 10 }],
      selection: { labels: [{ key: 'a', value: 'b' }], deviceIds: [] },
      waves: [
        { name: 'canary', count: 1, gates: { minExecuted: 1 } },
        { name: 'rest', count: null },
      ],
      window: null,
      parallelMax: null,
    },
  });
});

it('names the element of a slip as the API names it, wave by wave', () => {
  expect(slipIn({ name: ' ' })).toBe('name');
  expect(slipIn({ artifact: null })).toBe('artifact');
  expect(slipIn({ executorMore: '[]' })).toBe('executor');
  expect(slipIn({ checks: [{ key: 0, kind: 'http', target: 'nowhere', timeoutS: '5' }] })).toBe('health.0');
  expect(slipIn({ selection: { ...draft.selection, labels: 'till' } })).toBe('selection.labels');
  expect(slipIn({ waves: [emptyWave(0, 'a'), emptyWave(1, 'b', { soakS: 'an hour' })] })).toBe('waves.1.gates.soakS');
  expect(slipIn({ waves: [emptyWave(0, 'a', { take: 'percent', amount: '' })] })).toBe('waves.0.percent');
});

it('takes an empty border for none, and never sends a window that is switched off', () => {
  const waves = [emptyWave(0, 'a', { failurePercent: '', lostMax: '' })];
  const read = readPlan({ ...draft, waves, hasWindow: false, days: ['SAT'] });
  expect(read).toMatchObject({ input: { waves: [{ gates: { failurePercent: 0, lostMax: 0 } }], window: null } });
});

it('shows a slip at its own field, in the step that has it, whoever found it', () => {
  const extensions = { details: { element: 'waves.0.gates.soakS' } };
  const slip = slipOf({ graphQLErrors: [{ message: 'too long', extensions }] });
  expect(slipAt(slip, 'waves.0.gates.soakS')).toBe('too long');
  expect(slipAt(slip, 'waves.0.gates')).toBeUndefined();
  expect(slipAt(slip, 'waves.0', { whole: true })).toBe('too long');
  expect([stepOf('waves.0.gates.soakS'), stepOf('selection.labels'), stepOf('executor.name')]).toEqual([
    'waves',
    'devices',
    'artifact',
  ]);
  expect(slipOf({ graphQLErrors: [{ message: 'no' }] })).toBeNull();
});
