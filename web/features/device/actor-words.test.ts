import { describe, expect, it } from 'vitest';
import { actorWords } from './actor-words.ts';

describe('actorWords', () => {
  it.each([
    ['device:d1', 'the device itself'],
    ['device:d2', 'device d2'],
    ['rule:This machine', 'the rule This machine'],
    ['system', 'the system'],
    ['user:u1', 'user u1'],
    ['somebody', 'somebody'],
  ])('says %s as %s', (actor, words) => {
    expect(actorWords(actor, 'd1')).toBe(words);
  });

  it('says a person by name, and by id only where the name is not known', () => {
    expect(actorWords('user:u1', 'd1', { name: 'Ann Example' })).toBe('Ann Example');
    expect(actorWords('user:u1', 'd1', null)).toBe('user u1');
  });
});
