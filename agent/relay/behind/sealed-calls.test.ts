import {
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LinkMeter } from '../../link-meter.ts';
import { ForeignServer } from '../../pinned-agent.ts';
import { CallFailed, CallRefused } from '../../transport.ts';
import type { Envelope, Place } from '../envelope.ts';
import type { HandOver } from '../field-protocol.ts';
import type { Word } from './relay-client.ts';
import { SealedCalls } from './sealed-calls.ts';

const [agreement, signing] = [generateKeyPairSync('x25519'), generateKeyPairSync('ed25519')];
const rawOf = ({ publicKey }: typeof signing): Buffer =>
  Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
const keys = { relayKey: rawOf(agreement).toString('base64'), relayAnswerKey: rawOf(signing).toString('base64') };

/** What the control plane would answer, from the format alone. */
function answered({ deviceId, epoch, seq, ephemeralKey }: Envelope, content: unknown): Word {
  const theirs = Buffer.from(ephemeralKey, 'base64');
  const key = { kty: 'OKP', crv: 'X25519', x: theirs.toString('base64url') };
  const publicKey = createPublicKey({ key, format: 'jwk' });
  const shared = diffieHellman({ privateKey: agreement.privateKey, publicKey });
  const salt = Buffer.concat([theirs, rawOf(agreement)]);
  const derived = Buffer.from(hkdfSync('sha256', shared, salt, 'flotilla relay 1', 64));
  const context = ['flotilla relay answer 1', deviceId, epoch, seq].join('\n');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derived.subarray(32), nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]);
  const digest = createHash('sha256').update(sealed.toString('base64')).digest('hex');
  const signature = sign(null, Buffer.from(`${context}\n${digest}`), signing.privateKey);
  const answer = Buffer.concat([sealed, signature]).toString('base64');
  return { epoch, seq, outcome: 'ACCEPTED', reason: null, answer, retryAfterMs: null };
}

/** A relay that says of each envelope what the test says. */
class ScriptedRelay {
  readonly taken: Envelope[] = [];
  say: (envelope: Envelope) => Word = () => 'PENDING';
  readonly handOver = async ({ envelope }: HandOver): Promise<void> => {
    // The first of two takes longer on its way.
    if (this.taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    this.taken.push(envelope);
  };
  readonly answer = async ({ seq }: Place): Promise<Word> => {
    const envelope = this.taken.find((each) => each.seq === seq);
    return envelope ? this.say(envelope) : 'GONE';
  };
}

function callsBy(client: ScriptedRelay) {
  const certificate = (): string => 'f'.repeat(64);
  const calls = new SealedCalls({ deviceId: 'd', epoch: 7, client, keys: () => keys, sign: () => 's', certificate });
  const meter = new LinkMeter();
  return { meter, ask: (seq: number) => calls.call('heartbeat', { input: { seq } }, meter) };
}

describe('a sealed call', () => {
  test('is answered by what the control plane sealed and signed, well or not', async () => {
    const relay = new ScriptedRelay();
    const { ask, meter } = callsBy(relay);
    relay.say = (envelope) => answered(envelope, { data: { trust: 'TRUSTED' } });
    expect(await ask(1)).toEqual({ trust: 'TRUSTED' });
    expect(meter.quality()).toMatchObject({ rttMs: expect.any(Number), lossPct: 0 });
    const error = { code: 'FORBIDDEN', message: 'no', details: { trust: 'REVOKED' }, retryAfterMs: null };
    relay.say = (envelope) => answered(envelope, { error });
    const refusal = await ask(2).catch((fault: unknown) => fault);
    expect(refusal).toBeInstanceOf(CallRefused);
    expect(refusal).toMatchObject({ isRevocation: true });
  });

  test('that is asked again while it is on its way is not handed over twice', async () => {
    const relay = new ScriptedRelay();
    const { ask } = callsBy(relay);
    await expect(ask(1)).rejects.toThrow('no answer yet');
    relay.say = (envelope) => answered(envelope, { data: true });
    expect(await ask(1)).toBe(true);
    expect(relay.taken).toHaveLength(1);
  });

  test('that was given up on its way, or overtaken, is made anew under a higher number, three times at most', async () => {
    const relay = new ScriptedRelay();
    const { ask } = callsBy(relay);
    const overtaken = { epoch: 7, outcome: 'DUPLICATE', reason: null, answer: null, retryAfterMs: null } as const;
    relay.say = (envelope) => {
      if (envelope.seq === 1) return 'GONE';
      return envelope.seq === 2 ? { ...overtaken, seq: 2 } : answered(envelope, { data: 3 });
    };
    expect(await ask(1)).toBe(3);
    relay.say = () => 'GONE';
    await expect(ask(2)).rejects.toBeInstanceOf(CallFailed);
    expect(relay.taken.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('reaches the relay in the order of its number, whatever else is on its way', async () => {
    const relay = new ScriptedRelay();
    const { ask } = callsBy(relay);
    await Promise.allSettled([1, 2, 3, 4].map(ask));
    expect(relay.taken.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  test.for([
    ['changed', (word: string) => word.replace(/^..../, 'AAAA')],
    ['cut', (word: string) => word.slice(0, 40)],
    ['empty', () => ''],
  ] as const)('whose answer was %s is known to be meddled with', async ([, change]) => {
    const relay = new ScriptedRelay();
    const { ask } = callsBy(relay);
    relay.say = (envelope) => {
      const word = answered(envelope, { data: true });
      return typeof word === 'string' ? word : { ...word, answer: change(word.answer ?? '') };
    };
    const fault = await ask(1).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(CallFailed);
    expect((fault as Error).cause).toBeInstanceOf(ForeignServer);
  });

  test('is not answered by what another one was answered, and this is what the number in the answer is for', async () => {
    const relay = new ScriptedRelay();
    const { ask } = callsBy(relay);
    relay.say = (envelope) => answered({ ...envelope, seq: envelope.seq + 1 }, { data: true });
    await expect(ask(1)).rejects.toThrow('not from the control plane');
  });
});
