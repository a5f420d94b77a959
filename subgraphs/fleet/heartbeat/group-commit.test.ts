import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';

function collector(
  options: { delayMs?: number; waitingMax?: number; tenantMax?: number; domainMax?: number; batchMax?: number } = {},
) {
  const { tenantMax = 100, domainMax = 100 } = options;
  const batches: string[][] = [];
  const group = new GroupCommit<string, string>({
    scopesOf: (call) => [
      { id: call.slice(0, 1), max: tenantMax },
      { id: call.slice(0, 2), max: domainMax },
    ],
    batchMax: 10,
    waitMs: 1,
    waitingMax: 100,
    ...options,
    async perform(calls) {
      batches.push([...calls]);
      await delay(options.delayMs ?? 1);
      if (calls.includes('boom')) throw new Error('the batch failed');
      return calls.map((call) => (call === 'no' ? new Error('refused') : call.toUpperCase()));
    },
  });
  return { group, batches };
}

describe('a group commit', () => {
  test('answers each call with its own answer or its own refusal', async () => {
    const { group, batches } = collector();
    const answers = await Promise.allSettled(['a', 'no', 'b'].map((call) => group.submit(call)));
    expect(answers).toMatchObject([{ value: 'A' }, { reason: { message: 'refused' } }, { value: 'B' }]);
    expect(batches).toEqual([['a', 'no', 'b']]);
  });

  test('has one batch in flight, and lets those who come meanwhile share the next', async () => {
    const { group, batches } = collector({ delayMs: 10 });
    const first = group.submit('a');
    await delay(5);
    await Promise.all([first, group.submit('b'), group.submit('c')]);
    expect(batches).toEqual([['a'], ['b', 'c']]);
  });

  test('never makes a batch larger than allowed', async () => {
    const { group, batches } = collector({ batchMax: 2 });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((call) => group.submit(call)));
    expect(batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  test('a failed batch fails its calls and no others', async () => {
    const { group } = collector();
    await expect(group.submit('boom')).rejects.toThrow('the batch failed');
    await expect(group.submit('a')).resolves.toBe('A');
  });

  test('refuses with LIMIT_EXCEEDED and a time to come back when too many of one scope wait', async () => {
    const { group } = collector({ tenantMax: 2 });
    const accepted = [group.submit('a1'), group.submit('a2'), group.submit('b1')];
    await expect(group.submit('a3')).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      retryAfterMs: expect.any(Number),
    });
    await Promise.all(accepted);
    await expect(group.submit('a3')).resolves.toBe('A3');
  });

  test('keeps places for the other domains of a tenant when one of them is full', async () => {
    const { group } = collector({ tenantMax: 4, domainMax: 2 });
    const accepted = [group.submit('ta1'), group.submit('ta2')];
    await expect(group.submit('ta3')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    accepted.push(group.submit('tb1'), group.submit('tc1'));
    await expect(group.submit('td1')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await Promise.all(accepted);
    await expect(group.submit('ta3')).resolves.toBe('TA3');
  });

  test('drains everything it accepted', async () => {
    const { group, batches } = collector({ batchMax: 1 });
    const accepted = Promise.all(['a', 'b', 'c'].map((call) => group.submit(call)));
    await group.drain();
    expect(batches).toHaveLength(3);
    await accepted;
  });
});
