import { describe, expect, it } from 'vitest';
import { Channel } from './channel.ts';

describe('a channel', () => {
  it('hands values over in order, waiting or not', async () => {
    const channel = new Channel<number>(10, () => undefined);
    const early = channel.next();
    channel.push(1);
    channel.push(2);
    expect([await early, await channel.next()].map((step) => step.value as number)).toEqual([1, 2]);
  });

  it('drops the oldest of what does not fit', async () => {
    const channel = new Channel<number>(2, () => undefined);
    for (const value of [1, 2, 3, 4]) channel.push(value);
    channel.end();
    const kept: number[] = [];
    for await (const value of channel) kept.push(value);
    expect(kept).toEqual([3, 4]);
  });

  it('ends at once when it is left, also while somebody waits, and tells once', async () => {
    let left = 0;
    const channel = new Channel<number>(2, () => (left += 1));
    const waiting = channel.next();
    await channel.return();
    await channel.return();
    expect((await waiting).done).toBe(true);
    expect(left).toBe(1);
  });

  it('throws after what is buffered when it fails, and instead of it when it is abandoned', async () => {
    const failing = new Channel<number>(2, () => undefined);
    failing.push(1);
    failing.fail(new Error('over'));
    expect((await failing.next()).value).toBe(1);
    await expect(failing.next()).rejects.toThrow('over');
    const abandoned = new Channel<number>(2, () => undefined);
    abandoned.push(1);
    abandoned.abandon(new Error('over'));
    await expect(abandoned.next()).rejects.toThrow('over');
    expect((await abandoned.next()).done).toBe(true);
  });
});
