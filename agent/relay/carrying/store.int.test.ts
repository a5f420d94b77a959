/**
 * What a relay keeps, on a real file: whatever devices hand over, wherever the relay is killed, the control plane hears each
 * envelope, in order, and hears none that is not the device's. And the bound: what goes first, and that it is counted.
 */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Envelope } from '../envelope.ts';
import type { RelayClass, RelayReceipt } from '../field-protocol.ts';
import { RelayStore } from './store.ts';

const text = { ephemeralKey: 'k', nonce: 'n', tag: 't', signature: 's' };
const envelopeOf = (deviceId: string, seq: number, bytes = 10): Envelope => {
  return { deviceId, epoch: 1, seq, ...text, ciphertext: 'x'.repeat(bytes) };
};
const accepted = ({ epoch, seq }: Envelope): RelayReceipt => {
  return { epoch, seq, outcome: 'ACCEPTED', reason: null, answer: `a${seq}`, retryAfterMs: null };
};

let open: RelayStore[] = [];
afterEach(() => {
  for (const store of open) store.close();
  open = [];
});

function freshPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'flotilla-relay-')), 'relay.sqlite');
}

function opened(path = freshPath(), bytesMax = 1_000_000): RelayStore {
  const store = new RelayStore(path, bytesMax);
  open.push(store);
  return store;
}

function reopened(store: RelayStore, path: string): RelayStore {
  store.close();
  open = open.filter((each) => each !== store);
  return opened(path);
}

/** The control plane as far as a relay meets it: the newest number of each device counts, once. */
class Inbox {
  readonly heard: string[] = [];
  #newest = 0;
  take(envelopes: readonly Envelope[]): RelayReceipt[] {
    return envelopes.map((envelope) => {
      if (envelope.seq <= this.#newest) return { ...accepted(envelope), outcome: 'DUPLICATE', answer: null };
      this.#newest = envelope.seq;
      this.heard.push(String(envelope.seq));
      return accepted(envelope);
    });
  }
}

type Step = 'PUT' | 'DELIVER' | 'DIE_AFTER_DELIVERY' | 'RESTART';
const steps = fc.array(fc.constantFrom<Step>('PUT', 'PUT', 'DELIVER', 'DIE_AFTER_DELIVERY', 'RESTART'), {
  minLength: 4,
  maxLength: 14,
});
type Forward = (store: RelayStore, inbox: Inbox, isKilled: boolean) => void;

const forward: Forward = (store, inbox, isKilled) => {
  const { envelopes } = store.waiting('d', 3);
  const receipts = inbox.take(envelopes);
  if (!isKilled) store.settle('d', receipts);
};

/** What was handed over and what was heard of it, after everything came to rest. */
function lived(life: readonly Step[], by: Forward): { readonly put: string[]; readonly heard: string[] } {
  const path = freshPath();
  let store = opened(path);
  const inbox = new Inbox();
  const put: string[] = [];
  for (const step of life) {
    if (step === 'PUT') {
      store.put({ class: 'JOURNAL', envelope: envelopeOf('d', put.length + 1) });
      put.push(String(put.length + 1));
    } else if (step !== 'RESTART') by(store, inbox, step === 'DIE_AFTER_DELIVERY');
    if (step === 'RESTART' || step === 'DIE_AFTER_DELIVERY') store = reopened(store, path);
  }
  for (let turn = 0; turn < put.length && store.devices().length > 0; turn += 1) forward(store, inbox, false);
  store.close();
  open = [];
  return { put, heard: inbox.heard };
}

describe('what a relay carries', () => {
  test('is heard whole and in order, wherever the relay dies', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const { put, heard } = lived(life, forward);
        expect(heard).toEqual(put);
      }),
      { numRuns: 15 },
    );
  });

  test('would be lost by a relay that forgets before it has delivered, and this property shows it', () => {
    const hasty: Forward = (store, inbox, isKilled) => {
      const { envelopes } = store.waiting('d', 3);
      store.settle('d', envelopes.map(accepted));
      if (!isKilled) inbox.take(envelopes);
    };
    const { put, heard } = lived(['PUT', 'PUT', 'DIE_AFTER_DELIVERY', 'PUT'], hasty);
    expect(heard).not.toEqual(put);
  });

  test('that cannot be read any more is put aside, and the relay goes on', () => {
    const path = freshPath();
    writeFileSync(path, 'no database'.repeat(1_000));
    const aside: string[] = [];
    const store = RelayStore.open(path, 1_000_000, (where) => aside.push(where));
    open.push(store);
    expect(aside.map((where) => existsSync(where))).toEqual([true]);
    expect(store.put({ class: 'REPORT', envelope: envelopeOf('d', 1) })).toBe(true);
  });

  test('waits under its number, is answered for, and is not taken when a later one was delivered', () => {
    const store = opened();
    const one = envelopeOf('d', 5);
    expect(store.put({ class: 'REPORT', envelope: one })).toBe(true);
    expect(store.answer(one)).toBe('PENDING');
    store.settle('d', [accepted(one)]);
    expect(store.answer(one)).toMatchObject({ outcome: 'ACCEPTED', answer: 'a5' });
    expect(store.put({ class: 'REPORT', envelope: envelopeOf('d', 4) })).toBe(false);
    expect(store.answer(envelopeOf('d', 4))).toBeNull();
  });

  test('holds the newest sign of life alone, and what waits beside it', () => {
    const store = opened();
    for (const [seq, name] of [
      [1, 'SIGN'],
      [2, 'JOURNAL'],
      [3, 'SIGN'],
    ] as const)
      store.put({ class: name, envelope: envelopeOf('d', seq) });
    expect(store.waiting('d', 9).envelopes.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(store.carried().givenUp).toEqual({});
  });

  test('is bounded: the oldest of the class that matters least goes first, is counted, and takes nothing of others', () => {
    const store = opened(freshPath(), 40_000);
    store.put({ class: 'JOURNAL', envelope: envelopeOf('other', 1, 3_000) });
    const classes: readonly RelayClass[] = ['IDENTITY', 'REPORT', 'JOURNAL'];
    for (let seq = 1; seq <= 30; seq += 1) {
      store.put({ class: classes[seq % 3] ?? 'REPORT', envelope: envelopeOf('d', seq, 1_500) });
    }
    const { byClass, givenUp, waitingBytes } = store.carried();
    expect(waitingBytes).toBeLessThanOrEqual(40_000);
    expect(byClass['IDENTITY']).toBe(10);
    expect(givenUp).toEqual({ REPORT: 10, JOURNAL: expect.any(Number) });
    const kept = Object.values({ ...byClass }).reduce((sum, count) => sum + count, 0);
    expect(kept + Object.values({ ...givenUp }).reduce((sum, count) => sum + count, 0)).toBe(31);
    expect(store.answer(envelopeOf('other', 1))).toBe('PENDING');
    expect(store.givenUp('other')).toEqual({});
  });
});
