/** The comparison everything here is about: what the agent was told is safe, against what is stored. */
import { expect } from 'vitest';
import { readAgentBooks, type AgentBooks } from './agent-books.ts';
import type { Installation } from './installation.ts';
import { accountedFor, firstFlaw, repeatedSamples, storedEpoch, wrongRollups } from './metrics-store.ts';
import { until } from './until.ts';

/** From the journal to the metrics database it may take a moment, longer after a crash. */
const carriedMs = 30_000;

/**
 * Waits until the agent is heard again and expects that each number acknowledged to it is stored once, or declared lost
 * where `mayLose` allows that, and rolled up once. Answers the agent's books.
 */
export async function expectBooksToAgree(
  installation: Installation,
  { mayLose }: { readonly mayLose: boolean },
): Promise<AgentBooks> {
  const { clickhouseUrl } = installation;
  const before = await readAgentBooks(installation);
  await until('the agent is heard again', async () => {
    return (await readAgentBooks(installation)).acknowledgedSeq > before.acknowledgedSeq;
  });
  const books = await readAgentBooks(installation);
  for (const { produced, accepted, dropped, queued } of [books.samples, books.kernelEvents]) {
    expect(accepted + dropped + queued).toBe(produced);
  }
  const accepted = books.samples.accepted + books.kernelEvents.accepted;
  const declared = books.samples.dropped + books.kernelEvents.dropped - books.undeclared;
  if (!mayLose) expect(declared + books.undeclared).toBe(0);
  expect(books.acknowledgedSeq).toBe(accepted + declared);
  await until(
    'all that was acknowledged is stored',
    async () =>
      accountedFor(await storedEpoch(clickhouseUrl, books.epoch), books.acknowledgedSeq) >= accepted + declared,
    carriedMs,
  );
  const stored = await storedEpoch(clickhouseUrl, books.epoch);
  expect(accountedFor(stored, books.acknowledgedSeq)).toBe(books.acknowledgedSeq);
  if (declared === 0) expect(firstFlaw(stored, books.acknowledgedSeq)).toBe(undefined);
  expect(await repeatedSamples(clickhouseUrl)).toEqual([]);
  // A batch that arrives between the two questions is in one answer only.
  await until(
    'what is rolled up is what is stored',
    async () => (await wrongRollups(clickhouseUrl)).length === 0,
    5000,
  );
  return books;
}
