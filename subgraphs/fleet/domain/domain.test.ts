import { replay } from '@flotilla/kernel/decider';
import { isRefusal } from '@flotilla/kernel/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { location } from '../location/location.ts';
import { statusBoard } from '../status-board/status-board.ts';
import type { StatusBoardEvent } from '../status-board/events.ts';
import { domain, domainDepthMax, type CreateDomain } from './domain.ts';

const create: CreateDomain = { type: 'CreateDomain', domainId: 'd', name: 'Retail', slug: 'retail', parent: null };

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
  return 'accepted';
}

describe('a domain', () => {
  test('has the path of its parent and its own slug', () => {
    const command = { ...create, slug: 'rtm', parent: { id: 'p', path: 'retail/nl' } };
    expect(domain.decide(command, domain.initialState)).toMatchObject([
      { data: { path: 'retail/nl/rtm', parentId: 'p' } },
    ]);
  });

  test('is created once', () => {
    const state = replay(domain, domain.decide(create, domain.initialState));
    expect(codeOf(() => domain.decide(create, state))).toBe('CONFLICT');
  });

  test.each(['', 'A', 'a b', '-a', 'a/b', 'x'.repeat(41)])('cannot have the slug "%s"', (slug) => {
    expect(codeOf(() => domain.decide({ ...create, slug }, domain.initialState))).toBe('INVALID_INPUT');
  });

  test('cannot lie deeper than the tree may be', () => {
    const path = Array.from({ length: domainDepthMax }, () => 'x').join('/');
    expect(codeOf(() => domain.decide({ ...create, parent: { id: 'p', path } }, domain.initialState))).toBe(
      'INVALID_INPUT',
    );
  });

  test('whatever is accepted replays to a state with a sound path', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, slug) => {
        if (codeOf(() => domain.decide({ ...create, name, slug }, domain.initialState)) !== 'accepted') return;
        const state = replay(domain, domain.decide({ ...create, name, slug }, domain.initialState));
        expect(state).toEqual({ stage: 'created', path: slug });
      }),
    );
  });
});

describe('a location', () => {
  const at = (timeZone: string) =>
    ({ type: 'CreateLocation', locationId: 'l', name: 'Store', timeZone, natGroup: null }) as const;

  test('stands in a time zone of the IANA list', () => {
    expect(location.decide(at('Europe/Amsterdam'), location.initialState)).toMatchObject([
      { data: { timeZone: 'Europe/Amsterdam' } },
    ]);
    for (const wrong of ['Mars/Olympus', '+02:00', '', 'CEST!']) {
      expect(
        codeOf(() => location.decide(at(wrong), location.initialState)),
        wrong,
      ).toBe('INVALID_INPUT');
    }
  });

  test('is created once', () => {
    const state = replay(location, location.decide(at('UTC'), location.initialState));
    expect(codeOf(() => location.decide(at('UTC'), state))).toBe('CONFLICT');
  });
});

describe('a status board', () => {
  test('any sequence of commands replays to the state asked for last', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (wishes) => {
        const events: StatusBoardEvent[] = [];
        for (const isPublished of wishes) {
          events.push(...statusBoard.decide({ type: 'PublishStatusBoard', isPublished }, replay(statusBoard, events)));
        }
        expect(replay(statusBoard, events)).toEqual({ isPublished: wishes.at(-1) });
      }),
    );
  });
});
