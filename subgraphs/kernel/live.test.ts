import { describe, expect, it } from 'vitest';
import { Topic } from './live.ts';

describe('a topic', () => {
  it('numbers values per listener and only the wanted ones', async () => {
    const topic = new Topic<number>();
    const even = topic.subscribe((value) => value % 2 === 0);
    for (let value = 1; value <= 4; value += 1) topic.publish(value);
    expect((await even.next()).value).toEqual({ seq: 1, value: 2 });
    expect((await even.next()).value).toEqual({ seq: 2, value: 4 });
  });

  it('drops the oldest for a slow listener and shows it by a gap in the numbers', async () => {
    const topic = new Topic<number>();
    const slow = topic.subscribe();
    for (let value = 1; value <= 300; value += 1) topic.publish(value);
    expect((await slow.next()).value).toEqual({ seq: 45, value: 45 });
  });

  it('forgets a listener that leaves, also while it waits', async () => {
    const topic = new Topic<number>();
    const listener = topic.subscribe();
    const waiting = listener.next();
    await listener.return?.();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(topic.listeners).toBe(0);
  });
});
