/** Agent and host are never updated at once: while one's update is open, an offer for the other has to wait. */
import { expect, test } from 'vitest';
import { admit } from './believing/admission.ts';
import type { Executor } from './executors/executor.ts';
import { Unanswered } from './refusal.ts';
import type { Offer } from './sources/offer.ts';
import { deskNowMs, SigningDesk } from './testing/signing-desk.ts';
import { UpdateBook } from './update-book.ts';
import { Updater, type UpdaterTools } from './updater.ts';

const desk = new SigningDesk();
const leaseOverMs = deskNowMs + 60_000;

/** A device that gets no bytes, so that its update stays open until its lease is over. */
function device() {
  let disk: string | null = null;
  let nowMs = deskNowMs;
  const offers: Offer[] = [];
  const belief = { deviceId: 'd', tenantId: 't', keys: desk.keys(), artifactBytesMax: 1_000 };
  const said: string[] = [];
  const book = (): UpdateBook => new UpdateBook({ load: () => disk, save: (text) => void (disk = text) });
  const tools = (): UpdaterTools => ({
    book: book(),
    sources: [{ name: 'orchestrator', offer: async () => offers.at(-1) ?? null }],
    admit: (offer, marks) => admit(offer, { ...belief, nowMs }, marks),
    vouch: async () => undefined,
    fetch: async () => Promise.reject(new Unanswered('no bytes')),
    executorFor: () => ({}) as Executor,
    prove: async () => null,
    permit: { begin: async () => true, report: async () => undefined, refuse: async () => undefined },
    now: () => nowMs,
    pause: async () => undefined,
    say: (message) => void said.push(message),
    warn: () => undefined,
    patience: 3,
  });
  const offer = (generation: number, kind: string): void => {
    const lease = { leaseId: `l${generation}`, fence: generation, beginBefore: new Date(leaseOverMs).toISOString() };
    offers.push(desk.offer({ intent: { generation }, executor: { kind }, lease }));
  };
  const live = () => new Updater(tools()).run(new AbortController().signal);
  const pass = (): void => void (nowMs = leaseOverMs + 1);
  return { offer, live, pass, said, update: () => book().update };
}

test.for([
  ['agent', 'service'],
  ['service', 'agent'],
  ['container', 'agent'],
  ['agent', 'systemd'],
])('while an update of %s is open, one of %s waits, and is taken when the first gave up', async ([first, second]) => {
  const { offer, live, pass, said, update } = device();
  offer(1, first ?? '');
  expect([await live(), update()?.at]).toEqual(['PENDING', 'LEASED']);
  offer(2, second ?? '');
  expect([await live(), update()?.at, update()?.generation]).toEqual(['PENDING', 'LEASED', 1]);
  expect(said.at(-1)).toBe('Update 2 waits: agent and host are not updated at once.');
  pass();
  await live();
  expect([update()?.at, update()?.generation]).toEqual(['BLOCKED', 2]);
});

test('a newer update of the same phase takes the place of one that has not begun', async () => {
  const { offer, live, update } = device();
  offer(1, 'service');
  await live();
  offer(2, 'container');
  await live();
  expect(update()?.generation).toBe(2);
});
