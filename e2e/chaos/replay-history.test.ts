import { expect, test } from 'vitest';
import type { LineBody } from '../fleet/returning-order.ts';
import { flawsOf, type HeldEntry, type Story } from './replay-history.ts';

const account = (accepted: number, dropped = 0, queued = 0) => ({
  produced: accepted + dropped + queued,
  accepted,
  dropped,
  queued,
});
const call = (id: string, operation: string, seqs: readonly number[] = []): LineBody => ({
  what: 'call',
  id,
  operation,
  epoch: 1,
  records: seqs.map((seq) => [seq, `h${seq}`, 'DECISION'] as const),
});
const answer = (id: string, said: Record<string, unknown>): LineBody => ({ what: 'answer', id, said });
const entry = (seq: number): HeldEntry => ({
  epoch: 1,
  seq,
  toSeq: seq,
  class: 'DECISION',
  isDropped: false,
  hash: `h${seq}`,
});
const hole: HeldEntry = { epoch: 1, seq: 3, toSeq: 4, class: null, isDropped: true, hash: 'h4' };
const finished: Extract<LineBody, { what: 'finished' }> = {
  what: 'finished',
  deviceId: 'd',
  epoch: 1,
  lastSeq: 6,
  acknowledgedSeq: 6,
  byClass: { SECURITY: account(0), LIFECYCLE: account(0), DECISION: account(4), SNAPSHOT: account(0, 2) },
};
const session = (sessionEpoch: number, ends: string | null, at: readonly [string, string | null]) => ({
  sessionEpoch,
  state: ends === 'LIVE' || ends === 'QUARANTINED' ? 'CONCLUDED' : 'ABORTED',
  endReason: ends,
  openedAt: at[0],
  endedAt: at[1],
});

/** A return that was superseded once and ended well. */
const well: Story = {
  history: [
    call('1', 'openReplay'),
    answer('1', { resumeFrom: 1 }),
    call('2', 'uploadReplayChunk', [1, 2]),
    { what: 'struck', step: 'uploadReplayChunk: sent' },
    call('3', 'openReplay'),
    answer('3', { resumeFrom: 5 }),
    call('4', 'uploadReplayChunk', [5, 6]),
    answer('4', { acknowledgedSeq: 6 }),
    call('5', 'closeReplay'),
    answer('5', { outcome: 'LIVE' }),
    finished,
  ],
  journal: [entry(1), entry(2), hole, entry(5), entry(6)],
  sessions: [session(2, 'LIVE', ['02', '03']), session(1, 'SUPERSEDED', ['01', '02'])],
  trust: 'TRUSTED',
  isRogue: false,
};

const heard = (place: number, said: Record<string, unknown>): Story => ({
  ...well,
  history: well.history.with(place, { ...well.history[place], said } as LineBody),
});

/** A return with nothing wrong but that the two records it gave up were decisions. */
const forgetful: Story = {
  ...well,
  history: well.history.with(-1, {
    ...finished,
    byClass: { ...finished.byClass, DECISION: account(4, 2), SNAPSHOT: account(0) },
  }),
};
const concluded = (outcome: string) => [session(2, outcome, ['02', '03']), session(1, 'SUPERSEDED', ['01', '02'])];

test('a return that went well has no flaw', () => {
  expect(flawsOf(well)).toEqual([]);
});

test('a device that gave decisions up ends in quarantine, and nowhere else', () => {
  expect(flawsOf({ ...forgetful, sessions: concluded('QUARANTINED'), trust: 'QUARANTINED' })).toEqual([]);
  expect(flawsOf(forgetful)).toEqual(['R7: the last session ended LIVE, not QUARANTINED', 'R7: the device is TRUSTED']);
});

test.each<[string, string, Story]>([
  ['a record that is missing', 'R1', { ...well, journal: well.journal.toSpliced(1, 1) }],
  ['a record that is there twice', 'R1', { ...well, journal: well.journal.toSpliced(1, 0, entry(1)) }],
  ['records in another order', 'R1', { ...well, journal: [entry(2), entry(1), ...well.journal.slice(2)] }],
  [
    'a record that the device did not write',
    'R1',
    { ...well, journal: well.journal.with(0, { ...entry(1), hash: 'x' }) },
  ],
  ['an acknowledgement of what is not held', 'R2', { ...well, journal: well.journal.slice(0, 4) }],
  ['a deletion of what was not acknowledged', 'R2', heard(7, { acknowledgedSeq: 5 })],
  ['an acknowledgement that goes back', 'R3', heard(7, { acknowledgedSeq: 3 })],
  [
    'a class that does not balance',
    'R4',
    {
      ...well,
      history: well.history.with(10, {
        ...finished,
        byClass: { ...finished.byClass, SNAPSHOT: { ...account(0, 2), produced: 3 } },
      }),
    },
  ],
  ['more declared as dropped than was', 'R4', { ...well, journal: well.journal.with(2, { ...hole, toSeq: 5 }) }],
  ['two sessions at once', 'R5', { ...well, sessions: well.sessions.with(1, session(1, 'SUPERSEDED', ['01', '025'])) }],
  [
    'a session without an end',
    'R7',
    { ...well, sessions: well.sessions.with(0, { ...session(2, null, ['02', null]), state: 'UPLOADING' }) },
  ],
  ['a quarantine of an honest device', 'R7', { ...well, trust: 'QUARANTINED' }],
  ['a rogue that goes on', 'R7', { ...well, isRogue: true }],
  ['a device that is never done', 'R10', { ...well, history: well.history.slice(0, -1) }],
])('the checker sees %s', (_, invariant, story) => {
  expect(flawsOf(story).filter((flaw) => flaw.startsWith(invariant))).not.toEqual([]);
});
