import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Turnstile } from './turnstile.ts';

describe('a turnstile', () => {
  test('lets no more in than allowed, and everybody in the end', async () => {
    const turnstile = new Turnstile({ insideMax: 3, waitingMax: 100 });
    let inside = 0;
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        turnstile.pass(async () => {
          most = Math.max(most, ++inside);
          await delay(1);
          inside -= 1;
          return n;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(done).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('refuses with a time to come back when too many wait, and works on after a failure', async () => {
    const turnstile = new Turnstile({ insideMax: 1, waitingMax: 1 });
    const failing = turnstile.pass(async () => {
      await delay(5);
      throw new Error('inside');
    });
    const waiting = turnstile.pass(async () => 'second');
    await expect(turnstile.pass(async () => 'third')).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      retryAfterMs: expect.any(Number),
    });
    await expect(failing).rejects.toThrow('inside');
    await expect(waiting).resolves.toBe('second');
    await expect(turnstile.pass(async () => 'fourth')).resolves.toBe('fourth');
  });
});
