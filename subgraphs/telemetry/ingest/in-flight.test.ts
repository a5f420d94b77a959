/** How much a scope may have in hand at once. */
import { expect, test } from 'vitest';
import { InFlight, type ScopeCap } from './in-flight.ts';

const scopes = (domain: string): ScopeCap[] => [
  { scope: 'tenant', id: 't', max: 3 },
  { scope: 'domain', id: `t/${domain}`, max: 2 },
];

test('a domain that is full leaves places for the others of its tenant, and gives its own back', async () => {
  const inFlight = new InFlight();
  const ends: (() => void)[] = [];
  const hold = (domain: string) => inFlight.within(scopes(domain), () => new Promise<void>((end) => ends.push(end)));
  const held = [hold('a'), hold('a')];
  const refused = { code: 'LIMIT_EXCEEDED', details: { limit: 'domainPushesInFlight', scope: 'domain' } };
  await expect(hold('a')).rejects.toMatchObject(refused);
  held.push(hold('b'));
  await expect(hold('b')).rejects.toMatchObject({ details: { scope: 'tenant' } });
  await expect(hold('c')).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
  for (const end of ends) end();
  await Promise.all(held);
  expect(await inFlight.within(scopes('a'), async () => 'in')).toBe('in');
});

test('a push that fails gives its place back', async () => {
  const inFlight = new InFlight();
  const once = [{ scope: 'domain', id: 'd', max: 1 }] as const;
  await expect(inFlight.within(once, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(inFlight.within(once, async () => 1)).resolves.toBe(1);
});
