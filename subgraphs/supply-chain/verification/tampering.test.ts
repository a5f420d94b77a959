import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blobSignature,
  dsseBundle,
  envelope,
  messageBundle,
  newKey,
  simpleSigning,
  statementAbout,
  subjectOf,
} from '../testing/signing.ts';
import { looseObject } from './json.ts';
import { judge, type Case, type Evidence } from './judge.ts';
import { readStatement } from './statement.ts';
import { digestOfBytes } from './subject.ts';
import { keyAlgorithms } from './key-words.ts';

const bytes = randomBytes(600);
const subject = subjectOf(bytes);
const now = '2026-06-01T00:00:00.000Z';
const about = statementAbout(subject.digest, 'https://sigstore.dev/cosign/sign/v1');

type Judge = (about: Case) => Promise<{ readonly verdict: string }>;

/** Every text in a document that holds bytes in base64, by the path to it. */
function base64Paths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') {
    const last = path.at(-1) ?? '';
    return ['payload', 'signature', 'sig', 'digest'].includes(last) ? [[...path]] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => base64Paths(each, [...path, key]));
}

function changedAt(value: unknown, path: readonly string[], change: (text: string) => string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value as string);
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = changedAt(copy[key], rest, change);
  return copy;
}

/** Evidence with one of its byte strings flipped in one bit, or cut. */
function tampered(given: Evidence, { pick, bit, cut }: { pick: number; bit: number; cut: boolean }): Evidence {
  const change = (text: string): string => {
    const raw = Buffer.from(text, 'base64');
    if (cut) return raw.subarray(0, bit % raw.length).toString('base64');
    const at = (bit >> 3) % raw.length;
    raw[at] = (raw[at] as number) ^ (1 << (bit & 7));
    return raw.toString('base64');
  };
  const document = looseObject(given.content);
  if (!document) return stored(given, change(Buffer.from(given.content).toString()));
  const paths = base64Paths(document);
  const path = paths[pick % paths.length] as string[];
  return stored(given, JSON.stringify(changedAt(document, path, change)));
}

/** Evidence that was attached with another content from the beginning: its digest cannot give it away. */
function stored(given: Evidence, text: string): Evidence {
  const content = Buffer.from(text);
  return { ...given, content, digest: digestOfBytes(content) };
}

const tampering = fc.record({ pick: fc.nat(), bit: fc.nat({ max: 100_000 }), cut: fc.boolean() });

/** Looks for tampered evidence that a judge believes all the same. */
async function findBelieved(judgeIt: Judge, made: readonly Evidence[], trusted: Case['keys']): Promise<boolean> {
  const result = await fc.check(
    fc.asyncProperty(fc.constantFrom(...made), tampering, async (given, how) => {
      const evidence = [tampered(given, how)];
      const thresholds = { RELEASE: 1, BUILD: 0 };
      expect((await judgeIt({ subject, evidence, keys: trusted, thresholds, now })).verdict).toBe('REJECTED');
    }),
    { numRuns: 150 },
  );
  return result.failed;
}

describe.each(keyAlgorithms)('evidence signed by %s', (algorithm) => {
  const key = newKey(algorithm);
  const made = [
    simpleSigning(key, subject.digest),
    blobSignature(key, bytes),
    messageBundle(key, bytes),
    dsseBundle(key, about),
    envelope([key], about),
  ];

  test('is believed as it was made, and never once a bit of it is flipped or a part is cut off', async () => {
    for (const each of made) {
      const evidence = [each];
      const keys = [key.trusted];
      const judgement = await judge({ subject, evidence, keys, thresholds: { RELEASE: 1, BUILD: 0 }, now });
      expect(judgement.verdict).toBe('VERIFIED');
    }
    expect(await findBelieved(judge, made, [key.trusted])).toBe(false);
  });

  test('is searched well enough that a judge who forgets to check the signature is found out', async () => {
    // Compares the subject and nothing else, which is what an envelope looks like to whoever trusts its content.
    const forgetful: Judge = async ({ evidence: [given], subject: wanted }) => {
      const document = looseObject(given?.content ?? new Uint8Array());
      try {
        const payload = Buffer.from(String(document?.['payload']), 'base64');
        readStatement({ payloadType: String(document?.['payloadType']), payload }, wanted);
        return { verdict: 'VERIFIED' };
      } catch {
        return { verdict: 'REJECTED' };
      }
    };
    expect(await findBelieved(forgetful, made, [key.trusted])).toBe(true);
  });
});

test('whoever swaps, cuts or lengthens the bytes is found out by their digest or length', async () => {
  const key = newKey('ED25519');
  const evidence = [simpleSigning(key, subject.digest)];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 700 }), fc.nat({ max: 600 }), async (tail, cutAt) => {
      const stored = Buffer.concat([bytes.subarray(0, cutAt), tail]);
      const changed = {
        ...subject,
        bytes: async function* () {
          yield stored;
        },
      };
      const thresholds = { RELEASE: 1, BUILD: 0 };
      const { verdict } = await judge({ subject: changed, evidence, keys: [key.trusted], thresholds, now });
      expect(verdict).toBe(stored.equals(bytes) ? 'VERIFIED' : 'REJECTED');
    }),
  );
});
