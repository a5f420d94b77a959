import { replay as fold } from '@flotilla/kernel/decider';
import { describe, expect, test } from 'vitest';
import { firstHash, recordHash } from '../journal/chain.ts';
import { sha256 } from '../journal/signature.ts';
import { decisionsIn, judge, judgeDrop } from '../journal/verdict.ts';
import type { ReplayEvent } from './events.ts';
import { wayTo } from './desk/way.ts';
import { replayOver, type OpenReplay, type ReplayCommand } from './replay.ts';

const decider = replayOver(sha256);
const deviceId = '00000000-0000-0000-0000-000000000001';
const judgement = { authorityEpoch: 3, allowed: ['restart_service'], changed: ['service:till'] };

function hello(fields: Partial<OpenReplay> = {}): OpenReplay {
  const hash = firstHash(sha256, { deviceId, epoch: 1 });
  const nothing = { firstSeq: 1, lastSeq: 0, lastHash: hash, drops: [] };
  return { type: 'OpenReplay', deviceId, sessionId: 's', epoch: 1, ...nothing, judgement, ...fields };
}

function after(...commands: readonly ReplayCommand[]): readonly ReplayEvent[] {
  const events: ReplayEvent[] = [];
  for (const command of commands) events.push(...decider.decide(command, fold(decider, events)));
  return events;
}

describe('the chain of a journal', () => {
  test('is the text of the contract, byte for byte', () => {
    const chain = { deviceId, epoch: 7 };
    const first = firstHash(sha256, chain);
    expect(first).toBe(sha256(`flotilla journal 1\n${deviceId}\n7`));
    const record = { seq: 1, class: 'SECURITY', kind: 'security.login', atMs: 5, body: '{}' } as const;
    const text = `flotilla journal 1\n${deviceId}\n7\n1\nSECURITY\nsecurity.login\n5\n${sha256('{}')}\n${first}`;
    expect(recordHash(sha256, chain, { ...record, previousHash: first })).toBe(sha256(text));
  });
});

describe('a decision that a device took on its own', () => {
  const first = { epoch: 1, seq: 1 };
  const verdictOf = (kind: string, body: unknown) =>
    judge({ ...first, kind, body: JSON.stringify(body) }, judgement).verdict;

  test('is permitted if it may take it and is under its present authority', () => {
    expect(verdictOf('decision.restart_service', { authorityEpoch: 3 })).toBe('PERMITTED');
    expect(verdictOf('decision.restart_service', { authorityEpoch: 3, subject: 'service:pump' })).toBe('PERMITTED');
  });

  test('is a conflict if the authority or what it is about changed meanwhile', () => {
    expect(verdictOf('decision.restart_service', { authorityEpoch: 2 })).toBe('CONFLICT');
    expect(verdictOf('decision.restart_service', { authorityEpoch: 4 })).toBe('CONFLICT');
    expect(verdictOf('decision.restart_service', { authorityEpoch: 3, subject: 'service:till' })).toBe('CONFLICT');
  });

  test('is not authorised if it may not take it or does not say under which authority', () => {
    expect(verdictOf('decision.open_the_door', { authorityEpoch: 3 })).toBe('UNAUTHORISED');
    expect(verdictOf('snapshot.state', { authorityEpoch: 3 })).toBe('UNAUTHORISED');
    expect(verdictOf('decision.restart_service', {})).toBe('UNAUTHORISED');
    expect(judge({ ...first, kind: 'decision.restart_service', body: 'no json' }, judgement).verdict).toBe(
      'UNAUTHORISED',
    );
  });
});

describe('a range that a device gave up', () => {
  test('is not authorised if it may have held decisions, and holds none if it accounts for every record', () => {
    expect(judgeDrop({ reason: 'QUEUE_FULL SNAPSHOT=3 LIFECYCLE=1', count: 4 }).verdict).toBe(null);
    expect(judgeDrop({ reason: 'QUEUE_FULL SNAPSHOT=3 DECISION=2', count: 5 })).toMatchObject({
      verdict: 'UNAUTHORISED',
      decisions: 2,
    });
  });

  test('is believed the worst of where its reason does not account for what is gone', () => {
    expect(decisionsIn({ reason: 'full', count: 7 })).toBe(7);
    expect(decisionsIn({ reason: 'SNAPSHOT=5', count: 7 })).toBe(2);
    expect(decisionsIn({ reason: 'SNAPSHOT=7 DECISION=1', count: 7 })).toBe(1);
    expect(decisionsIn({ reason: 'SNAPSHOT=999', count: 7 })).toBe(0);
  });
});

describe('the lock', () => {
  test('is not taken by a device that has nothing new', () => {
    const first = after(hello());
    expect(first.map(({ type }) => type)).toEqual(['ReplayOpened', 'ReplayConcluded']);
    expect(decider.decide(hello(), fold(decider, first))).toEqual([]);
  });

  test('is released by silence once, and only from who holds it', () => {
    const opened = after(hello({ lastSeq: 2 }));
    const abort = { type: 'AbortReplay', deviceId } as const;
    const aborted = [...opened, ...decider.decide(abort, fold(decider, opened))];
    expect(aborted.at(-1)).toMatchObject({ type: 'ReplayAborted', data: { reason: 'SILENT' } });
    expect(decider.decide(abort, fold(decider, aborted))).toEqual([]);
  });

  test('rises in number with every hello, and names who was superseded', () => {
    const events = after(hello({ lastSeq: 2 }), hello({ lastSeq: 2, sessionId: 't' }));
    expect(events.map(({ type }) => type)).toEqual(['ReplayOpened', 'ReplayAborted', 'ReplayOpened']);
    expect(events.at(-1)).toMatchObject({ data: { sessionEpoch: 2, sessionId: 't' } });
  });
});

describe('the connection of a returning device', () => {
  test('walks the spectrum as far as its steps lead, and never round about', () => {
    expect(wayTo('DISCONNECTED', 'RETURNING')).toEqual(['RETURNING']);
    expect(wayTo('DISCONNECTED', 'REPLAYING')).toEqual(['RETURNING', 'REPLAYING']);
    expect(wayTo('AUTONOMOUS', 'LIVE').at(-1)).toBe('LIVE');
    expect(wayTo('REPLAYING', 'LIVE')).toEqual(['LIVE']);
    expect(wayTo('LIVE', 'LIVE')).toEqual([]);
    expect(wayTo('LIVE', 'AUTONOMOUS')).toEqual([]);
  });
});
