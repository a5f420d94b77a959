import { describe, expect, it } from 'vitest';
import { emptyOrder, type OrderRunbook, readOrder, runbookKey } from './order-draft.ts';

const nothing = {
  pattern: null,
  lengthMax: null,
  values: null,
  min: null,
  max: null,
};
const rotate: OrderRunbook = {
  runbookId: 'r-1',
  version: 3,
  name: 'rotate-logs',
  description: '',
  parameters: [
    { ...nothing, name: 'unit', type: 'STRING', lengthMax: 8 },
    { ...nothing, name: 'level', type: 'ENUM', values: ['info', 'debug'] },
    { ...nothing, name: 'keep', type: 'INT', min: 1, max: 9 },
    { ...nothing, name: 'force', type: 'BOOLEAN' },
  ],
};

describe('an order', () => {
  it('becomes the payload of its kind', () => {
    expect(readOrder(emptyOrder('CORDON'), [])).toEqual({
      kind: 'payload',
      payload: {},
    });
    expect(readOrder(emptyOrder('DRAIN'), [])).toEqual({
      kind: 'payload',
      payload: { graceS: 60 },
    });
    const bundle = readOrder(emptyOrder('SUPPORT_BUNDLE'), []);
    expect(bundle).toEqual({
      kind: 'payload',
      payload: { include: ['logs', 'inventory'] },
    });
  });

  it('names the field that keeps it from being one', () => {
    expect(readOrder({ ...emptyOrder('DRAIN'), graceS: '-1' }, [])).toMatchObject({ kind: 'slip', field: 'graceS' });
    expect(readOrder(emptyOrder('RESTART_SERVICE'), [])).toMatchObject({
      kind: 'slip',
      field: 'service',
    });
    expect(readOrder(emptyOrder('EXEC'), [rotate])).toMatchObject({
      kind: 'slip',
      field: 'runbook',
    });
  });

  it('gives a runbook its arguments by their types, the first of a choice where nobody chose', () => {
    const draft = {
      ...emptyOrder('EXEC'),
      runbook: runbookKey(rotate),
      args: { unit: 'nginx', keep: '3' },
    };
    expect(readOrder(draft, [rotate])).toEqual({
      kind: 'payload',
      payload: {
        runbookId: 'r-1',
        version: 3,
        args: { unit: 'nginx', level: 'info', keep: 3, force: false },
      },
    });
    const tooMany = { ...draft, args: { ...draft.args, keep: '10' } };
    expect(readOrder(tooMany, [rotate])).toMatchObject({
      kind: 'slip',
      field: 'keep',
    });
    const tooLong = { ...draft, args: { ...draft.args, unit: 'postgresql' } };
    expect(readOrder(tooLong, [rotate])).toMatchObject({
      kind: 'slip',
      field: 'unit',
    });
  });
});
